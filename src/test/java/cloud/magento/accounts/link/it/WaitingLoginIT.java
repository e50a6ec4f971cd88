package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.FormPage;
import cloud.magento.accounts.link.it.pages.Shown;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.representations.idm.UserRepresentation;

/**
 * A login that waits while its user connects in another login. Its flow let the user pass with the password alone,
 * which is not enough from then on.
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
        set(Map.of("cutoff", "2999-01-01"));
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
            ConnectPage ask = other.open(app.signIn().address())
                    .signInPage()
                    .signIn(user.username(), CloudUser.PASSWORD)
                    .connectPage();
            connectAs(ask, user.magento()).connectPage().confirm().appPage();
        }
        events.await(user, "LOGIN");
    }
}
