package cloud.magento.accounts.link.fakes;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.RoleModel;

/** A realm with the required action, a few roles and a not-before. */
public final class FakeRealm {

    private final String id;
    private final Set<String> roles = new HashSet<>();
    private final Map<String, Set<String>> clientRoles = new HashMap<>();
    private final Map<String, String> executions = new HashMap<>();
    private RequiredActionProviderModel action;
    private int notBefore;

    public FakeRealm(String id) {
        this.id = id;
    }

    public RealmModel model() {
        return Fake.of(RealmModel.class, this);
    }

    /** Registers and enables the action; {@code config} may be null, as Keycloak has it where none was ever stored. */
    public FakeRealm withAction(Map<String, String> config) {
        action = new RequiredActionProviderModel();
        action.setAlias("connect-magento");
        action.setProviderId("connect-magento");
        action.setEnabled(true);
        action.setConfig(config);
        return this;
    }

    public FakeRealm disableAction() {
        action.setEnabled(false);
        return this;
    }

    public FakeRealm withRole(String name) {
        roles.add(name);
        return this;
    }

    public FakeRealm withClientRole(String client, String role) {
        clientRoles.computeIfAbsent(client, name -> new HashSet<>()).add(role);
        return this;
    }

    /** An execution of some flow, and the authenticator that it runs. */
    public FakeRealm withExecution(String executionId, String authenticator) {
        executions.put(executionId, authenticator);
        return this;
    }

    public FakeRealm withNotBefore(int epochSecond) {
        notBefore = epochSecond;
        return this;
    }

    public String getId() {
        return id;
    }

    public String getName() {
        return id;
    }

    public int getNotBefore() {
        return notBefore;
    }

    public boolean isRegistrationEmailAsUsername() {
        return false;
    }

    public AuthenticationExecutionModel getAuthenticationExecutionById(String executionId) {
        if (!executions.containsKey(executionId)) {
            return null;
        }
        AuthenticationExecutionModel execution = new AuthenticationExecutionModel();
        execution.setId(executionId);
        execution.setAuthenticator(executions.get(executionId));
        return execution;
    }

    public RequiredActionProviderModel getRequiredActionProviderByAlias(String alias) {
        return action != null && action.getAlias().equals(alias) ? action : null;
    }

    public RoleModel getRole(String name) {
        return roles.contains(name) ? role(name) : null;
    }

    public ClientModel getClientByClientId(String clientId) {
        Set<String> names = clientRoles.get(clientId);
        return names == null
                ? null
                : Fake.of(ClientModel.class, new Object() {
                    @SuppressWarnings("unused")
                    public RoleModel getRole(String name) {
                        return names.contains(name) ? role(clientId + "." + name) : null;
                    }
                });
    }

    private static RoleModel role(String id) {
        return Fake.of(RoleModel.class, new Object() {
            @SuppressWarnings("unused")
            public String getId() {
                return id;
            }
        });
    }
}
