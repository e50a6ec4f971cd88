package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.SignInPage;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.FederatedIdentityRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/**
 * What the grants without a browser do after the deadline, to users who are not connected and to users who are. Keycloak
 * looks at required actions when somebody signs in, and offers an extension nothing at most of these: where that is so, the
 * tests pin it, so that docs/grants.md stays true.
 */
final class GrantsIT extends CloudScenario {

    private static final String SECRET = "secret";

    @BeforeEach
    void makeTheAppConfidential() {
        ClientRepresentation client =
                Site.cloud().clients().findByClientId(app.clientId()).get(0);
        client.setPublicClient(false);
        client.setSecret(SECRET);
        client.setServiceAccountsEnabled(true);
        client.setAttributes(Map.of(
                "standard.token.exchange.enabled", "true",
                "oidc.ciba.grant.enabled", "true",
                "oauth2.device.authorization.grant.enabled", "true",
                "oauth2.device.polling.interval", "1"));
        Site.cloud().clients().get(client.getId()).update(client);
    }

    @Test
    void passwordIsRefusedToBoth() {
        for (CloudUser user : List.of(users.unlinked(), users.linked())) {
            Http.Answer answer = password(user, "openid");

            assertThat(answer.text("error")).isEqualTo("invalid_grant");
            assertThat(answer.text("error_description")).contains("Magento.com");
            assertThat(answer.hasTokens()).isFalse();
        }
    }

    @Test
    void refreshGoesOnWithASessionFromBeforeUntilAnAdminEndsIt() {
        for (CloudUser user : List.of(users.unlinked(), users.linked())) {
            Http.Answer tokens = before(user, "openid");

            Http.Answer refreshed = refresh(tokens.text("refresh_token"));
            assertThat(refreshed.hasTokens()).as(refreshed.body()).isTrue();
            putActionOn(user);
            assertThat(refresh(refreshed.text("refresh_token")).hasTokens())
                    .as("the action on the user is not looked at")
                    .isTrue();

            users.resource(user).logout();
            assertRefused(refresh(refreshed.text("refresh_token")));
        }
    }

    @Test
    void offlineTokensGoOnUntilAnAdminRevokesThem() {
        CloudUser user = users.unlinked();
        Http.Answer tokens = before(user, "openid offline_access");

        Http.Answer refreshed = refresh(tokens.text("refresh_token"));
        assertThat(refreshed.hasTokens()).as(refreshed.body()).isTrue();

        users.resource(user).revokeConsent(app.clientId());
        assertRefused(refresh(refreshed.text("refresh_token")));
    }

    @Test
    void offlineTokensEndWhenAnAdminSignsTheUserOutEverywhere() {
        CloudUser user = users.unlinked();
        String token = before(user, "openid offline_access").text("refresh_token");

        // Signing out moves the user's not-before, which counts whole seconds.
        Http.Answer refused = Eventually.get(
                () -> {
                    users.resource(user).logout();
                    return Optional.of(refresh(token)).filter(answer -> !answer.hasTokens());
                },
                () -> "The offline token is still good");

        assertRefused(refused);
    }

    @Test
    void tokenExchangeGoesOnWithATokenFromBefore() {
        for (CloudUser user : List.of(users.unlinked(), users.linked())) {
            Http.Answer tokens = before(user, "openid");
            putActionOn(user);

            Http.Answer exchanged = exchange(tokens.text("access_token"));

            assertThat(exchanged.hasTokens()).as(exchanged.body()).isTrue();
            users.resource(user).logout();
            assertThat(exchange(tokens.text("access_token")).hasTokens()).isFalse();
        }
    }

    @Test
    void cibaIsGrantedToBothUnlessTheActionIsOnTheUser() throws InterruptedException {
        // The server knows a device only where the test run has started it.
        Site.address();
        Integer port = Integer.getInteger("keycloak.ciba.port");
        assumeTrue(port != null, "This Keycloak knows no device: -Dkeycloak.ciba.port names it");
        try (CibaDevice device = new CibaDevice(port)) {
            for (CloudUser user : List.of(users.unlinked(), users.linked())) {
                Http.Answer granted = ciba(device, user);
                assertThat(granted.hasTokens()).as(granted.body()).isTrue();

                putActionOn(user);
                assertNotSetUp(ciba(device, user));
            }
        }
    }

