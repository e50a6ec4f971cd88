package cloud.magento.accounts.link.it.signin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.AppPage;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.OtherProvider;
import cloud.magento.accounts.link.it.scenario.Site;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.resource.ClientResource;
import org.keycloak.representations.idm.ProtocolMapperRepresentation;

/** A session belongs to the provider that signed the user in; connecting another account does not change it. */
final class SessionOwnerIT extends CloudScenario {

    @BeforeEach
    void putTheSessionOwnerIntoTheIdToken() {
        ClientResource client = Site.cloud()
                .clients()
                .get(Site.cloud()
                        .clients()
                        .findByClientId(app.clientId())
                        .get(0)
                        .getId());
        ProtocolMapperRepresentation mapper = new ProtocolMapperRepresentation();
        mapper.setName("owner");
        mapper.setProtocol("openid-connect");
        mapper.setProtocolMapper("oidc-usersessionmodel-note-mapper");
        mapper.setConfig(
                Map.of("user.session.note", "identity_provider", "claim.name", "owner", "id.token.claim", "true"));
        try (Response response = client.getProtocolMappers().createMapper(mapper)) {
            assertThat(response.getStatus()).isEqualTo(201);
        }
    }

    @Test
    void aLogoutAtTheProviderThatSignedTheUserInStillEndsTheSession() {
        try (OtherProvider other = OtherProvider.added().withBackchannelLogout()) {
            CloudUser carol = users.unlinked();
            other.link(users.resource(carol), carol.magento());
            CloudApp.SignIn request = app.signIn();
            ConnectPage ask = other.signIn(browser, request, carol.magento())
                    .connectPage()
                    .asks();

            assertOwner(other.alias(), request, connect(ask));

            assertThat(users.resource(carol).getFederatedIdentity())
                    .extracting("identityProvider")
                    .containsExactlyInAnyOrder(other.alias(), CloudUsers.ALIAS);
            assertEndsWithTheAccountsLogout(carol);
        }
    }

    @Test
    void alsoWhereTheUserWasSignedInBeforeTheyWereAsked() {
        try (OtherProvider other = OtherProvider.added().withBackchannelLogout()) {
            CloudUser carol = users.unlinked();
            other.link(users.resource(carol), carol.magento());
            set(Map.of("mode", "off"));
            CloudApp.SignIn before = app.signIn();
            assertOwner(
                    other.alias(),
                    before,
                    other.signIn(browser, before, carol.magento()).appPage());
            set(Map.of("mode", "on"));
            CloudApp.SignIn request = app.signIn();

            AppPage landed =
                    connect(browser.open(request.address()).connectPage().asks());

            assertOwner(other.alias(), request, landed);
            assertEndsWithTheAccountsLogout(carol);
        }
    }

    @Test
    void aSessionThatNoProviderSignedInIsMagentosFromThenOn() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();

        AppPage landed = signInToConnect(carol, request)
                .connectAs(carol.magento())
                .confirm()
                .landsInApp();

        assertOwner(CloudUsers.ALIAS, request, landed);
    }

    /** The stand-in serves both providers, so the browser is signed in there. */
    private static AppPage connect(ConnectPage ask) {
        return continueOn(ask).connectAtOnce().confirm().landsInApp();
    }

    private void assertEndsWithTheAccountsLogout(CloudUser carol) {
        assertThat(users.resource(carol).getUserSessions()).hasSize(1);

        Site.magento().users().get(carol.magento().id()).logout();

        Eventually.get(
                () -> Optional.of(users.resource(carol).getUserSessions()).filter(sessions -> sessions.isEmpty()),
                () -> "The session still exists: " + users.resource(carol).getUserSessions());
        browser.open(app.signIn().address()).signInPage().ofCloud();
    }

    private static void assertOwner(String alias, CloudApp.SignIn request, AppPage landed) {
        String token = request.tokens(request.succeededAt(landed)).text("id_token");
        assertThat(new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8))
                .contains("\"owner\":\"" + alias + "\"");
    }
}
