package cloud.magento.accounts.link.it.settings;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.AppPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.DirectGrant;
import cloud.magento.accounts.link.it.scenario.Grants;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.OtherProvider;
import cloud.magento.accounts.link.it.scenario.Site;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.ProtocolMapperRepresentation;

/** Logins to an exempt client are left alone, and carry nobody to another client. */
final class ExemptClientsIT extends CloudScenario {

    private final CloudApp other = CloudApp.registered(Site.address(), Site.cloud());

    @BeforeEach
    void exemptTheApp() {
        set(Map.of("exemptClients", app.clientId()));
    }

    @Test
    void whoIsNotConnectedIsPromptedAtTheNextApp() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        request.succeededAt(signIn(carol, request).appPage());
        assertThat(events.await(carol, "LOGIN").getDetails()).containsEntry("magento_link_decision", "client_exempt");

        CloudApp.SignIn silent = other.signIn(Map.of("prompt", "none"));
        silent.failedAt(browser.open(silent.address()).appPage(), "interaction_required");
        CloudApp.SignIn next = other.signIn();
        assertThat(browser.open(next.address()).connectPage().asks().offers("later"))
                .isFalse();
        CloudApp.SignIn again = app.signIn();
        again.succeededAt(browser.open(again.address()).appPage());
    }

    @Test
    void whoIsConnectedFinishesAtMagentoForTheNextApp() {
        CloudUser carol = users.linked();
        CloudApp.SignIn request = app.signIn();
        request.succeededAt(signIn(carol, request).appPage());

        CloudApp.SignIn silent = other.signIn(Map.of("prompt", "none"));
        silent.failedAt(browser.open(silent.address()).appPage(), "interaction_required");
        CloudApp.SignIn next = other.signIn();
        AppPage landed = browser.open(next.address())
                .signInPage()
                .ofCloud()
                .signIn(carol.username(), CloudUser.PASSWORD)
                .signInPage()
                .ofMagento()
                .signIn(carol.magento().username(), CloudUser.PASSWORD)
                .appPage();

        next.succeededAt(landed);
        CloudApp.SignIn third =
                CloudApp.registered(Site.address(), Site.cloud()).signIn();
        third.succeededAt(browser.open(third.address()).appPage());
    }

    @Test
    void theNextAppAsksAlsoAfterTheExemptionHasEnded() {
        CloudUser carol = users.linked();
        signIn(carol, app.signIn()).appPage();
        set(Map.of("exemptClients", ""));

        browser.open(other.signIn().address()).signInPage().ofCloud();
    }

    @Test
    void grantsOfTheExemptClientAreLeftAlone() {
        Grants grants = Grants.of(app);
        for (CloudUser user : new CloudUser[] {users.unlinked(), users.linked()}) {
            Http.Answer tokens = grants.password(user, "openid");
            assertThat(tokens.hasTokens()).as(tokens.body()).isTrue();
            assertThat(grants.refresh(tokens.text("refresh_token")).hasTokens()).isTrue();
            assertThat(grants.exchange(tokens.text("access_token")).hasTokens()).isTrue();
            CloudApp.SignIn request = app.signIn();
            browser.clearCookies();
            String code = request.succeededAt(signIn(user, request).appPage()).code();
            assertThat(grants.code(request, code).hasTokens()).isTrue();
        }
    }

    @Test
    void aTokenOfTheExemptClientIsNotExchangedForAnotherClient() {
        Grants exempt = Grants.of(app);
        Grants elsewhere = Grants.of(other);
        putInAudience(other);
        CloudUser unlinked = users.unlinked();
        CloudUser linked = users.linked();

        assertRefused(
                elsewhere.exchange(exempt.password(unlinked, "openid").text("access_token")), "must be connected");
        assertRefused(elsewhere.exchange(exempt.password(linked, "openid").text("access_token")), "signs in with");
        assertRefused(
                exchangeFor(other, exempt.password(unlinked, "openid").text("access_token")), "must be connected");
        assertRefused(exchangeFor(other, exempt.password(linked, "openid").text("access_token")), "signs in with");
    }

    @Test
    void aTokenOfTheExemptClientGivesNoPermissionsAtAnotherClient() {
        Grants elsewhere = Grants.of(other);
        elsewhere.allowPermissions();
        putInAudience(other);
        String token = Grants.of(app).password(users.linked(), "openid").text("access_token");

        assertRefused(elsewhere.permissions(token), "signs in with");
        assertRefused(elsewhere.permissionsOfBearer(token), "signs in with");
    }

    @Test
    void otherClientsOfTheRealmAreNotExempt() {
        assertThat(new DirectGrant(other).signIn(users.unlinked()).text("error_description"))
                .contains("must be connected");
        signIn(users.linked(), other.signIn()).signInPage().ofMagento();
    }

    @Test
    void aSignInToTheExemptClientCannotDisconnect() {
        CloudUser carol = users.linked();
        CloudApp.SignIn request = app.signIn();
        String byBrowser = request.tokens(signIn(carol, request).appPage()).text("access_token");
        String byPassword = new DirectGrant(app).signIn(carol).text("access_token");

        for (String token : new String[] {byBrowser, byPassword}) {
            Http.Answer refused = Http.send(
                    "DELETE", Site.address() + "/realms/cloud/account/linked-accounts/" + CloudUsers.ALIAS, token, "");
            assertThat(refused.status()).as(refused.body()).isEqualTo(403);
            assertThat(refused.text("error")).isEqualTo("magento_reauthentication_required");
        }
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void aSignInToTheExemptClientCannotAddAnotherWayToSignIn() {
        try (OtherProvider provider = OtherProvider.added()) {
            CloudUser carol = users.linked();
            CloudApp.SignIn request = app.signIn();
            AppPage landed = signIn(carol, request).appPage();

            assertThat(browser.open(request.legacyLink(landed, provider.alias()))
                            .signInPage()
                            .ofMagento()
                            .signIn(carol.magento().username(), CloudUser.PASSWORD)
                            .errorPage()
                            .message())
                    .contains("Sign in again to connect with");

            assertThat(users.linkOf(carol).orElseThrow().getIdentityProvider()).isEqualTo(CloudUsers.ALIAS);
        }
    }

    /** With the password alone, whoever knows it would replace the account, and sign in with their own everywhere. */
    @Test
    void aSignInToTheExemptClientCannotReplaceTheAccount() {
        CloudUser carol = users.linked();
        Map<String, String> replace = Map.of("kc_action", "connect-magento");

        signIn(carol, app.signIn(replace)).signInPage().ofMagento();

        browser.clearCookies();
        signIn(carol, app.signIn()).appPage();
        browser.open(app.signIn(replace).address())
                .signInPage()
                .ofCloud()
                .signIn(carol.username(), CloudUser.PASSWORD)
                .signInPage()
                .ofMagento();
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    private Http.Answer exchangeFor(CloudApp audience, String token) {
        return Http.post(
                app.tokenAddress(),
                Map.of(
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:token-exchange",
                        "client_id",
                        app.clientId(),
                        "client_secret",
                        "secret",
                        "audience",
                        audience.clientId(),
                        "subject_token",
                        token,
                        "subject_token_type",
                        "urn:ietf:params:oauth:token-type:access_token"));
    }

    private static void assertRefused(Http.Answer answer, String reason) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.text("error_description")).contains(reason);
    }

    /** Adds a client to the audience of the app's tokens: only then Keycloak lets it exchange them. */
    private void putInAudience(CloudApp client) {
        ClientRepresentation own =
                Site.cloud().clients().findByClientId(app.clientId()).get(0);
        ProtocolMapperRepresentation mapper = new ProtocolMapperRepresentation();
        mapper.setName("audience");
        mapper.setProtocol("openid-connect");
        mapper.setProtocolMapper("oidc-audience-mapper");
        mapper.setConfig(Map.of("included.client.audience", client.clientId(), "access.token.claim", "true"));
        try (Response response =
                Site.cloud().clients().get(own.getId()).getProtocolMappers().createMapper(mapper)) {
            assertThat(response.getStatus()).isEqualTo(201);
        }
    }
}
