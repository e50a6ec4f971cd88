package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.keycloak.admin.client.resource.AuthorizationResource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.authorization.PolicyEnforcementMode;
import org.keycloak.representations.idm.authorization.ResourceRepresentation;
import org.keycloak.representations.idm.authorization.ResourceServerRepresentation;

/** An app that asks for tokens in every way there is without a browser. */
final class Grants {

    private static final String SECRET = "secret";
    private static final String URN = "urn:ietf:params:oauth:grant-type:";

    private final CloudApp app;

    private Grants(CloudApp app) {
        this.app = app;
    }

    /** Makes the app a confidential one that may use every grant. */
    static Grants of(CloudApp app) {
        ClientRepresentation client = client(app);
        client.setPublicClient(false);
        client.setSecret(SECRET);
        client.setServiceAccountsEnabled(true);
        client.setAttributes(Map.of(
                "standard.token.exchange.enabled", "true",
                "oidc.ciba.grant.enabled", "true",
                "oauth2.device.authorization.grant.enabled", "true",
                "oauth2.device.polling.interval", "1"));
        Site.cloud().clients().get(client.getId()).update(client);
        return new Grants(app);
    }

    /** Has users asked for their consent, for every flow. */
    void needConsent() {
        ClientRepresentation client = client(app);
        client.setConsentRequired(true);
        client.setImplicitFlowEnabled(true);
        Site.cloud().clients().get(client.getId()).update(client);
    }

    Http.Answer password(CloudUser user, String scope) {
        return ask("password", Map.of("scope", scope, "username", user.username(), "password", CloudUser.PASSWORD));
    }

    Http.Answer clientCredentials() {
        return ask("client_credentials", Map.of());
    }

    /** Redeems the code of a login with the browser. */
    Http.Answer code(CloudApp.SignIn login, String code) {
        return ask("authorization_code", Map.of("code", code, "redirect_uri", login.redirect()));
    }

    Http.Answer refresh(String token) {
        return ask("refresh_token", Map.of("refresh_token", token));
    }

    Http.Answer exchange(String accessToken) {
        return ask(
                URN + "token-exchange",
                Map.of(
                        "subject_token",
                        accessToken,
                        "subject_token_type",
                        "urn:ietf:params:oauth:token-type:access_token"));
    }

    /** Asks for the permissions of the token's user at the app itself (UMA 2.0). */
    Http.Answer permissions(String accessToken) {
        return ask(URN + "uma-ticket", Map.of("subject_token", accessToken, "audience", app.clientId()));
    }

    /** The same without the app's secret, as an app does that has none. */
    Http.Answer permissionsOfBearer(String accessToken) {
        return Http.post(
                app.tokenAddress(), Map.of("grant_type", URN + "uma-ticket", "audience", app.clientId()), accessToken);
    }

    /** The same with an ID token in the place of the access token. */
    Http.Answer permissionsOfIdToken(String idToken) {
        return ask(
                URN + "uma-ticket",
                Map.of(
                        "claim_token",
                        idToken,
                        "claim_token_format",
                        "http://openid.net/specs/openid-connect-core-1_0.html#IDToken",
                        "audience",
                        app.clientId()));
    }

    /** The same for the app itself. */
    Http.Answer permissionsOfTheAppItself() {
        return ask(URN + "uma-ticket", Map.of("audience", app.clientId()));
    }

    /** Asks whether the token's user has permissions, and for no token. */
    Http.Answer mayWith(String accessToken) {
        return ask(
                URN + "uma-ticket",
                Map.of("subject_token", accessToken, "audience", app.clientId(), "response_mode", "decision"));
    }

    /** Lets the app hand out permissions, to whoever asks. */
    void allowPermissions() {
        ClientRepresentation client = client(app);
        client.setAuthorizationServicesEnabled(true);
        Site.cloud().clients().get(client.getId()).update(client);
        AuthorizationResource permissions =
                Site.cloud().clients().get(client.getId()).authorization();
        ResourceServerRepresentation settings = permissions.getSettings();
        settings.setPolicyEnforcementMode(PolicyEnforcementMode.DISABLED);
        permissions.update(settings);
        try (Response response = permissions.resources().create(new ResourceRepresentation("thing"))) {
            assertThat(response.getStatus()).isEqualTo(201);
        }
    }

    /** The device that CIBA asks; the server knows one only where the test run has started it. */
    static CibaDevice cibaDevice() {
        Site.address();
        Integer port = Integer.getInteger("keycloak.ciba.port");
        assumeTrue(port != null, "This Keycloak knows no device: -Dkeycloak.ciba.port names it");
        return new CibaDevice(port);
    }

    Http.Answer ciba(CibaDevice device, CloudUser user) throws InterruptedException {
        String ciba = app.tokenAddress().replace("/token", "/ext/ciba/auth");
        Http.Answer started = Http.post(
                ciba, form(Map.of("scope", "openid", "login_hint", user.username(), "binding_message", "hello")));
        assertThat(started.status()).as(started.body()).isEqualTo(200);
        assertThat(device.approve(ciba + "/callback").status()).isEqualTo(200);
        return ask("urn:openid:params:grant-type:ciba", Map.of("auth_req_id", started.text("auth_req_id")));
    }

    Http.Answer startDevice() {
        Http.Answer started =
                Http.post(app.tokenAddress().replace("/token", "/auth/device"), form(Map.of("scope", "openid")));
        assertThat(started.status()).as(started.body()).isEqualTo(200);
        return started;
    }

    Http.Answer device(Http.Answer started) {
        return ask(URN + "device_code", Map.of("device_code", started.text("device_code")));
    }

    /** Lets the app come with JWTs of this issuer. */
    void allowJwtsOf(StandIn issuer) {
        issuer.configure(provider -> provider.getConfig().put("jwtAuthorizationGrantEnabled", "true"));
        ClientRepresentation client = client(app);
        client.getAttributes().put("oauth2.jwt.authorization.grant.enabled", "true");
        client.getAttributes().put("oauth2.jwt.authorization.grant.idp", issuer.alias());
        Site.cloud().clients().get(client.getId()).update(client);
    }

    /** Lists another provider first, which itself gives no tokens for JWTs. */
    void alsoListJwtsOf(StandIn first) {
        ClientRepresentation client = client(app);
        client.getAttributes()
                .computeIfPresent(
                        "oauth2.jwt.authorization.grant.idp", (name, listed) -> first.alias() + "##" + listed);
        Site.cloud().clients().get(client.getId()).update(client);
    }

    Http.Answer jwt(StandIn issuer) {
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
        return ask(URN + "jwt-bearer", Map.of("assertion", assertion));
    }

    private Http.Answer ask(String grant, Map<String, String> fields) {
        Map<String, String> form = form(fields);
        form.put("grant_type", grant);
        return Http.post(app.tokenAddress(), form);
    }

    private Map<String, String> form(Map<String, String> fields) {
        Map<String, String> form = new HashMap<>(fields);
        form.put("client_id", app.clientId());
        form.put("client_secret", SECRET);
        return form;
    }

    private static ClientRepresentation client(CloudApp app) {
        return Site.cloud().clients().findByClientId(app.clientId()).get(0);
    }
}
