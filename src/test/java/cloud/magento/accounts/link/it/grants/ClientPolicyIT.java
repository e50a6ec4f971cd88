package cloud.magento.accounts.link.it.grants;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudProvider;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Grants;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.RealmRepresentation;

/** The client policy makes the same decision as a login, at each token request. */
final class ClientPolicyIT extends CloudScenario {

    private static final String FUTURE = Schedules.FAR_AHEAD;

    private final Grants grants = Grants.of(app);

    @Test
    void decidesAnewAtEachRequest() {
        CloudUser user = users.unlinked();
        String token = tokens(user, "openid").text("refresh_token");
        assertDue(token);

        set(Map.of("mode", "report"));
        assertGoesOn(token);
        set(Map.of("mode", "on", "cutoff", FUTURE));
        assertGoesOn(token);

        users.attribute(user, "magentoLinkDeadline", "2020-01-01T00:00:00Z");
        assertDue(token);
        users.attribute(user, "magentoLinkDeadline", Schedules.FAR_AHEAD + "T00:00:00Z");
        assertGoesOn(token);

        set(Map.of("cutoff", "2020-04-01"));
        assertGoesOn(token);
        users.attribute(user, "magentoLinkDeadline", "");
        assertDue(token);
    }

    @Test
    void graceBeginsInABrowserAndNotWithARefresh() {
        CloudUser user = users.unlinked();
        String token = tokens(user, "openid").text("refresh_token");
        set(Map.of("graceDays", "30"));
        assertDue(token);
        assertDue(token);

        signInAndBeAsked(user, app.signIn());

        assertGoesOn(token);
    }

    @Test
    void exemptUsersGoOnForAsLongAsTheyAreExempt() {
        CloudUser user = users.unlinked();
        users.grant(user, "magento-link-exempt");
        Http.Answer tokens = grants.password(user, "openid offline_access");
        assertThat(tokens.hasTokens()).as(tokens.body()).isTrue();
        assertGoesOn(tokens.text("refresh_token"));
        assertThat(events.errors(user)).isEmpty();

        users.revoke(user, "magento-link-exempt");

        assertDue(tokens.text("refresh_token"));
    }

    @Test
    void tokensThatAreGoodOnceAreNotUsedUpByARefusal() {
        usableOnce(true);
        try {
            CloudUser user = users.unlinked();
            String token = tokens(user, "openid").text("refresh_token");
            assertDue(token);
            assertDue(token);

            users.link(user, user.magento());

            assertGoesOn(token);
            assertThat(grants.refresh(token).text("error_description")).contains("reuse");
        } finally {
            usableOnce(false);
        }
    }

    @Test
    void anAdminWhoImpersonatesTheUserContinues() {
        CloudUser user = users.unlinked();
        impersonate(user);
        CloudApp.SignIn request = app.signIn();
        String code = browser.open(request.address())
                .connectPage()
                .in("impersonation")
                .leave()
                .appPage()
                .code();

        Http.Answer tokens = grants.code(request, code);

        assertGoesOn(tokens.text("refresh_token"));
        assertThat(grants.exchange(tokens.text("access_token")).hasTokens()).isTrue();
        assertThat(events.errors(user)).isEmpty();
    }

    @Test
    void aForgedTokenLearnsNothingAboutTheUser() {
        CloudUser user = users.unlinked();
        Http.Answer tokens = tokens(user, "openid");
        String access = tokens.text("access_token");
        String forged = access.substring(0, access.lastIndexOf('.') + 1) + "AAAA";

        Http.Answer answer = grants.exchange(forged);

        assertThat(answer.text("error")).isEqualTo("invalid_request");
        assertThat(answer.body()).doesNotContain("Magento.com");
        assertThat(events.errors(user)).doesNotContain("magento_primary_login_required");
    }

    @Test
    void aUserWhoChoseNotNowGetsTokens() {
        set(Schedules.REMINDING);

        assertTokensAfterNotNow();
    }

    @Test
    void aUserInTheGracePeriodGetsTokens() {
        set(Map.of("graceDays", "30"));

        assertTokensAfterNotNow();
    }

