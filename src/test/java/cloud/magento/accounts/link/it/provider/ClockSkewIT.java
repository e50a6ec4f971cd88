package cloud.magento.accounts.link.it.provider;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.scenario.StandIn;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Magento.com's clock is fast: tokens are accepted within the provider's setting "Allowed clock skew". Keycloak does
 * not apply the setting to expired tokens.
 */
final class ClockSkewIT extends CloudScenario {

    private static final int ALLOWED_SECONDS = 120;

    private StandIn magento;

    @BeforeEach
    void startStandIn() {
        magento = new StandIn(Site.cloud(), Site.testHost());
        magento.configure(provider -> provider.getConfig().put("allowedClockSkew", Integer.toString(ALLOWED_SECONDS)));
        set(Map.of("idpAlias", magento.alias(), "emailPolicy", "ignore"));
    }

    @AfterEach
    void stopStandIn() {
        magento.close();
    }

    @Test
    void aClockThatGoesFastWithinTheLimitConnects() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage ask = signInAndBeAsked(carol, request);
        magento.changeClaims(claims -> shift(claims, 60, 120));

        continueOn(ask).connectAtOnce().confirm().landsIn(request);

        assertThat(users.linkOf(carol).orElseThrow().getUserId()).isEqualTo(magento.subject());
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).hasSize(1);
        assertThat(events.errors(carol)).isEmpty();
    }

    @ParameterizedTest(name = "valid from {0} s to {1} s from now")
    @CsvSource({"240, 300", "-120, -60"})
    void aTokenBeyondTheLimitOrExpiredShowsAMessage(int validFrom, int validUntil) {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage ask = signInAndBeAsked(carol, request);
        magento.changeClaims(claims -> shift(claims, validFrom, validUntil));

        Shown refused = ask.connect();

        assertThat(refused.connectPage().asks().alert()).contains("Signing in at Magento.com did not work");
        events.awaitError(carol, "magento_sign_in_failed");
        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(events.of(carol, "LOGIN")).isEmpty();
        magento.reset();
        request.succeededAt(refused.connectPage()
                .connect()
                .connectPage()
                .asksToConfirm()
                .confirm()
                .appPage());
    }

    private static void shift(Map<String, Object> claims, int validFrom, int validUntil) {
        long now = Instant.now().getEpochSecond();
        claims.put("iat", now + validFrom);
        claims.put("nbf", now + validFrom);
        claims.put("exp", now + validUntil);
    }
}
