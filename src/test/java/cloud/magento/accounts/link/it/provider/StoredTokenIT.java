package cloud.magento.accounts.link.it.provider;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.scenario.StandIn;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** If the provider stores tokens, connecting and primary login store them like Keycloak's own broker login. */
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
        magento.returnTokens(Map.of("access_token", "first"));
        assertThat(stored(connect(carol))).isEqualTo("first");

        magento.returnTokens(Map.of("access_token", "second"));
        assertThat(stored(signInByPrimaryLogin(carol))).isEqualTo("second");
    }

    @Test
    void aTokenThatCanBeRefreshedIsNotGivenUpForOneThatCannot() {
        CloudUser carol = users.unlinked();
        users.grant(carol, "broker", "read-token");
        magento.returnTokens(Map.of("access_token", "first", "refresh_token", "refresh first"));
        connect(carol);

        magento.returnTokens(Map.of("access_token", "second"));
        assertThat(stored(signInByPrimaryLogin(carol))).isEqualTo("first");

        magento.returnTokens(Map.of("access_token", "third", "refresh_token", "refresh third"));
        assertThat(stored(signInByPrimaryLogin(carol))).isEqualTo("third");
    }

    private String connect(CloudUser user) {
        CloudApp.SignIn request = app.signIn();
        return request.tokens(
                        signInToConnect(user, request).connectAtOnce().confirm().landsIn(request))
                .text("access_token");
    }

    private String signInByPrimaryLogin(CloudUser user) {
        browser.clearCookies();
        CloudApp.SignIn request = app.signIn();
        return request.tokens(request.succeededAt(signIn(user, request).appPage()))
                .text("access_token");
    }

    /** The stored token, as Keycloak returns it to an app. */
    private String stored(String accessToken) {
        return Http.send("GET", Site.address() + "/realms/cloud/broker/" + magento.alias() + "/token", accessToken, "")
                .text("access_token");
    }
}
