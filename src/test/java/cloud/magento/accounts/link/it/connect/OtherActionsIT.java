package cloud.magento.accounts.link.it.connect;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.AppPage;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.FormPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.RealmEvents;
import cloud.magento.accounts.link.it.scenario.Schedules;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.EventRepresentation;

/** The page together with other required actions and with actions that the app asks for. */
final class OtherActionsIT extends CloudScenario {

    @Test
    void anotherPendingActionComesFirst() {
        CloudUser carol = users.unlinked(user -> user.setRequiredActions(List.of("UPDATE_PROFILE")));
        CloudApp.SignIn request = app.signIn();

        FormPage profile = signIn(carol, request).formPage();
        assertThat(profile.asksFor("lastName")).isTrue();
        ConnectPage ask =
                profile.type("lastName", "Changed").submit().connectPage().asks();
        continueOn(ask).connectAs(carol.magento()).confirm().landsIn(request);

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
        continueOn(ask).connectAs(carol.magento()).confirm().landsIn(request);

        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void anActionThatTheAppAskedForCannotReplaceOurs() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn(Map.of("kc_action", "UPDATE_PROFILE"));

        ConnectPage ask = signInAndBeAsked(carol, request);
        FormPage profile =
                continueOn(ask).connectAs(carol.magento()).confirm().shown().formPage();

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
        continueOn(still).connectAs(carol.magento()).confirm().landsInApp();
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void aConnectedUserWhoMustSignInAgainCanKeepTheConnection() {
        CloudUser carol = users.linked();
        ConnectPage ask = signInThroughMagento(carol, app.signIn(Map.of("kc_action", "connect-magento")))
                .connectPage()
                .asks();
        users.resetPassword(carol);

        ConnectPage again = ask.useDifferentAccount().connectPage().asksToSignInAgain();

        assertThat(again.text()).contains("before you connect a different Magento.com account");
        assertThat(again.button("leave")).contains("Keep the current connection");
        assertThat(again.leave().appPage().parameter("kc_action_status")).contains("cancelled");
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void anUnknownStepReportsNoSuccessToTheApp() {
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

    @Test
    void notNowReportsNoSuccessToTheApp() {
        set(Schedules.REMINDING);
        CloudUser carol = users.unlinked();
        ConnectPage ask = signInAndBeAsked(carol, app.signIn(Map.of("kc_action", "connect-magento")));

        AppPage landed = ask.notNow().appPage();

        assertThat(landed.parameter("kc_action_status")).contains("cancelled");
        assertThat(landed.parameter("code")).isPresent();
        assertThat(users.attribute(carol, "magentoLinkSnoozedUntil")).isPresent();
        assertThat(users.linkOf(carol)).isEmpty();
    }

    /** Keycloak's own linking page must not be shown again afterwards. */
    @Test
    void notNowReportsNoSuccessToTheAppThatStartedKeycloaksLinking() {
        set(Schedules.NOT_BEGUN);
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn(Map.of("kc_action", "idp_link:magento"));
        ConnectPage question = connectAs(signInAndBeAsked(carol, request), carol.magento())
                .connectPage()
                .asksToConfirm();
        set(Map.of("remindFrom", "2020-01-01"));

        AppPage landed = question.send("later").appPage();

        assertThat(landed.parameter("kc_action")).contains("idp_link");
        assertThat(landed.parameter("kc_action_status")).contains("cancelled");
        assertThat(users.linkOf(carol)).isEmpty();
    }

    @Test
    void modeOffReportsNoSuccessToTheApp() {
        set(Map.of("mode", "off"));
        CloudUser carol = users.unlinked();

        AppPage landed = signIn(carol, app.signIn(Map.of("kc_action", "connect-magento")))
                .appPage();

        assertThat(landed.parameter("kc_action_status")).contains("error");
        assertThat(landed.parameter("code")).isPresent();
    }

    @Test
    void turningTheModeOffMeanwhileReportsNoSuccessToTheApp() {
        CloudUser carol = users.unlinked();
        ConnectPage ask = signInAndBeAsked(carol, app.signIn(Map.of("kc_action", "connect-magento")));
        set(Map.of("mode", "off"));

        AppPage landed = ask.connect().appPage();

        assertThat(landed.parameter("kc_action_status")).contains("error");
        assertThat(users.linkOf(carol)).isEmpty();
    }

    @Test
    void modeOffReportsASuccessToTheAppIfTheUserIsConnected() {
        set(Map.of("mode", "off"));
        CloudUser carol = users.linked();

        AppPage landed = signIn(carol, app.signIn(Map.of("kc_action", "connect-magento")))
                .appPage();

        assertThat(landed.parameter("kc_action_status")).contains("success");
    }

    /** The same role as for Keycloak's own linking. */
    @Test
    void aUserWithoutTheRoleCannotConnectVoluntarily() {
        set(Schedules.NOT_BEGUN);
        CloudUser carol = users.unlinked();
        users.revoke(carol, "default-roles-cloud");

        ConnectPage refused = signIn(carol, app.signIn(Map.of("kc_action", "connect-magento")))
                .connectPage()
                .in("refused");
        assertThat(refused.text()).contains("You cannot connect this account with Magento.com yourself");
        refused = refused.send("connect").connectPage().in("refused");
        AppPage landed = refused.leave().appPage();

        assertThat(landed.parameter("kc_action_status")).contains("error");
        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(events.errors(carol)).containsExactly("magento_sign_in_failed");
        EventRepresentation event = events.awaitError(carol, "magento_sign_in_failed");
        assertThat(RealmEvents.detail(event, "reason")).contains("missing_role");
        assertThat(RealmEvents.detail(event, "magento_link_phase")).contains("ask");
    }

    @Test
    void aUserWhoMustConnectNeedsNoRole() {
        CloudUser carol = users.unlinked();
        users.revoke(carol, "default-roles-cloud");
        ConnectPage ask = signInAndBeAsked(carol, app.signIn(Map.of("kc_action", "connect-magento")));

        AppPage landed = continueOn(ask).connectAs(carol.magento()).confirm().landsInApp();

        assertThat(landed.parameter("kc_action_status")).contains("success");
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }
}
