package cloud.magento.accounts.link.it.scenario;

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

/** An app that requests tokens with each grant that needs no browser. */
public final class Grants {

    private static final String SECRET = "secret";
    private static final String URN = "urn:ietf:params:oauth:grant-type:";

    private final CloudApp app;

    private Grants(CloudApp app) {
        this.app = app;
    }

    /** Makes the app a confidential one that may use every grant. */
    public static Grants of(CloudApp app) {
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

    /** Requires consent, for every flow. */
    public void needConsent() {
        ClientRepresentation client = client(app);
        client.setConsentRequired(true);
        client.setImplicitFlowEnabled(true);
        Site.cloud().clients().get(client.getId()).update(client);
    }

    public Http.Answer password(CloudUser user, String scope) {
        return ask("password", Map.of("scope", scope, "username", user.username(), "password", CloudUser.PASSWORD));
    }

    public Http.Answer clientCredentials() {
        return ask("client_credentials", Map.of());
    }

    /** Redeems the code of a login with the browser. */
    public Http.Answer code(CloudApp.SignIn login, String code) {
        return ask("authorization_code", Map.of("code", code, "redirect_uri", login.redirect()));
    }

    public Http.Answer refresh(String token) {
        return ask("refresh_token", Map.of("refresh_token", token));
    }

    public Http.Answer exchange(String accessToken) {
        return ask(
                URN + "token-exchange",
                Map.of(
                        "subject_token",
                        accessToken,
                        "subject_token_type",
                        "urn:ietf:params:oauth:token-type:access_token"));
    }

    /** Asks for the permissions of the token's user at the app itself (UMA 2.0). */
    public Http.Answer permissions(String accessToken) {
        return ask(URN + "uma-ticket", Map.of("subject_token", accessToken, "audience", app.clientId()));
    }

    /** The same without the app's secret, as an app does that has none. */
    public Http.Answer permissionsOfBearer(String accessToken) {
        return Http.post(
                app.tokenAddress(), Map.of("grant_type", URN + "uma-ticket", "audience", app.clientId()), accessToken);
    }

    /** The same with an ID token in the place of the access token. */
    public Http.Answer permissionsOfIdToken(String idToken) {
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
    public Http.Answer permissionsOfTheAppItself() {
        return ask(URN + "uma-ticket", Map.of("audience", app.clientId()));
    }

    /** Asks whether the token's user has permissions, without requesting a token. */
    public Http.Answer decisionFor(String accessToken) {
        return ask(
                URN + "uma-ticket",
                Map.of("subject_token", accessToken, "audience", app.clientId(), "response_mode", "decision"));
    }

    /** Enables authorization services of the app, with a resource that every user may access. */
    public void allowPermissions() {
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

    /** The device of the CIBA grant, if the server was started by this test run. */
    public static CibaDevice cibaDevice() {
        Site.address();
        Integer port = Integer.getInteger("keycloak.ciba.port");
        assumeTrue(port != null, "This Keycloak has no device: -Dkeycloak.ciba.port names it");
        return new CibaDevice(port);
    }

    public Http.Answer ciba(CibaDevice device, CloudUser user) throws InterruptedException {
        String ciba = app.tokenAddress().replace("/token", "/ext/ciba/auth");
        Http.Answer started = Http.post(
                ciba, form(Map.of("scope", "openid", "login_hint", user.username(), "binding_message", "hello")));
        assertThat(started.status()).as(started.body()).isEqualTo(200);
        assertThat(device.approve(ciba + "/callback").status()).isEqualTo(200);
        return ask("urn:openid:params:grant-type:ciba", Map.of("auth_req_id", started.text("auth_req_id")));
    }

    public Http.Answer startDevice() {
        Http.Answer started =
                Http.post(app.tokenAddress().replace("/token", "/auth/device"), form(Map.of("scope", "openid")));
        assertThat(started.status()).as(started.body()).isEqualTo(200);
        return started;
    }

    public Http.Answer device(Http.Answer started) {
        return ask(URN + "device_code", Map.of("device_code", started.text("device_code")));
    }

    /** Lets the app come with JWTs of this issuer. */
    public void allowJwtsOf(StandIn issuer) {
        issuer.configure(provider -> provider.getConfig().put("jwtAuthorizationGrantEnabled", "true"));
        ClientRepresentation client = client(app);
        client.getAttributes().put("oauth2.jwt.authorization.grant.enabled", "true");
        client.getAttributes().put("oauth2.jwt.authorization.grant.idp", issuer.alias());
        Site.cloud().clients().get(client.getId()).update(client);
    }

    /** Lists another provider first, which itself gives no tokens for JWTs. */
    public void alsoListJwtsOf(StandIn first) {
        ClientRepresentation client = client(app);
        client.getAttributes()
                .computeIfPresent(
                        "oauth2.jwt.authorization.grant.idp", (name, listed) -> first.alias() + "##" + listed);
        Site.cloud().clients().get(client.getId()).update(client);
    }

    public Http.Answer jwt(StandIn issuer) {
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
