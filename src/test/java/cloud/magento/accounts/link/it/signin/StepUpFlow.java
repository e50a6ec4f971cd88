package cloud.magento.accounts.link.it.signin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.CloudApp;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.UUID;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.resource.AuthenticationManagementResource;
import org.keycloak.admin.client.resource.ClientResource;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.AuthenticationExecutionInfoRepresentation;
import org.keycloak.representations.idm.AuthenticationFlowRepresentation;
import org.keycloak.representations.idm.AuthenticatorConfigRepresentation;
import org.keycloak.representations.idm.ClientRepresentation;

/**
 * The browser flow of one app that has two levels: the password for "silver", a one-time code on top for "gold". Built
 * as in Keycloak's guide to step-up authentication, with our execution at the end.
 */
final class StepUpFlow implements AutoCloseable {

    private final String name = "step-up-" + UUID.randomUUID().toString().substring(0, 8);
    private final AuthenticationManagementResource flows;
    private final ClientResource client;
    private final String id;

    StepUpFlow(RealmResource realm, CloudApp app) {
        this(realm, app, true);
    }

    private StepUpFlow(RealmResource realm, CloudApp app, boolean withPassword) {
        flows = realm.flows();
        id = create();
        execution(name, "auth-cookie");
        String forms = flow(name, "forms");
        if (withPassword) {
            level(flow(forms, "level 1"), 1, "auth-username-password-form");
        }
        level(flow(forms, "level 2"), 2, "auth-otp-form");
        execution(forms, "magento-link-authenticator");
        require();
        ClientRepresentation representation =
                realm.clients().findByClientId(app.clientId()).get(0);
        client = realm.clients().get(representation.getId());
        representation.setAttributes(Map.of("acr.loa.map", "{\"silver\":\"1\",\"gold\":\"2\"}"));
        representation.setAuthenticationFlowBindingOverrides(Map.of("browser", id));
        client.update(representation);
    }

    /** A flow without the password level, for users with a session from another app. */
    static StepUpFlow withoutPassword(RealmResource realm, CloudApp app) {
        return new StepUpFlow(realm, app, false);
    }

    @Override
    public void close() {
        client.remove();
        flows.deleteFlow(id);
    }

    private String create() {
        AuthenticationFlowRepresentation flow = new AuthenticationFlowRepresentation();
        flow.setAlias(name);
        flow.setProviderId("basic-flow");
        flow.setTopLevel(true);
        flow.setBuiltIn(false);
        try (Response response = flows.createFlow(flow)) {
            return CreatedResponseUtil.getCreatedId(response);
        }
    }

    private String flow(String parent, String child) {
        String alias = parent + " " + child;
        flows.addExecutionFlow(parent, Map.of("alias", alias, "type", "basic-flow", "description", "", "provider", ""));
        return alias;
    }

    private void level(String flow, int level, String authenticator) {
        execution(flow, "conditional-level-of-authentication");
        AuthenticatorConfigRepresentation config = new AuthenticatorConfigRepresentation();
        config.setAlias(flow);
        config.setConfig(Map.of("loa-condition-level", Integer.toString(level), "loa-max-age", "36000"));
        try (Response response =
                flows.newExecutionConfig(flows.getExecutions(flow).get(0).getId(), config)) {
            assertThat(response.getStatus()).isEqualTo(201);
        }
        execution(flow, authenticator);
    }

    private void execution(String flow, String authenticator) {
        flows.addExecution(flow, Map.of("provider", authenticator));
    }

    private void require() {
        for (AuthenticationExecutionInfoRepresentation execution : flows.getExecutions(name)) {
            boolean isLevel = execution.getDisplayName() != null
                    && execution.getDisplayName().matches(".* level \\d");
            execution.setRequirement(execution.getLevel() == 0 ? "ALTERNATIVE" : isLevel ? "CONDITIONAL" : "REQUIRED");
            flows.updateExecutions(name, execution);
        }
    }
}
