package cloud.magento.accounts.link.fakes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.storage.ReadOnlyException;

/** A user with an e-mail address, attributes and passwords. */
public final class FakeUser {

    private final String id;
    private final Map<String, String> attributes = new HashMap<>();
    private final Set<String> requiredActions = new HashSet<>();
    private final List<Long> passwordsSetAt = new ArrayList<>();
    private String email;
    private String firstName;
    private String lastName;
    private String serviceAccountOf;
    private String store;
    private boolean readOnly;
    private boolean enabled = true;
    private final Set<String> roles = new HashSet<>();
    private final Set<String> groups = new HashSet<>();

    public FakeUser(String id) {
        this.id = id;
    }

    public UserModel model() {
        return Fake.of(UserModel.class, this);
    }

    public FakeUser withEmail(String address) {
        email = address;
        return this;
    }

    public FakeUser withName(String first, String last) {
        firstName = first;
        lastName = last;
        return this;
    }

    public FakeUser withAttribute(String name, String value) {
        attributes.put(name, value);
        return this;
    }

    public FakeUser withRequiredAction(String action) {
        requiredActions.add(action);
        return this;
    }

    /** A stored password; null: without a date, as very old ones are. */
    public FakeUser withPasswordSetAt(Instant when) {
        passwordsSetAt.add(when == null ? null : when.toEpochMilli());
        return this;
    }

    /** Gives a role, by the id that {@link FakeRealm} gives it: its name, or client.name. */
    public FakeUser withRole(String roleId) {
        roles.add(roleId);
        return this;
    }

    public FakeUser inGroup(String groupId) {
        groups.add(groupId);
        return this;
    }

    public FakeUser serviceAccountOf(String clientId) {
        serviceAccountOf = clientId;
        return this;
    }

    /** Makes the user one of another store, such as an LDAP directory. */
    public FakeUser ofStore(String storeId, boolean takesNothing) {
        store = storeId;
        readOnly = takesNothing;
        return this;
    }

    public FakeUser disabled() {
        enabled = false;
        return this;
    }

    public Map<String, String> attributes() {
        return attributes;
    }

    public String getId() {
        return id;
    }

    public String getFederationLink() {
        return store;
    }

    public String getServiceAccountClientLink() {
        return serviceAccountOf;
    }

    public boolean hasRole(RoleModel role) {
        return roles.contains(role.getId());
    }

    public boolean isMemberOf(GroupModel group) {
        return groups.contains(group.getId());
    }

    public String getUsername() {
        return id;
    }

    public String getFirstName() {
        return firstName;
    }

    public String getLastName() {
        return lastName;
    }

    public String getEmail() {
        return email;
    }

    public boolean isEnabled() {
        return enabled;
    }

    public String getFirstAttribute(String name) {
        return attributes.get(name);
    }

    public void setSingleAttribute(String name, String value) {
        if (readOnly) {
            throw new ReadOnlyException("This store takes nothing");
        }
        attributes.put(name, value);
    }

    public void removeAttribute(String name) {
        if (readOnly) {
            throw new ReadOnlyException("This store takes nothing");
        }
        attributes.remove(name);
    }

    public Stream<String> getRequiredActionsStream() {
        return requiredActions.stream();
    }

    public SubjectCredentialManager credentialManager() {
        return Fake.of(SubjectCredentialManager.class, new Object() {
            @SuppressWarnings("unused")
            public Stream<CredentialModel> getStoredCredentialsByTypeStream(String type) {
                return PasswordCredentialModel.TYPE.equals(type)
                        ? passwordsSetAt.stream().map(FakeUser::password)
                        : Stream.empty();
            }
        });
    }

    private static CredentialModel password(Long setAt) {
        CredentialModel password = new CredentialModel();
        password.setType(PasswordCredentialModel.TYPE);
        password.setCreatedDate(setAt);
        return password;
    }
}
