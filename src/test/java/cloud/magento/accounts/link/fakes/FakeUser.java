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

/** A user with an email address, attributes and passwords. */
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
    private int groupQuestions;
    private final Set<String> roles = new HashSet<>();
    private final Set<String> groups = new HashSet<>();
    private final UserModel model = Fake.of(Model.class, this);

    public FakeUser(String id) {
        this.id = id;
    }

    public UserModel model() {
        return model;
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

    /** How often it was asked whether the user is a member of a group. */
    public int groupQuestions() {
        return groupQuestions;
    }

    public Map<String, String> attributes() {
        return attributes;
    }

    private interface Model extends Fake<FakeUser>, UserModel {

        @Override
        default String getId() {
            return state().id;
        }

        @Override
        default String getFederationLink() {
            return state().store;
        }

        @Override
        default boolean isFederated() {
            return state().store != null;
        }

        @Override
        default String getServiceAccountClientLink() {
            return state().serviceAccountOf;
        }

        @Override
        default boolean hasRole(RoleModel role) {
            return state().roles.contains(role.getId());
        }

        @Override
        default boolean isMemberOf(GroupModel group) {
            state().groupQuestions++;
            return state().groups.contains(group.getId());
        }

        @Override
        default String getUsername() {
            return state().id;
        }

        @Override
        default String getFirstName() {
            return state().firstName;
        }

        @Override
        default String getLastName() {
            return state().lastName;
        }

        @Override
        default String getEmail() {
            return state().email;
        }

        @Override
        default boolean isEnabled() {
            return state().enabled;
        }

        @Override
        default String getFirstAttribute(String name) {
            return state().attributes.get(name);
        }

        @Override
        default void setSingleAttribute(String name, String value) {
            state().checkWritable();
            state().attributes.put(name, value);
        }

        @Override
        default void removeAttribute(String name) {
            state().checkWritable();
            state().attributes.remove(name);
        }

        @Override
        default Stream<String> getRequiredActionsStream() {
            return state().requiredActions.stream();
        }

        @Override
        default SubjectCredentialManager credentialManager() {
            return Fake.of(Credentials.class, state());
        }
    }

    private void checkWritable() {
        if (readOnly) {
            throw new ReadOnlyException("This store takes nothing");
        }
    }

    private interface Credentials extends Fake<FakeUser>, SubjectCredentialManager {

        @Override
        default Stream<CredentialModel> getStoredCredentialsByTypeStream(String type) {
            return PasswordCredentialModel.TYPE.equals(type)
                    ? state().passwordsSetAt.stream().map(FakeUser::password)
                    : Stream.empty();
        }
    }

    private static CredentialModel password(Long setAt) {
        CredentialModel password = new CredentialModel();
        password.setType(PasswordCredentialModel.TYPE);
        password.setCreatedDate(setAt);
        return password;
    }
}
