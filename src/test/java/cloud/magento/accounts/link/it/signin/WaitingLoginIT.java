package cloud.magento.accounts.link.it.signin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.AppPage;
import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.FormPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.Registration;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.representations.idm.UserRepresentation;

/**
 * A login at the page while its user connects in another login. Its flow accepted the password alone, which is no
 * longer sufficient afterwards.
 */
@Tag("sessions")
final class WaitingLoginIT extends CloudScenario {

    @Test
    void itSignsInWithMagentoAfterTheUserHasConnectedElsewhere() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage waiting = signInAndBeAsked(carol, request);
        connectInAnotherBrowser(carol);

        Shown next = browser.open(waiting.address());

        assertThat(events.of(carol, "LOGIN")).hasSize(1);
        Shown magento = next.signInPage().ofCloud().signIn(carol.username(), CloudUser.PASSWORD);
        request.succeededAt(magento.signInPage()
                .ofMagento()
                .signIn(carol.magento().username(), CloudUser.PASSWORD)
                .appPage());
        assertThat(events.of(carol, "LOGIN")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "switch", "confirm", "later", "leave", "unknown"})
    void noButtonOfThePageLeadsIn(String step) {
        CloudUser carol = users.unlinked();
        ConnectPage waiting = signInAndBeAsked(carol, app.signIn());
        connectInAnotherBrowser(carol);

        waiting.send(step).signInPage().ofCloud();

        assertThat(events.of(carol, "LOGIN")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"leave", "confirm"})
    void neitherDoesALoginThatBeganToConnectByItself(String step) {
        CloudUser carol = users.unlinked();
        ConnectPage waiting = signInAndBeAsked(carol, app.signIn(Map.of("kc_action", "connect-magento")));
        connectInAnotherBrowser(carol);

        waiting.send(step).signInPage().ofCloud();

        assertThat(events.of(carol, "LOGIN")).hasSize(1);
    }

    @Test
    void neitherDoesALoginThatWaitsAtAnotherActionAndThatIsNotDone() {
        set(Map.of("cutoff", Schedules.FAR_AHEAD));
        CloudUser carol = users.unlinked();
        UserRepresentation user = users.stored(carol);
        user.setRequiredActions(List.of("UPDATE_PASSWORD"));
        users.resource(carol).update(user);
        FormPage waiting = signIn(carol, app.signIn()).formPage();
        users.link(carol, carol.magento());

        Shown next = waiting.type("password-new", "chosen by a thief")
                .type("password-confirm", "chosen by a thief")
                .submit();

        next.signInPage()
                .ofCloud()
                .signIn(carol.username(), CloudUser.PASSWORD)
                .signInPage()
                .ofMagento();
        assertThat(events.of(carol, "LOGIN")).isEmpty();
        assertThat(events.of(carol, "UPDATE_PASSWORD")).isEmpty();
    }

    /** The registration flow has no execution of this extension. */
    @Test
    void neitherDoesARegistrationThatWaits() {
        CloudUser gone = users.unlinked();
        users.resource(gone).remove();
        Registration.allow(true);
        try {
            FormPage form = browser.open(app.signIn(Map.of("prompt", "create")).address())
                    .formPage();
            ConnectPage waiting = Registration.submit(form, gone).connectPage();
            UserRepresentation created =
                    Site.cloud().users().searchByUsername(gone.username(), true).get(0);
            CloudUser carol = new CloudUser(created.getId(), gone.username(), gone.email(), gone.magento());
            users.link(carol, carol.magento());

            browser.open(waiting.address()).signInPage().ofCloud();

            assertThat(events.of(carol, "LOGIN")).isEmpty();
        } finally {
            Registration.allow(false);
        }
    }

    @Test
    void theButtonFinishesItIfThisTabBroughtTheConnectedAccount() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage confirm =
                signInToConnect(carol, request).connectAs(carol.magento()).question();
        users.link(carol, carol.magento());

        request.succeededAt(confirm.confirm().appPage());

        assertThat(events.await(carol, "LOGIN").getDetails()).containsEntry("identity_provider", CloudUsers.ALIAS);
    }

    @Test
    void anAppThatRequestedItReceivesTheSuccess() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn(Map.of("kc_action", "connect-magento"));
        ConnectPage confirm =
                signInToConnect(carol, request).connectAs(carol.magento()).question();
        users.link(carol, carol.magento());

        AppPage landed = confirm.confirm().appPage();

        assertThat(landed.parameter("kc_action_status")).contains("success");
        assertThat(events.errors(carol)).isEmpty();
    }

    @Test
    void withoutPrimaryLoginItGoesOn() {
        set(Map.of("primaryLogin", "off"));
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage waiting = signInAndBeAsked(carol, request);
        users.link(carol, carol.magento());

        request.succeededAt(browser.open(waiting.address()).appPage());
    }

    private void connectInAnotherBrowser(CloudUser user) {
        try (Browser other = new Browser()) {
            signInToConnect(other, user, app.signIn())
                    .connectAs(user.magento())
                    .confirm()
                    .landsInApp();
        }
        events.await(user, "LOGIN");
    }
}
