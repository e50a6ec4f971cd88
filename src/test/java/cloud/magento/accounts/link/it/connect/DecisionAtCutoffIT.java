package cloud.magento.accounts.link.it.connect;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.DirectGrant;
import cloud.magento.accounts.link.it.scenario.Schedules;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.EventRepresentation;

/** What the stored event of a login says before the cutoff: what was decided, and what the cutoff will do. */
@Tag("paths")
final class DecisionAtCutoffIT extends CloudScenario {

    private static final String NOW = "magento_link_decision";
    private static final String AT_CUTOFF = "magento_link_decision_at_cutoff";

    @Test
    void isRecordedInModeReport() {
        set(Schedules.NOT_BEGUN);
        set(Map.of("mode", "report"));
        CloudUser carol = users.unlinked();

        signIn(carol, app.signIn()).appPage();

        assertDecisions(carol, "report_not_yet", "report_enforce");
    }

    @Test
    void isRecordedInModeOn() {
        set(Schedules.NOT_BEGUN);
        CloudUser carol = users.unlinked();

        signIn(carol, app.signIn()).appPage();

        assertDecisions(carol, "not_yet", "enforce");
    }

    @Test
    void isRecordedForWhoChoosesNotNow() {
        set(Schedules.REMINDING);
        CloudUser carol = users.unlinked();

        signInAndBeAsked(carol, app.signIn()).notNow().appPage();

        assertDecisions(carol, "snoozed", "enforce");
    }

    @Test
    void isNotRecordedForWhoConnectsInTheSameLogin() {
        set(Schedules.REMINDING);
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();

        signInToConnect(carol, request).connectAs(carol.magento()).confirm().landsIn(request);

        assertThat(events.await(carol, "LOGIN").getDetails())
                .containsEntry(NOW, "remind")
                .doesNotContainKey(AT_CUTOFF);
    }

    @Test
    void isNotRecordedForConnectedUsers() {
        set(Schedules.NOT_BEGUN);
        set(Map.of("primaryLogin", "off"));
        CloudUser carol = users.linked();

        signIn(carol, app.signIn()).appPage();

        assertThat(events.await(carol, "LOGIN").getDetails()).doesNotContainKeys(NOW, AT_CUTOFF);
    }

    @Test
    void saysWhoIsExempt() {
        set(Schedules.NOT_BEGUN);
        CloudUser carol = users.unlinked();
        users.grant(carol, "magento-link-exempt");

        signIn(carol, app.signIn()).appPage();

        assertDecisions(carol, "exempt", "exempt");
    }

    @Test
    void saysWhoHasMoreTime() {
        set(Schedules.NOT_BEGUN);
        CloudUser carol = users.unlinked();
        users.attribute(carol, "magentoLinkDeadline", "2999-02-01T00:00:00Z");
        CloudUser dave = users.unlinked();
        set(Map.of("graceDays", "3", "mode", "report"));

        signIn(carol, app.signIn()).appPage();
        browser.clearCookies();
        signIn(dave, app.signIn()).appPage();

        assertDecisions(carol, "report_not_yet", "report_remind");
        assertDecisions(dave, "report_not_yet", "report_remind");
    }

    /** A script has no grace period until its user has been prompted in a browser. */
    @Test
    void saysThatScriptsAreRejected() {
        set(Schedules.REMINDING);
        set(Map.of("graceDays", "3"));
        CloudUser carol = users.unlinked();

        assertThat(new DirectGrant(app).signIn(carol).hasTokens()).isTrue();

        assertDecisions(carol, "passive", "enforce");
    }

    @Test
    void isNotRecordedAfterTheCutoff() {
        set(Schedules.DUE);
        set(Map.of("mode", "report"));
        CloudUser carol = users.unlinked();

        signIn(carol, app.signIn()).appPage();

        assertThat(events.await(carol, "LOGIN").getDetails())
                .containsEntry(NOW, "report_enforce")
                .doesNotContainKey(AT_CUTOFF);
    }

    private void assertDecisions(CloudUser user, String now, String atCutoff) {
        EventRepresentation login = events.await(user, "LOGIN");
        assertThat(login.getDetails()).containsEntry(NOW, now).containsEntry(AT_CUTOFF, atCutoff);
    }
}
