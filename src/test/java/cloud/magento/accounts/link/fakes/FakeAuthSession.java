package cloud.magento.accounts.link.fakes;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/** The authentication session of one tab; tabs made by {@link #tab} share their root session. */
public final class FakeAuthSession {

    private static final ClientModel CLIENT = Fake.of(Client.class, "app");

    private int timestamp;
    private final RealmModel realm;
    private final String tabId;
    private final Map<String, AuthenticationSessionModel> tabs;
    private final Map<String, String> authNotes = new HashMap<>();
    private final Map<String, String> clientNotes = new HashMap<>();
    private final Map<String, String> userSessionNotes = new HashMap<>();
    private final Map<String, ExecutionStatus> executions = new HashMap<>();
    private final Set<String> requiredActions = new HashSet<>();
    private final AuthenticationSessionModel model = Fake.of(Model.class, this);
    private UserModel user;
    private String action;

    public FakeAuthSession(RealmModel realm) {
        this(realm, "tab-1", new HashMap<>());
    }

    private FakeAuthSession(RealmModel realm, String tabId, Map<String, AuthenticationSessionModel> tabs) {
        this.realm = realm;
        this.tabId = tabId;
        this.tabs = tabs;
        tabs.put(tabId, model);
    }

    /** Another tab of the same browser. */
    public FakeAuthSession tab(String id) {
        return new FakeAuthSession(realm, id, tabs);
    }

    public AuthenticationSessionModel model() {
        return model;
    }

    public FakeAuthSession withUser(UserModel authenticated) {
        user = authenticated;
        return this;
    }

    public FakeAuthSession withAuthNote(String name, String value) {
        authNotes.put(name, value);
        return this;
    }

    public FakeAuthSession withClientNote(String name, String value) {
        clientNotes.put(name, value);
        return this;
    }

    public FakeAuthSession withUserSessionNote(String name, String value) {
        userSessionNotes.put(name, value);
        return this;
    }

    /** How far an execution of the flow has got. */
    public FakeAuthSession withExecution(String id, ExecutionStatus status) {
        executions.put(id, status);
        return this;
    }

    public FakeAuthSession withRequiredAction(String action) {
        requiredActions.add(action);
        return this;
    }

    public Map<String, String> authNotes() {
        return authNotes;
    }

    public Map<String, String> clientNotes() {
        return clientNotes;
    }

    /** Ends the session of this tab. */
    public void end() {
        tabs.remove(tabId);
    }

    public boolean hasTab(String id) {
        return tabs.containsKey(id);
    }

    private interface Model extends Fake<FakeAuthSession>, AuthenticationSessionModel {

        @Override
        default String getTabId() {
            return state().tabId;
        }

        @Override
        default RealmModel getRealm() {
            return state().realm;
        }

        @Override
        default ClientModel getClient() {
            return CLIENT;
        }

        @Override
        default String getRedirectUri() {
            return "https://app.example.com/callback";
        }

        @Override
        default UserModel getAuthenticatedUser() {
            return state().user;
        }

        @Override
        default void setAuthenticatedUser(UserModel authenticated) {
            state().user = authenticated;
        }

        @Override
        default Set<String> getRequiredActions() {
            return Set.copyOf(state().requiredActions);
        }

        @Override
        default void addRequiredAction(String action) {
            state().requiredActions.add(action);
        }

        @Override
        default void removeRequiredAction(String name) {
            state().requiredActions.remove(name);
        }

        @Override
        default Map<String, ExecutionStatus> getExecutionStatus() {
            return state().executions;
        }

        @Override
        default void clearExecutionStatus() {
            state().executions.clear();
        }

        @Override
        default Map<String, String> getUserSessionNotes() {
            return state().userSessionNotes;
        }

        @Override
        default void setUserSessionNote(String name, String value) {
            state().userSessionNotes.put(name, value);
        }

        @Override
        default void clearUserSessionNotes() {
            state().userSessionNotes.clear();
        }

        @Override
        default void clearAuthNotes() {
            state().authNotes.clear();
        }

        @Override
        default String getAuthNote(String name) {
            return state().authNotes.get(name);
        }

        @Override
        default void setAuthNote(String name, String value) {
            state().authNotes.put(name, value);
        }

        @Override
        default void removeAuthNote(String name) {
            state().authNotes.remove(name);
        }

        @Override
        default void setAction(String name) {
            state().action = name;
        }

        @Override
        default String getAction() {
            return state().action;
        }

        @Override
        default String getClientNote(String name) {
            return state().clientNotes.get(name);
        }

        @Override
        default void setClientNote(String name, String value) {
            state().clientNotes.put(name, value);
        }

        @Override
        default void removeClientNote(String name) {
            state().clientNotes.remove(name);
        }

        @Override
        default RootAuthenticationSessionModel getParentSession() {
            return Fake.of(Root.class, state());
        }
    }

    private interface Root extends Fake<FakeAuthSession>, RootAuthenticationSessionModel {

        @Override
        default String getId() {
            return "root";
        }

        @Override
        default AuthenticationSessionModel getAuthenticationSession(ClientModel client, String tab) {
            return client == CLIENT ? state().tabs.get(tab) : null;
        }

        @Override
        default int getTimestamp() {
            return state().timestamp;
        }

        @Override
        default void setTimestamp(int seconds) {
            state().timestamp = seconds;
        }

        @Override
        default void removeAuthenticationSessionByTabId(String tab) {
            state().tabs.remove(tab);
        }
    }

    /** An app, by its client id, that may use every role. */
    private interface Client extends Fake<String>, ClientModel {

        @Override
        default boolean hasScope(RoleModel role) {
            return true;
        }

        @Override
        default String getClientId() {
            return state();
        }
    }
}
