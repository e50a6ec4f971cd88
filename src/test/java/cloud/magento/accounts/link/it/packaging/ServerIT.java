package cloud.magento.accounts.link.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.server.Build;
import cloud.magento.accounts.link.it.server.KeycloakServer;
import cloud.magento.accounts.link.it.server.SharedKeycloak;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.representations.info.ServerInfoRepresentation;

@DisplayName("A Keycloak with the packaged JAR")
@Tag("paths")
class ServerIT {

    /** Keycloak's warning about every authenticator, required action and mapper that is not its own. */
    private static final String INTERNAL_SPI = "KC-SERVICES0047";

    private final KeycloakServer server = SharedKeycloak.server();

    @ParameterizedTest
    @ValueSource(strings = {"cloud", "magento"})
    void answersForRealm(String realm) throws Exception {
        HttpResponse<String> answer =
                get(server.address().resolve("/realms/" + realm + "/.well-known/openid-configuration"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"issuer\":\"" + server.address() + "/realms/" + realm + "\"");
    }

    @Test
    void isHealthy() throws Exception {
        HttpResponse<String> answer = get(server.managementAddress().resolve("/health/ready"));
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void runsTheVersionThatTheBuildNames() {
        try (Keycloak admin = Keycloak.getInstance(
                server.address().toString(), "master", server.adminUsername(), server.adminPassword(), "admin-cli")) {
            ServerInfoRepresentation info = admin.serverInfo().getInfo();
            assertThat(info.getSystemInfo().getVersion()).isEqualTo(Build.keycloakVersion());
        }
    }

    @Test
    void showsTheVersionOfTheJarUnderProviderInfo() {
        try (Keycloak admin = Keycloak.getInstance(
                server.address().toString(), "master", server.adminUsername(), server.adminPassword(), "admin-cli")) {
            assertThat(admin.serverInfo()
                            .getInfo()
                            .getProviders()
                            .get("required-action")
                            .getProviders()
                            .get("connect-magento")
                            .getOperationalInfo())
                    .containsEntry("version", Build.version())
                    .containsEntry("rollout page", "/realms/{realm}/magento-link/");
        }
    }

    @Test
    void offersTheExecutorToTheProfilesOfClientPolicies() {
        try (Keycloak admin = Keycloak.getInstance(
                server.address().toString(), "master", server.adminUsername(), server.adminPassword(), "admin-cli")) {
            assertThat(admin.serverInfo()
                            .getInfo()
                            .getComponentTypes()
                            .get("org.keycloak.services.clientpolicy.executor.ClientPolicyExecutorProvider"))
                    .anyMatch(type -> type.getId().equals("magento-link-executor"));
        }
    }

    @Test
    void isBuiltAndStartedWithoutAComplaintAboutTheJar() {
        List<String> untilReady = server.log().stream()
                .takeWhile(line -> !line.contains("Listening on:"))
                .toList();
        assertThat(untilReady)
                .isNotEmpty()
                .anyMatch(line -> line.contains("augmentation completed"))
                .noneMatch(line -> line.contains("ERROR"))
                .noneMatch(line -> line.contains("WARN")
                        && line.toLowerCase(Locale.ROOT).contains("magento")
                        && !line.contains(INTERNAL_SPI));
    }

    private static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
}
