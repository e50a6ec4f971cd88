package cloud.magento.accounts.link.it.grants;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.DirectGrant;
import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Scripts that sign in with a password get tokens or an error that says what to do. */
final class DirectGrantIT extends CloudScenario {

    private final DirectGrant script = new DirectGrant(app);

    @Test
    void notConnectedAfterTheCutoff() {
        CloudUser carol = users.unlinked();

        Http.Answer answer = script.signIn(carol);

        assertRefused(answer);
        assertThat(answer.text("error_description")).containsIgnoringCase("connect");
    }

    @Test
    void connected() {
        CloudUser carol = users.linked();

        Http.Answer answer = script.signIn(carol);

        assertRefused(answer);
        events.awaitError(carol, "magento_primary_login_required");
    }

    @Test
    void connectedWithPrimaryLoginOff() {
        set(Map.of("primaryLogin", "off"));
        assertTokens(script.signIn(users.linked()));
    }

    @Test
    void exemptWhetherConnectedOrNot() {
        CloudUser unlinked = users.unlinked();
        users.grant(unlinked, "magento-link-exempt");
        CloudUser linked = users.linked();
        users.grant(linked, "magento-link-exempt");

        assertTokens(script.signIn(unlinked));
        assertTokens(script.signIn(linked));
    }

    /** Otherwise the grace period would restart with each token of a user who never opens a browser. */
    @Test
    void graceBeginsInTheBrowser() {
        set(Map.of("graceDays", "3"));
        CloudUser carol = users.unlinked();

        assertRefused(script.signIn(carol));
        signInAndBeAsked(carol, app.signIn()).notNow().appPage();
        assertTokens(script.signIn(carol));
    }

    @Test
    void notConnectedBeforeTheCutoffIsNotReminded() {
        set(Schedules.REMINDING);
        CloudUser carol = users.unlinked();

        assertTokens(script.signIn(carol));
        assertThat(users.attribute(carol, "magentoLinkSnoozes")).isEmpty();
    }

    @Test
    void modeOff() {
        set(Map.of("mode", "off"));
        assertTokens(script.signIn(users.unlinked()));
        assertTokens(script.signIn(users.linked()));
    }

    @Test
    void aWrongPasswordLearnsNothingAboutTheUser() {
        Http.Answer unlinked = script.signIn(users.unlinked(), "wrong");
        Http.Answer linked = script.signIn(users.linked(), "wrong");

        assertThat(unlinked.text("error_description")).doesNotContainIgnoringCase("magento");
        assertThat(linked.body()).isEqualTo(unlinked.body());
    }

    /** Otherwise a script that retries would lock its user out of the browser, too. */
    @Test
    void aRefusalIsNoWrongPassword() {
        for (CloudUser user : List.of(users.unlinked(), users.linked())) {
            for (int attempt = 0; attempt < 5; attempt++) {
                assertRefused(script.signIn(user));
            }
            script.signIn(user, "wrong");

            // They are counted in order, so the last one shows that all are counted.
            Eventually.get(
                    () -> Optional.of(failures(user)).filter(count -> count > 0), () -> "The wrong one is not counted");
            assertThat(failures(user)).isOne();
        }
    }

    private static int failures(CloudUser user) {
        return (int)
                Site.cloud().attackDetection().bruteForceUserStatus(user.id()).get("numFailures");
    }

    private static void assertTokens(Http.Answer answer) {
        assertThat(answer.hasTokens()).as(answer.body()).isTrue();
    }

    private static void assertRefused(Http.Answer answer) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.hasTokens()).isFalse();
        assertThat(answer.text("error")).isEqualTo("invalid_grant");
        assertThat(answer.text("error_description"))
                .as("names Magento.com and the browser")
                .contains("Magento.com")
                .containsIgnoringCase("browser");
    }
}
