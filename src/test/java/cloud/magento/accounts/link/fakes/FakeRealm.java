package cloud.magento.accounts.link.fakes;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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
    private final Set<String> languages = new LinkedHashSet<>();
    private String defaultLanguage;
    private RequiredActionProviderModel action;
    private RequiredActionProviderModel linkingAction;
    private int notBefore;
    private final RealmModel model = Fake.of(Model.class, this);

    public FakeRealm(String id) {
        this.id = id;
    }

    public RealmModel model() {
        return model;
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

    /** Adds Keycloak's own action that links a provider. */
    public FakeRealm withLinkingAction(boolean enabled) {
        linkingAction = new RequiredActionProviderModel();
        linkingAction.setAlias("idp_link");
        linkingAction.setEnabled(enabled);
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

    /** Switches internationalization on. */
    public FakeRealm withLanguages(String defaultTag, String... tags) {
        defaultLanguage = defaultTag;
        languages.addAll(List.of(tags));
        return this;
    }

    private interface Model extends Fake<FakeRealm>, RealmModel {

        @Override
        default String getId() {
            return state().id;
        }

        @Override
        default String getName() {
            return state().id;
        }

        @Override
        default boolean isInternationalizationEnabled() {
            return !state().languages.isEmpty();
        }

        @Override
        default Stream<String> getSupportedLocalesStream() {
            return state().languages.stream();
        }

        @Override
        default String getDefaultLocale() {
            return state().defaultLanguage;
        }

        @Override
        default int getNotBefore() {
            return state().notBefore;
        }

        @Override
        default boolean isEventsEnabled() {
            return false;
        }

        @Override
        default Stream<String> getEventsListenersStream() {
            return Stream.empty();
        }

        @Override
        default boolean isRegistrationEmailAsUsername() {
            return false;
        }

        @Override
        default AuthenticationExecutionModel getAuthenticationExecutionById(String executionId) {
            String authenticator = state().executions.get(executionId);
            if (authenticator == null) {
                return null;
            }
            AuthenticationExecutionModel execution = new AuthenticationExecutionModel();
            execution.setId(executionId);
            execution.setAuthenticator(authenticator);
            return execution;
        }

        @Override
        default RequiredActionProviderModel getRequiredActionProviderByAlias(String alias) {
            return Stream.of(state().action, state().linkingAction)
                    .filter(action -> action != null && action.getAlias().equals(alias))
                    .findFirst()
                    .orElse(null);
        }

        @Override
        default RoleModel getRole(String name) {
            return state().roles.contains(name) ? Fake.of(Role.class, name) : null;
        }

        @Override
        default ClientModel getClientByClientId(String clientId) {
            Set<String> names = state().clientRoles.get(clientId);
            return names == null ? null : Fake.of(Client.class, new ClientRoles(clientId, names));
        }
    }

    private record ClientRoles(String clientId, Set<String> names) {}

    private interface Client extends Fake<ClientRoles>, ClientModel {

        @Override
        default RoleModel getRole(String name) {
            return state().names().contains(name) ? Fake.of(Role.class, state().clientId() + "." + name) : null;
        }
    }

    /** A role, by its id. */
    private interface Role extends Fake<String>, RoleModel {

        @Override
        default String getId() {
            return state();
        }
    }
}