    private void assertTokensAfterNotNow() {
        CloudApp.SignIn request = app.signIn();
        String code = request.succeededAt(
                        signInAndBeAsked(users.unlinked(), request).notNow().appPage())
                .code();

        Http.Answer tokens = grants.code(request, code);

        assertThat(tokens.hasTokens()).as(tokens.body()).isTrue();
    }

    @Test
    void exemptUsersCodesAreGood() {
        CloudUser user = users.unlinked();
        users.grant(user, "magento-link-exempt");
        CloudApp.SignIn request = app.signIn();
        String code = request.succeededAt(signIn(user, request).appPage()).code();

        assertThat(grants.code(request, code).hasTokens()).isTrue();
        assertThat(events.errors(user)).isEmpty();
    }

    @Test
    void aLoginThatContinuesDuringAnOutageGetsItsTokensAndIsReportedOnce() {
        CloudUser user = users.unlinked();
        CloudProvider.enable(false);
        try {
            CloudApp.SignIn request = app.signIn();
            String code = request.succeededAt(signIn(user, request).appPage()).code();

            assertThat(grants.code(request, code).hasTokens()).isTrue();
            assertThat(events.errors(user)).as("one event").containsExactly("magento_link_misconfigured");

            CloudApp.SignIn next = app.signIn();
            String another =
                    next.succeededAt(browser.open(next.address()).appPage()).code();
            set(Map.of("whenUnavailable", "deny"));
            Http.Answer refused = grants.code(next, another);
            assertThat(refused.text("error")).isEqualTo("invalid_grant");
            assertThat(refused.text("error_description")).contains("Magento.com", "Reference: ");
        } finally {
            CloudProvider.enable(true);
        }
    }

    @Test
    void aProviderThatIsDownLocksNobodyOutUnlessAskedTo() {
        CloudUser user = users.unlinked();
        String token = tokens(user, "openid").text("refresh_token");
        CloudProvider.enable(false);
        try {
            assertGoesOn(token);
            assertThat(events.errors(user)).as("one event").containsExactly("magento_link_misconfigured");

            set(Map.of("whenUnavailable", "deny"));
            Http.Answer refused = grants.refresh(token);
            assertThat(refused.text("error")).isEqualTo("invalid_grant");
            assertThat(refused.text("error_description")).contains("Magento.com", "Reference: ");
        } finally {
            CloudProvider.enable(true);
        }
    }

    @Test
    void settingsThatWereNotCheckedLockNobodyOut() {
        CloudUser user = users.unlinked();
        CloudUser connected = users.linked();
        String token = tokens(user, "openid").text("refresh_token");
        String ofConnected = tokens(connected, "openid").text("refresh_token");
        force(Map.of("cutoff", "soon"));

        assertGoesOn(token);
        assertGoesOn(ofConnected);

        assertThat(events.errors(user)).as("one event").containsExactly("magento_link_misconfigured");
        assertThat(events.errors(connected)).isEmpty();

        force(Map.of("whenUnavailable", "deny"));
        assertThat(grants.refresh(token).text("error_description")).contains("Magento.com", "Reference: ");
        assertGoesOn(ofConnected);
        force(Map.of("mode", "report"));
        assertGoesOn(token);
    }

    /** Tokens from a sign-in while the mode was off. */
    private Http.Answer tokens(CloudUser user, String scope) {
        set(Map.of("mode", "off"));
        Http.Answer tokens = grants.password(user, scope);
        assertThat(tokens.hasTokens()).as(tokens.body()).isTrue();
        set(Map.of("mode", "on"));
        return tokens;
    }

    private void assertGoesOn(String token) {
        Http.Answer answer = grants.refresh(token);
        assertThat(answer.hasTokens()).as(answer.body()).isTrue();
    }

    private void assertDue(String token) {
        Http.Answer answer = grants.refresh(token);
        assertThat(answer.text("error")).as(answer.body()).isEqualTo("invalid_grant");
        assertThat(answer.text("error_description")).contains("must be connected with Magento.com");
    }

    /** The realm setting "Revoke refresh token". */
    private static void usableOnce(boolean once) {
        RealmRepresentation realm = Site.cloud().toRepresentation();
        realm.setRevokeRefreshToken(once);
        realm.setRefreshTokenMaxReuse(0);
        Site.cloud().update(realm);
    }
}
