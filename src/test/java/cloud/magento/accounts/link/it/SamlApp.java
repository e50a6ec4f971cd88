package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.AppPage;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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

/** An app of the cloud that speaks SAML, with the redirect binding both ways. */
final class SamlApp {

    private final String endpoint;
    private final String entityId;
    private final String consumer;

    private SamlApp(String endpoint, String entityId, String consumer) {
        this.endpoint = endpoint;
        this.entityId = entityId;
        this.consumer = consumer;
    }

    /** Registers it, with a page beside the one of another app. */
    static SamlApp registered(URI keycloak, RealmResource realm, CloudApp neighbour) {
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

    /** The address to which the app sends the browser. */
    String signInAddress() {
        String request = """
                <samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
                    xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="ID_%s" Version="2.0" IssueInstant="%s"
                    Destination="%s" AssertionConsumerServiceURL="%s"
                    ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect">
                    <saml:Issuer>%s</saml:Issuer></samlp:AuthnRequest>
                """.formatted(
                        UUID.randomUUID(), Instant.now().truncatedTo(ChronoUnit.SECONDS), endpoint, consumer, entityId);
        return endpoint + "?" + Http.encoded(Map.of("SAMLRequest", deflated(request), "RelayState", "kept"));
    }

    /** Fails unless the app was called back with an assertion. */
    void succeededAt(AppPage page) {
        assertThat(page.address().toString()).startsWith(consumer + "?");
        assertThat(page.parameter("RelayState")).contains("kept");
        assertThat(inflated(page.parameter("SAMLResponse").orElseThrow()))
                .contains("urn:oasis:names:tc:SAML:2.0:status:Success")
                .contains("Assertion");
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
