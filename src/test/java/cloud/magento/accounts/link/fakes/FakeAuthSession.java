package cloud.magento.accounts.link.fakes;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/** The authentication session of one tab; tabs made by {@link #tab} share their root session. */
public final class FakeAuthSession {

    private static final ClientModel CLIENT = Fake.of(ClientModel.class, new Object() {
        @SuppressWarnings("unused")
        public String getClientId() {
            return "app";
        }
    });

    private int timestamp;
    private final RealmModel realm;
    private final String tabId;
    private final Map<String, AuthenticationSessionModel> tabs;
    private final Map<String, String> authNotes = new HashMap<>();
    private final Map<String, String> clientNotes = new HashMap<>();
    private final Map<String, String> userSessionNotes = new HashMap<>();
    private final Set<String> requiredActions = new HashSet<>();
    private final AuthenticationSessionModel model = Fake.of(AuthenticationSessionModel.class, this);
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

    public String getTabId() {
        return tabId;
    }

    public RealmModel getRealm() {
        return realm;
    }

    public ClientModel getClient() {
        return CLIENT;
    }

    public String getRedirectUri() {
        return "https://app.example.com/callback";
    }

    public UserModel getAuthenticatedUser() {
        return user;
    }

    public void setAuthenticatedUser(UserModel authenticated) {
        user = authenticated;
    }

    public Set<String> getRequiredActions() {
        return Set.copyOf(requiredActions);
    }

    public void removeRequiredAction(String name) {
        requiredActions.remove(name);
    }

    public void clearExecutionStatus() {}

    public void clearUserSessionNotes() {
        userSessionNotes.clear();
    }

    public Map<String, String> getUserSessionNotes() {
        return Map.copyOf(userSessionNotes);
    }

    public void setUserSessionNote(String name, String value) {
        userSessionNotes.put(name, value);
    }

    public void clearAuthNotes() {
        authNotes.clear();
    }

    public String getAuthNote(String name) {
        return authNotes.get(name);
    }

    public void setAuthNote(String name, String value) {
        authNotes.put(name, value);
    }

    public void removeAuthNote(String name) {
        authNotes.remove(name);
    }

    public void setAction(String name) {
        action = name;
    }

    public String getAction() {
        return action;
    }

    public String getClientNote(String name) {
        return clientNotes.get(name);
    }

    public void setClientNote(String name, String value) {
        clientNotes.put(name, value);
    }

    public void removeClientNote(String name) {
        clientNotes.remove(name);
    }

    public RootAuthenticationSessionModel getParentSession() {
        return Fake.of(RootAuthenticationSessionModel.class, new Object() {
            @SuppressWarnings("unused")
            public String getId() {
                return "root";
            }

            @SuppressWarnings("unused")
            public AuthenticationSessionModel getAuthenticationSession(ClientModel client, String tab) {
                return client == CLIENT ? tabs.get(tab) : null;
            }

            @SuppressWarnings("unused")
            public int getTimestamp() {
                return timestamp;
            }

            @SuppressWarnings("unused")
            public void setTimestamp(int seconds) {
                timestamp = seconds;
            }

            @SuppressWarnings("unused")
            public void removeAuthenticationSessionByTabId(String tab) {
                tabs.remove(tab);
            }
        });
    }
}
