package cloud.magento.accounts.link.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.AppPage;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.ClientRepresentation;

/** A SAML app of the cloud, with the redirect binding in both directions or with ECP. */
public final class SamlApp {

    private static final String SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success";
    private static final String NO_PASSIVE = "urn:oasis:names:tc:SAML:2.0:status:NoPassive";
    private static final String ASSERTION = ":Assertion ";

    private final String endpoint;
    private final String entityId;
    private final String consumer;

    private SamlApp(String endpoint, String entityId, String consumer) {
        this.endpoint = endpoint;
        this.entityId = entityId;
        this.consumer = consumer;
    }

    /** Registers it, with a page beside the one of another app. */
    public static SamlApp registered(URI keycloak, RealmResource realm, CloudApp neighbour) {
        String entityId = "saml-" + UUID.randomUUID().toString().substring(0, 8);
        String consumer = neighbour.callback() + "-" + entityId;
        ClientRepresentation client = new ClientRepresentation();
        client.setClientId(entityId);
        client.setProtocol("saml");
        client.setRedirectUris(List.of(consumer));
        client.setAttributes(Map.of(
                "saml.client.signature", "false",
                "saml.server.signature", "false",
                "saml.assertion.signature", "false",
                "saml.force.post.binding", "false",
                "saml.authnstatement", "true"));
        try (Response response = realm.clients().create(client)) {
            assertThat(response.getStatus()).isEqualTo(201);
        }
        return new SamlApp(keycloak + "/realms/cloud/protocol/saml", entityId, consumer);
    }

    /** Requires consent. */
    public void needConsent() {
        ClientRepresentation client =
                Site.cloud().clients().findByClientId(entityId).get(0);
        client.setConsentRequired(true);
        Site.cloud().clients().get(client.getId()).update(client);
    }

    /** Gives it a browser flow of its own. */
    public SamlApp useBrowserFlow(String alias) {
        String flow = Site.cloud().flows().getFlows().stream()
                .filter(candidate -> candidate.getAlias().equals(alias))
                .findFirst()
                .orElseThrow()
                .getId();
        ClientRepresentation client =
                Site.cloud().clients().findByClientId(entityId).get(0);
        client.setAuthenticationFlowBindingOverrides(Map.of("browser", flow));
        Site.cloud().clients().get(client.getId()).update(client);
        return this;
    }

    /** Lets the app sign users in by ECP. */
    public SamlApp allowEcp() {
        ClientRepresentation client =
                Site.cloud().clients().findByClientId(entityId).get(0);
        client.getAttributes().put("saml.allow.ecp.flow", "true");
        Site.cloud().clients().get(client.getId()).update(client);
        return this;
    }

    /** The address to which the app sends the browser. */
    public String signInAddress() {
        return address("");
    }

    /** The same for a sign-in during which no page may be shown. */
    public String passiveSignInAddress() {
        return address("IsPassive=\"true\"");
    }

    /** Signs a user in with the ECP profile of SAML: the request contains the password. */
    public Http.Answer ecp(CloudUser user, String password) {
        String envelope = """
                <S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body>%s</S:Body></S:Envelope>
                """.formatted(request("urn:oasis:names:tc:SAML:2.0:bindings:PAOS", ""));
        return Http.send(HttpRequest.newBuilder(URI.create(endpoint))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "text/xml")
                .header("Accept", "text/html; application/vnd.paos+xml")
                .header("PAOS", "ver='urn:liberty:paos:2003-08'; 'urn:oasis:names:tc:SAML:2.0:profiles:SSO:ecp'")
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                (user.username() + ":" + password).getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofString(envelope))
                .build());
    }

    /** Fails unless this is an assertion. */
    public static void assertGranted(Http.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains(SUCCESS, ASSERTION);
    }

    /** Fails unless the status is NoPassive, without an assertion. */
    public static void assertRefused(Http.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isLessThan(500);
        assertThat(answer.body()).contains(NO_PASSIVE).doesNotContain(SUCCESS).doesNotContain(ASSERTION);
    }

    /** Fails unless the app was called back with an assertion. */
    public void succeededAt(AppPage page) {
        assertThat(calledBackAt(page)).contains(SUCCESS, ASSERTION);
    }

    /** Fails unless the app was called back with the status NoPassive. */
    public void refusedAt(AppPage page) {
        assertThat(calledBackAt(page))
                .contains(NO_PASSIVE)
                .doesNotContain(SUCCESS)
                .doesNotContain(ASSERTION);
    }

    /** Whether the SAMLResponse parameter contains an assertion. */
    public static boolean hasAssertion(String samlResponse) {
        return inflated(samlResponse).contains(ASSERTION);
    }

    private String calledBackAt(AppPage page) {
        assertThat(page.address().toString()).startsWith(consumer + "?");
        assertThat(page.parameter("RelayState")).contains("kept");
        return inflated(page.parameter("SAMLResponse").orElseThrow());
    }

    private String address(String more) {
        return endpoint + "?"
                + Http.encoded(Map.of(
                        "SAMLRequest",
                        deflated(request("urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect", more)),
                        "RelayState",
                        "kept"));
    }

    private String request(String binding, String more) {
        return """
                <samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
                    xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="ID_%s" Version="2.0" IssueInstant="%s"
                    Destination="%s" AssertionConsumerServiceURL="%s" ProtocolBinding="%s" %s>
                    <saml:Issuer>%s</saml:Issuer></samlp:AuthnRequest>
                """.formatted(
                        UUID.randomUUID(),
                        Instant.now().truncatedTo(ChronoUnit.SECONDS),
                        endpoint,
                        consumer,
                        binding,
                        more,
                        entityId);
    }

    private static String deflated(String text) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[in.length + 64];
        deflater.setInput(in);
        deflater.finish();
        int length = deflater.deflate(out);
        deflater.end();
        return Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(out, length));
    }

    private static String inflated(String parameter) {
        try (InflaterInputStream in = new InflaterInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(parameter)), new Inflater(true))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
