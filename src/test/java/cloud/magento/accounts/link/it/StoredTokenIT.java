package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where the provider's tokens are stored, apps that ask Keycloak for them get what its own sign-in would leave. */
final class StoredTokenIT extends CloudScenario {

    private StandIn magento;

    @BeforeEach
    void storeTokens() {
        magento = new StandIn(Site.cloud(), Site.testHost());
        magento.configure(provider -> provider.setStoreToken(true));
        set(Map.of("idpAlias", magento.alias()));
    }

    @AfterEach
    void stop() {
        magento.close();
    }

    @Test
    void connectingStoresTheTokenAndEachSignInANewerOne() {
        CloudUser carol = users.unlinked();
        users.grant(carol, "broker", "read-token");
        magento.gives(Map.of("access_token", "first"));
        assertThat(stored(connect(carol))).isEqualTo("first");

        magento.gives(Map.of("access_token", "second"));
        assertThat(stored(signInByPrimaryLogin(carol))).isEqualTo("second");
    }

    @Test
    void aTokenThatCanBeRefreshedIsNotGivenUpForOneThatCannot() {
        CloudUser carol = users.unlinked();
        users.grant(carol, "broker", "read-token");
        magento.gives(Map.of("access_token", "first", "refresh_token", "refresh first"));
        connect(carol);

        magento.gives(Map.of("access_token", "second"));
        assertThat(stored(signInByPrimaryLogin(carol))).isEqualTo("first");

        magento.gives(Map.of("access_token", "third", "refresh_token", "refresh third"));
        assertThat(stored(signInByPrimaryLogin(carol))).isEqualTo("third");
    }

    private String connect(CloudUser user) {
        CloudApp.SignIn request = app.signIn();
        return request.tokens(request.succeededAt(signInAndBeAsked(user, request)
                        .connect()
                        .connectPage()
                        .asksToConfirm()
                        .confirm()
                        .appPage()))
                .text("access_token");
    }

    private String signInByPrimaryLogin(CloudUser user) {
        browser.clearCookies();
        CloudApp.SignIn request = app.signIn();
        return request.tokens(request.succeededAt(signIn(user, request).appPage()))
                .text("access_token");
    }

    /** What Keycloak gives an app whose user may read it. */
    private String stored(String accessToken) {
        return Http.send("GET", Site.address() + "/realms/cloud/broker/" + magento.alias() + "/token", accessToken, "")
                .text("access_token");
    }
}
