package cloud.magento.accounts.link.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.ActionSettings;
import cloud.magento.accounts.link.it.scenario.BruteForceProtection;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.DirectGrant;
import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.Grants;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.LinkClientPolicy;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.RequiredActionProviderRepresentation;

/**
 * The database statements of a connected user's requests, with and without the extension. Without it means the flows of
 * Keycloak, and the required action and the client policy disabled. The event listeners cannot be disabled in a running
 * server: their statements would be on both sides. The mapper is not called, since nobody signs in at the provider
 * here.
 */
@Tag("sessions")
@Tag("writes")
final class LoginCostIT extends CloudScenario {

    private static final int MOST_WITHOUT_CACHES = 4;
    private static final int MOST_OF_OUR_PAGE = 2;

    /** A user who is not connected can be exempt: roles and groups are read, too, by each of the checks of a grant. */
    private static final int MOST_WITHOUT_CACHES_IF_NOT_CONNECTED = 12;

    @Test
    void connectedUsersLoginAddsNoStatement() {
        // Without primary login both logins have the same steps and differ in the extension only.
        set(Map.of("primaryLogin", "off"));
        CloudUser carol = users.linked();

        assertAdds(MOST_WITHOUT_CACHES, () -> login(carol));
    }

    @Test
    void connectedUsersSingleSignOnAddsNoStatement() {
        set(Map.of("primaryLogin", "off"));
        signIn(users.linked(), app.signIn()).appPage();

        assertAdds(
                MOST_WITHOUT_CACHES, () -> browser.open(app.signIn().address()).appPage());
    }

    /** Against a page of Keycloak's own: its required action to change the password. */
    @Test
    void ourPageAddsTwoReadsAtMost() {
        assumeThat(Site.hasCaches())
                .as("without them Keycloak reads the user at each step, and stateless keeps the login in the database")
                .isTrue();
        List<String> added = new ArrayList<>(statementsOfTheWarm(showsPage(users.unlinked())));
        List<String> without = withoutExtension(() -> statementsOfTheWarm(
                showsPage(users.unlinked(user -> user.setRequiredActions(List.of("UPDATE_PASSWORD"))))));

        without.forEach(added::remove);
        assertThat(added)
                .as("statements that our page adds")
                .allMatch(statement -> statement.startsWith("select "))
                .hasSizeLessThanOrEqualTo(MOST_OF_OUR_PAGE);
    }

    private Runnable showsPage(CloudUser user) {
        return () -> {
            try (Browser fresh = new Browser()) {
                assertThat(signIn(fresh, user, app.signIn()).isAppPage()).isFalse();
            }
        };
    }

    @Test
    void connectedUsersPasswordGrantAddsNoStatement() {
        set(Map.of("primaryLogin", "off"));
        assertPasswordGrantAdds(MOST_WITHOUT_CACHES, users.linked());
    }

    @Test
    void passwordGrantOfAUserWhoMustNotConnectYetAddsNoStatement() {
        set(Schedules.NOT_BEGUN);
        assertPasswordGrantAdds(MOST_WITHOUT_CACHES_IF_NOT_CONNECTED, users.unlinked());
    }

    private void assertPasswordGrantAdds(int mostWithoutCaches, CloudUser user) {
        BruteForceProtection.enable(false);
        try {
            assertAdds(
                    mostWithoutCaches,
                    () -> assertThat(new DirectGrant(app).signIn(user).hasTokens())
                            .isTrue());
        } finally {
            BruteForceProtection.enable(true);
        }
    }

    @Test
    void connectedUsersTokensAddNoStatement() {
        Grants grants = Grants.of(app);
        CloudUser carol = users.linked();
        set(Map.of("mode", "off"));
        Http.Answer tokens = grants.password(carol, "openid");
        set(Map.of("mode", "on"));
        Runnable refresh =
                () -> assertThat(grants.refresh(tokens.text("refresh_token")).hasTokens())
                        .isTrue();
        Runnable exchange =
                () -> assertThat(grants.exchange(tokens.text("access_token")).hasTokens())
                        .isTrue();

        List<String> refreshedWith = statementsOfTheWarm(refresh);
        List<String> exchangedWith = statementsOfTheWarm(exchange);
        LinkClientPolicy.enable(false);
        try {
            assertSame("a refresh", MOST_WITHOUT_CACHES, refreshedWith, statementsOfTheWarm(refresh));
            assertSame("a token exchange", MOST_WITHOUT_CACHES, exchangedWith, statementsOfTheWarm(exchange));
        } finally {
            LinkClientPolicy.enable(true);
        }
    }