    @Test
    @DisabledIfSystemProperty(
            named = "keycloak.version",
            matches = "26\\.[34]\\..*",
            disabledReason = "has no such grant")
    void aJwtOfAnotherProviderIsGrantedToBothUnlessTheActionIsOnTheUser() {
        try (StandIn other = new StandIn(Site.cloud(), Site.testHost())) {
            other.configure(provider -> provider.getConfig().put("jwtAuthorizationGrantEnabled", "true"));
            allowJwtsOf(other);
            CloudUser user = users.unlinked();
            linkElsewhere(user, other);

            Http.Answer granted = jwt(other);
            assertThat(granted.hasTokens()).as(granted.body()).isTrue();
            users.link(user, user.magento());
            assertThat(jwt(other).hasTokens()).isTrue();

            users.resource(user).removeFederatedIdentity(CloudUsers.ALIAS);
            putActionOn(user);
            assertNotSetUp(jwt(other));
        }
    }

    @Test
    @DisabledIfSystemProperty(
            named = "keycloak.version",
            matches = "26\\.[34]\\..*",
            disabledReason = "has no such grant")
    void aJwtOfMagentoFindsConnectedUsersAlone() {
        try (StandIn magento = new StandIn(Site.cloud(), Site.testHost())) {
            set(Map.of("idpAlias", magento.alias()));
            magento.configure(provider -> provider.getConfig().put("jwtAuthorizationGrantEnabled", "true"));
            allowJwtsOf(magento);

            Http.Answer refused = jwt(magento);
            assertThat(refused.text("error")).isEqualTo("invalid_grant");
            assertThat(refused.text("error_description")).isEqualTo("User not found");

            linkElsewhere(users.unlinked(), magento);
            assertThat(jwt(magento).hasTokens()).isTrue();
        }
    }

    @Test
    void clientCredentialsAreNobodysLogin() {
        Http.Answer answer = Http.post(app.tokenAddress(), form(Map.of("grant_type", "client_credentials")));

        assertThat(answer.hasTokens()).as(answer.body()).isTrue();
    }

    @Test
    void deviceOfAConnectedUserNeedsMagento() {
        CloudUser user = users.linked();
        Http.Answer started =
                Http.post(app.tokenAddress().replace("/token", "/auth/device"), form(Map.of("scope", "openid")));
        assertThat(started.status()).as(started.body()).isEqualTo(200);

        SignInPage away = browser.open(started.text("verification_uri_complete"))
                .signInPage()
                .ofCloud()
                .signIn(user.username(), CloudUser.PASSWORD)
                .signInPage()
                .ofMagento();

        assertThat(device(started).text("error")).isEqualTo("authorization_pending");
        away.signIn(user.magento().username(), CloudUser.PASSWORD).formPage().submit();
        Eventually.get(
                () -> Optional.of(device(started)).filter(Http.Answer::hasTokens), () -> "No tokens for the device");
    }

    @Test
    void impersonatingAConnectedUserNeedsNoMagento() {
        CloudUser user = users.linked();
        browser.impersonate(Site.address() + "/admin/realms/cloud/users/" + user.id() + "/impersonation", Site.token());
        CloudApp.SignIn request = app.signIn();

        request.succeededAt(browser.open(request.address()).appPage());
        assertThat(users.isLinked(user, user.magento())).isTrue();
    }

    @Test
    void theActionOnAUserAsksBeforeItIsDueAndIsGoneOnceDone() {
        set(Map.of("cutoff", "2999-01-01", "remindFrom", "2998-01-01"));
        CloudUser user = users.unlinked();
        putActionOn(user);
        CloudApp.SignIn request = app.signIn();

        ConnectPage page = signInAndBeAsked(user, request);
        assertThat(page.offers("later")).isFalse();
        request.succeededAt(connectAs(page, user.magento())
                .connectPage()
                .asksToConfirm()
                .confirm()
                .appPage());

        assertThat(users.stored(user).getRequiredActions()).isEmpty();
    }

    @Test
    void theActionOnConnectedAndExemptUsersGoesAwayUnseen() {
        CloudUser connected = users.linked();
        CloudUser exempt = users.unlinked();
        users.grant(exempt, "magento-link-exempt");
        set(Map.of("primaryLogin", "off"));
        for (CloudUser user : List.of(connected, exempt)) {
            putActionOn(user);
            browser.clearCookies();
            CloudApp.SignIn request = app.signIn();

            request.succeededAt(signIn(user, request).appPage());

            assertThat(users.stored(user).getRequiredActions()).isEmpty();
        }
    }

