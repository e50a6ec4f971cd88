package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.FormPage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Keycloak or the app has to ask is asked as well. */
final class OtherActionsIT extends CloudScenario {

    @Test
    void anotherPendingActionComesFirst() {
        CloudUser carol = users.unlinked(user -> user.setRequiredActions(List.of("UPDATE_PROFILE")));
        CloudApp.SignIn request = app.signIn();

        FormPage profile = signIn(carol, request).formPage();
        assertThat(profile.asksFor("lastName")).isTrue();
        ConnectPage ask =
                profile.type("lastName", "Changed").submit().connectPage().asks();
        request.succeededAt(
                connectAs(ask, carol.magento()).connectPage().confirm().appPage());

        assertThat(users.stored(carol).getLastName()).isEqualTo("Changed");
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void aPasswordThatHadToBeChangedInThisVeryLoginIsNoReasonToDistrust() {
        CloudUser carol = users.unlinked(user -> user.setRequiredActions(List.of("UPDATE_PASSWORD")));
        CloudApp.SignIn request = app.signIn();

        ConnectPage ask = signIn(carol, request)
                .formPage()
                .type("password-new", "changed")
                .type("password-confirm", "changed")
                .submit()
                .connectPage()
                .asks();
        request.succeededAt(
                connectAs(ask, carol.magento()).connectPage().confirm().appPage());

        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void anActionThatTheAppAskedForCannotReplaceOurs() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn(Map.of("kc_action", "UPDATE_PROFILE"));

        ConnectPage ask = signInAndBeAsked(carol, request);
        FormPage profile =
                connectAs(ask, carol.magento()).connectPage().confirm().formPage();

        assertThat(profile.asksFor("lastName")).isTrue();
        assertThat(profile.submit().appPage().parameter("kc_action_status")).contains("success");
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void askingForOurActionByNameSkipsNothing() {
        CloudUser carol = users.unlinked();
        ConnectPage ask = signInAndBeAsked(carol, app.signIn(Map.of("kc_action", "connect-magento")));

        ConnectPage still = ask.send(Map.of("cancel-aia", "true")).connectPage().asks();

        assertThat(events.of(carol, "LOGIN")).isEmpty();
        connectAs(still, carol.magento()).connectPage().confirm().appPage();
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void anAppThatAskedForItIsNotToldOfASuccessByAStepThatThePageDoesNotKnow() {
        set(Schedules.NOT_BEGUN);
        CloudUser carol = users.unlinked();
        ConnectPage ask = signInAndBeAsked(carol, app.signIn(Map.of("kc_action", "connect-magento")));

        for (String step : List.of("skip", "CONFIRM", "")) {
            ask = ask.send(step).connectPage().asks();
        }

        assertThat(events.of(carol, "LOGIN")).isEmpty();
        assertThat(ask.leave().appPage().parameter("kc_action_status")).contains("cancelled");
        assertThat(users.linkOf(carol)).isEmpty();
    }
}
