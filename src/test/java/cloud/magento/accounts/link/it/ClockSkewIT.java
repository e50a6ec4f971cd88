package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Magento.com's clock goes fast: as far as the provider's setting "Allowed clock skew" goes, that is no reason to
 * refuse. Where it goes slow, Keycloak allows nothing: what has expired has expired.
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
        magento.lies(claims -> shift(claims, 60, 120));

        request.succeededAt(
                ask.connect().connectPage().asksToConfirm().confirm().appPage());

        assertThat(users.linkOf(carol).orElseThrow().getUserId()).isEqualTo(magento.subject());
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).hasSize(1);
        assertThat(events.errors(carol)).isEmpty();
    }

    @ParameterizedTest(name = "valid from {0} s to {1} s from now")
    @CsvSource({"240, 300", "-120, -60"})
    void aTokenFromBeyondTheLimitOrThatHasExpiredIsRefusedInWords(int validFrom, int validUntil) {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage ask = signInAndBeAsked(carol, request);
        magento.lies(claims -> shift(claims, validFrom, validUntil));

        Shown refused = ask.connect();

        assertThat(refused.connectPage().asks().alert()).contains("Signing in at Magento.com did not work");
        events.awaitError(carol, "magento_sign_in_failed");
        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(events.of(carol, "LOGIN")).isEmpty();
        magento.mends();
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
