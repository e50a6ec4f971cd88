package cloud.magento.accounts.link.it.connect;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.DirectGrant;
import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.Grants;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.RealmEvents;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.userprofile.config.UPConfig;

/** Users whom an admin has exempted until an instant. */
final class ExemptUntilIT extends CloudScenario {

    private static final String EXEMPT_UNTIL = "magentoLinkExemptUntil";
    private static final String AHEAD = "2999-01-01T00:00:00Z";

    /** Long enough to sign in before it is over. */
    private static final int MOMENT_SECONDS = 5;

    @Test
    void noPageIsShownUntilTheExemptionEndsByItself() {
        CloudUser carol = users.unlinked();
        Instant end = Instant.now().plusSeconds(MOMENT_SECONDS);
        users.attribute(carol, EXEMPT_UNTIL, end.toString());
        CloudApp.SignIn request = app.signIn();

        request.succeededAt(signIn(carol, request).appPage());

        assertThat(Instant.now()).as("slower than the exemption").isBefore(end);
        assertThat(RealmEvents.detail(events.await(carol, "LOGIN"), "magento_link_decision"))
                .contains("exempt");
        assertThat(Eventually.get(this::askedByTheSession, () -> "Still exempt").offers("later"))
                .isFalse();
        assertThat(Instant.now()).isAfterOrEqualTo(end);
    }

    private Optional<ConnectPage> askedByTheSession() {
        Shown shown = browser.open(app.signIn().address());
        return shown.isAppPage()
                ? Optional.empty()
                : Optional.of(shown.connectPage().asks());
    }

    @Test
    void primaryLoginDoesNotApplyUntilThen() {
        CloudUser carol = users.linked();
        users.attribute(carol, EXEMPT_UNTIL, AHEAD);
        CloudApp.SignIn request = app.signIn();
        request.succeededAt(signIn(carol, request).appPage());

        users.attribute(carol, EXEMPT_UNTIL, Instant.now().minusSeconds(1).toString());
        browser.clearCookies();

        signIn(carol, app.signIn()).signInPage().ofMagento();
    }

    @Test
    void aPasswordGrantIsAnsweredUntilThen() {
        DirectGrant script = new DirectGrant(app);
        CloudUser unlinked = users.unlinked();
        CloudUser linked = users.linked();
        for (CloudUser user : new CloudUser[] {unlinked, linked}) {
            users.attribute(user, EXEMPT_UNTIL, AHEAD);
            assertThat(script.signIn(user).hasTokens()).isTrue();

            users.attribute(user, EXEMPT_UNTIL, Instant.now().minusSeconds(1).toString());
            assertThat(script.signIn(user).text("error")).isEqualTo("invalid_grant");
        }
    }

    @Test
    void aTokenIsRefreshedUntilThen() {
        CloudUser carol = users.unlinked();
        users.attribute(carol, EXEMPT_UNTIL, AHEAD);
        Grants grants = Grants.of(app);
        String token = grants.password(carol, "openid offline_access").text("refresh_token");
        assertThat(grants.refresh(token).hasTokens()).isTrue();

        users.attribute(carol, EXEMPT_UNTIL, Instant.now().minusSeconds(1).toString());

        Http.Answer refused = grants.refresh(token);
        assertThat(refused.hasTokens()).isFalse();
        assertThat(refused.text("error_description")).contains("must be connected with Magento.com");
    }

    @Test
    void whatTheCutoffWillDecideIsTold() {
        set(Map.of("cutoff", Schedules.FAR_AHEAD));
        CloudUser carol = users.unlinked();
        users.attribute(carol, EXEMPT_UNTIL, "2100-01-01T00:00:00Z");
        CloudApp.SignIn request = app.signIn();
        request.succeededAt(signIn(carol, request).appPage());

        assertThat(events.await(carol, "LOGIN").getDetails())
                .containsEntry("magento_link_decision", "exempt")
                .containsEntry("magento_link_decision_at_cutoff", "enforce");
    }

    @Test
    void theAttributeCountsForNothingIfUsersCanWriteIt() {
        UPConfig profile = Site.cloud().users().userProfile().getConfiguration();
        profile.getAttribute(EXEMPT_UNTIL).getPermissions().setEdit(Set.of("admin", "user"));
        Site.cloud().users().userProfile().update(profile);
        try {
            CloudUser carol = users.unlinked();
            users.attribute(carol, EXEMPT_UNTIL, AHEAD);
            signInAndBeAsked(carol, app.signIn());

            CloudUser dave = users.linked();
            users.attribute(dave, EXEMPT_UNTIL, AHEAD);
            browser.clearCookies();
            signIn(dave, app.signIn()).signInPage().ofMagento();
        } finally {
            profile.getAttribute(EXEMPT_UNTIL).getPermissions().setEdit(Set.of("admin"));
            Site.cloud().users().userProfile().update(profile);
        }
    }
}