    /** Tokens that the user got before anything was due. */
    private Http.Answer before(CloudUser user, String scope) {
        set(Map.of("mode", "off"));
        Http.Answer tokens = password(user, scope);
        assertThat(tokens.hasTokens()).as(tokens.body()).isTrue();
        set(Map.of("mode", "on"));
        assertThat(password(user, scope).hasTokens()).isFalse();
        return tokens;
    }

    private Http.Answer password(CloudUser user, String scope) {
        return Http.post(
                app.tokenAddress(),
                form(Map.of(
                        "grant_type",
                        "password",
                        "scope",
                        scope,
                        "username",
                        user.username(),
                        "password",
                        CloudUser.PASSWORD)));
    }

    private Http.Answer refresh(String token) {
        return Http.post(app.tokenAddress(), form(Map.of("grant_type", "refresh_token", "refresh_token", token)));
    }

    private Http.Answer exchange(String accessToken) {
        return Http.post(
                app.tokenAddress(),
                form(Map.of(
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:token-exchange",
                        "subject_token",
                        accessToken,
                        "subject_token_type",
                        "urn:ietf:params:oauth:token-type:access_token")));
    }

    private Http.Answer ciba(CibaDevice device, CloudUser user) throws InterruptedException {
        String ciba = app.tokenAddress().replace("/token", "/ext/ciba/auth");
        Http.Answer started = Http.post(
                ciba, form(Map.of("scope", "openid", "login_hint", user.username(), "binding_message", "hello")));
        assertThat(started.status()).as(started.body()).isEqualTo(200);
        assertThat(device.approve(ciba + "/callback").status()).isEqualTo(200);
        return Http.post(
                app.tokenAddress(),
                form(Map.of(
                        "grant_type",
                        "urn:openid:params:grant-type:ciba",
                        "auth_req_id",
                        started.text("auth_req_id"))));
    }

    private Http.Answer device(Http.Answer started) {
        return Http.post(
                app.tokenAddress(),
                form(Map.of(
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:device_code",
                        "device_code",
                        started.text("device_code"))));
    }

    private Http.Answer jwt(StandIn issuer) {
        long now = Instant.now().getEpochSecond();
        String assertion = issuer.signed(Map.of(
                "iss",
                issuer.issuer(),
                "sub",
                issuer.subject(),
                "aud",
                Site.address() + "/realms/cloud",
                "jti",
                UUID.randomUUID().toString(),
                "iat",
                now,
                "exp",
                now + 60));
        return Http.post(
                app.tokenAddress(),
                form(Map.of("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion", assertion)));
    }

    private void allowJwtsOf(StandIn issuer) {
        ClientRepresentation client =
                Site.cloud().clients().findByClientId(app.clientId()).get(0);
        client.getAttributes().put("oauth2.jwt.authorization.grant.enabled", "true");
        client.getAttributes().put("oauth2.jwt.authorization.grant.idp", issuer.alias());
        Site.cloud().clients().get(client.getId()).update(client);
    }

    private void linkElsewhere(CloudUser user, StandIn provider) {
        FederatedIdentityRepresentation identity = new FederatedIdentityRepresentation();
        identity.setIdentityProvider(provider.alias());
        identity.setUserId(provider.subject());
        identity.setUserName("account");
        try (Response response = users.resource(user).addFederatedIdentity(provider.alias(), identity)) {
            assertThat(response.getStatus()).isEqualTo(204);
        }
    }

    /** What an admin can do: the action on the user itself, instead of on each login. */
    private void putActionOn(CloudUser user) {
        UserRepresentation representation = users.stored(user);
        representation.setRequiredActions(List.of(ActionSettings.ACTION));
        users.resource(user).update(representation);
    }

    private Map<String, String> form(Map<String, String> fields) {
        Map<String, String> form = new HashMap<>(fields);
        form.put("client_id", app.clientId());
        form.put("client_secret", SECRET);
        return form;
    }

    private static void assertRefused(Http.Answer answer) {
        assertThat(answer.text("error")).as(answer.body()).isEqualTo("invalid_grant");
        assertThat(answer.hasTokens()).isFalse();
    }

    private static void assertNotSetUp(Http.Answer answer) {
        assertRefused(answer);
        assertThat(answer.text("error_description")).contains("not fully set up");
    }
}
