package cloud.magento.accounts.link.it.watch;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.DirectGrant;
import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.Grants;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.MetricsPage;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The counters rise with what happens, and only with that. */
final class CountersIT extends CloudScenario {

    private static final String REALM = "realm=\"cloud\"";

    private final MetricsPage metrics = new MetricsPage(Site.server());

    @Test
    void countTheDecisionOfALoginOnceAndTheLink() {
        awaitRegistered();
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();

        assertRises(
                "decisions_total",
                "decision=\"enforce\"",
                () -> assertRises(
                        "links_total",
                        "outcome=\"linked\"",
                        () -> signInToConnect(carol, request)
                                .connectAs(carol.magento())
                                .confirm()
                                .landsIn(request)));
        assertRises(
                "links_total",
                "outcome=\"unlinked\"",
                () -> users.resource(carol).removeFederatedIdentity(CloudUsers.ALIAS));
    }

    @Test
    void countANotNow() {
        awaitRegistered();
        set(Schedules.REMINDING);
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();

        assertRises(
                "decisions_total",
                "decision=\"remind\"",
                () -> assertRises(
                        "not_now_total",
                        "",
                        () -> request.succeededAt(
                                signInAndBeAsked(carol, request).notNow().appPage())));
    }

    @Test
    void countAPrimaryLoginOnceItSucceeds() {
        awaitRegistered();
        CloudUser carol = users.linked();
        CloudApp.SignIn request = app.signIn();

        assertRises("primary_logins_total", "", () -> {
            ConnectPage back =
                    signIn(carol, request).signInPage().ofMagento().cancel().connectPage();
            request.succeededAt(back.connect()
                    .signInPage()
                    .ofMagento()
                    .signIn(carol.magento().username(), CloudUser.PASSWORD)
                    .appPage());
        });
    }

    @Test
    void countErrorsByTheirCode() {
        awaitRegistered();
        CloudUser owner = users.linked();
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();

        assertRises(
                "links_total",
                "outcome=\"magento_account_in_use\"",
                () -> refused(connectAs(signInAndBeAsked(carol, request), owner.magento())));
        Http.post(
                app.tokenAddress(),
                Map.of(
                        "grant_type", "password",
                        "client_id", app.clientId(),
                        "client_secret", "secret",
                        "username", "nobody",
                        "password", "x"));
        assertThat(metrics.series("outcome=\"user_not_found\""))
                .as("an error of Keycloak itself")
                .isEmpty();
    }

    @Test
    void countRejectedRequestsForTokensByTheirGrant() {
        awaitRegistered();
        CloudUser carol = users.unlinked();

        assertRises(
                "refused_tokens_total",
                "grant=\"password\"",
                () -> assertThat(new DirectGrant(app).signIn(carol).hasTokens()).isFalse());

        Grants grants = Grants.of(app);
        set(Map.of("mode", "off"));
        Http.Answer tokens = grants.password(carol, "openid");
        set(Map.of("mode", "on"));
        assertRises(
                "refused_tokens_total",
                "grant=\"refresh_token\"",
                () -> assertThat(grants.refresh(tokens.text("refresh_token")).hasTokens())
                        .isFalse());
    }

    /** The counters are registered a few seconds after the start. */
    private void awaitRegistered() {
        Eventually.get(
                Duration.ofMinutes(1),
                () -> Optional.of(metrics.series(REALM)).filter(series -> !series.isEmpty()),
                () -> "There are no metrics.");
    }

    private void assertRises(String name, String label, Runnable event) {
        double before = metrics.value(name, REALM, label);
        event.run();
        metrics.await(before + 1, name, REALM, label);
    }
}
