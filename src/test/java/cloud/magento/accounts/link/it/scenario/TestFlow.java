package cloud.magento.accounts.link.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.resource.AuthenticationManagementResource;
import org.keycloak.representations.idm.AuthenticationExecutionInfoRepresentation;
import org.keycloak.representations.idm.AuthenticationFlowRepresentation;

/** An authentication flow whose steps are all required. */
public final class TestFlow implements AutoCloseable {

    private final AuthenticationManagementResource flows = Site.cloud().flows();
    private final String alias = "test-" + UUID.randomUUID().toString().substring(0, 8);
    private final String id;

    private TestFlow(List<String> authenticators) {
        AuthenticationFlowRepresentation flow = new AuthenticationFlowRepresentation();
        flow.setAlias(alias);
        flow.setProviderId("basic-flow");
        flow.setTopLevel(true);
        flow.setBuiltIn(false);
        try (Response response = flows.createFlow(flow)) {
            assertThat(response.getStatus()).isEqualTo(201);
            id = CreatedResponseUtil.getCreatedId(response);
        }
        authenticators.forEach(authenticator -> flows.addExecution(alias, Map.of("provider", authenticator)));
        for (AuthenticationExecutionInfoRepresentation execution : flows.getExecutions(alias)) {
            execution.setRequirement("REQUIRED");
            flows.updateExecutions(alias, execution);
        }
    }

    public static TestFlow of(String... authenticators) {
        return new TestFlow(List.of(authenticators));
    }

    public String alias() {
        return alias;
    }

    public String id() {
        return id;
    }

    @Override
    public void close() {
        flows.deleteFlow(id);
    }
}