    @Test
    void connectedUsersCodesAddNoStatement() {
        set(Map.of("primaryLogin", "off"));
        Grants grants = Grants.of(app);
        signIn(users.linked(), app.signIn()).appPage();
        Supplier<Runnable> code = () -> {
            CloudApp.SignIn request = app.signIn();
            String given = browser.open(request.address()).appPage().code();
            return () -> assertThat(grants.code(request, given).hasTokens()).isTrue();
        };
        Supplier<Runnable> device = () -> {
            Http.Answer started = grants.startDevice();
            Shown next = browser.open(started.text("verification_uri_complete"));
            if (!next.text().contains("Device Login Successful")) {
                next.formPage().submit();
            }
            return () -> assertThat(grants.device(started).hasTokens()).isTrue();
        };

        List<String> codeWith = statementsOfTheWarm(code);
        List<String> deviceWith = statementsOfTheWarm(device);
        LinkClientPolicy.enable(false);
        try {
            assertSame("a code", MOST_WITHOUT_CACHES, codeWith, statementsOfTheWarm(code));
            assertSame("a device", MOST_WITHOUT_CACHES, deviceWith, statementsOfTheWarm(device));
        } finally {
            LinkClientPolicy.enable(true);
        }
    }

    /** Each request is prepared first; the preparation is not counted. */
    private static List<String> statementsOfTheWarm(Supplier<Runnable> prepared) {
        prepared.get().run();
        prepared.get().run();
        return statementsOf(prepared.get());
    }

    private void assertAdds(int mostWithoutCaches, Runnable signIn) {
        List<String> with = statementsOfTheWarm(signIn);
        List<String> without = withoutExtension(() -> statementsOfTheWarm(signIn));

        assertSame("a sign-in", mostWithoutCaches, with, without);
    }

    private List<String> withoutExtension(Supplier<List<String>> counted) {
        enable(false);
        LinkClientPolicy.enable(false);
        useFlowsOfKeycloak();
        try {
            return counted.get();
        } finally {
            LinkClientPolicy.enable(true);
            enable(true);
        }
    }

    /**
     * Without caches Keycloak reads the user's link and credentials and the session from the database at each call. The
     * extension writes nothing.
     */
    private static void assertSame(String request, int mostWithoutCaches, List<String> with, List<String> without) {
        assertThat(without).as("statements are logged at all").isNotEmpty();
        if (Site.hasCaches()) {
            assertThat(with).as("statements of %s, in their order", request).isEqualTo(without);
            return;
        }
        List<String> added = new ArrayList<>(with);
        without.forEach(
                statement -> assertThat(added.remove(statement)).as(statement).isTrue());
        assertThat(added)
                .as("statements that %s adds without caches", request)
                .allMatch(statement -> statement.startsWith("select "))
                .hasSizeLessThanOrEqualTo(mostWithoutCaches);
    }

    /** Overrides the flows of the app; each test has its own app. */
    private void useFlowsOfKeycloak() {
        ClientRepresentation client =
                Site.cloud().clients().findByClientId(app.clientId()).get(0);
        client.setAuthenticationFlowBindingOverrides(
                Map.of("browser", idOfFlow("browser"), "direct_grant", idOfFlow("direct grant")));
        Site.cloud().clients().get(client.getId()).update(client);
    }

    private static String idOfFlow(String alias) {
        return Site.cloud().flows().getFlows().stream()
                .filter(flow -> flow.getAlias().equals(alias) && flow.isBuiltIn())
                .findFirst()
                .orElseThrow()
                .getId();
    }

    /** Two requests warm the caches of Keycloak up. */
    private static List<String> statementsOfTheWarm(Runnable request) {
        request.run();
        request.run();
        return statementsOf(request);
    }

    /**
     * Keycloak stores the time of a session's last use in seconds. A second request within the same second stores
     * nothing, so each counted request begins in a second of its own.
     */
    private static List<String> statementsOf(Runnable request) {
        Eventually.nextSecond();
        int mark = Site.server().log().size();
        request.run();
        return Site.server().logSince(mark).stream()
                // Without the statements of Keycloak's scheduled tasks.
                .filter(line -> line.contains("org.hibernate.SQL] (executor-thread-"))
                .map(line -> line.substring(line.indexOf(") ") + 2))
                .toList();
    }

    private void login(CloudUser user) {
        try (Browser fresh = new Browser()) {
            CloudApp.SignIn request = app.signIn();
            request.succeededAt(signIn(fresh, user, request).appPage());
        }
    }

    private static void enable(boolean enabled) {
        RequiredActionProviderRepresentation action = Site.cloud().flows().getRequiredAction(ActionSettings.ACTION);
        action.setEnabled(enabled);
        Site.cloud().flows().updateRequiredAction(ActionSettings.ACTION, action);
    }
}
