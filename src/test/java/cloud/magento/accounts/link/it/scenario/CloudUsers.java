package cloud.magento.accounts.link.it.scenario;

import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.admin.client.resource.UserResource;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.FederatedIdentityRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** Creates users with unique names, so that tests do not share users. */
public final class CloudUsers {

    public static final String ALIAS = "magento";

    private final RealmResource cloud;
    private final RealmResource magento;

    public CloudUsers(RealmResource cloud, RealmResource magento) {
        this.cloud = cloud;
        this.magento = magento;
    }

    /** A user who has a Magento.com account of the same email address, not connected. */
    public CloudUser unlinked() {
        return unlinked(user -> {});
    }

    /** The same, with changes to the cloud user. */
    public CloudUser unlinked(Consumer<UserRepresentation> change) {
        return unlinked(change, account -> {});
    }

    /** The same, with changes to both accounts. */
    public CloudUser unlinked(Consumer<UserRepresentation> change, Consumer<UserRepresentation> changeAtMagento) {
        String name = "u" + UUID.randomUUID().toString().substring(0, 8);
        UserRepresentation atMagento = person("m" + name, name + "@example.com");
        changeAtMagento.accept(atMagento);
        UserRepresentation atCloud = person(name, name + "@example.com");
        change.accept(atCloud);
        MagentoAccount account =
                new MagentoAccount(create(magento, atMagento), atMagento.getUsername(), atMagento.getEmail());
        return new CloudUser(create(cloud, atCloud), atCloud.getUsername(), atCloud.getEmail(), account);
    }

    /** A user whose Magento.com account is connected. */
    public CloudUser linked() {
        CloudUser user = unlinked();
        link(user, user.magento());
        return user;
    }

    /** Connects as an admin does, without the page. */
    public void link(CloudUser user, MagentoAccount account) {
        int status = give(user, account);
        if (status != 204) {
            throw new AssertionError("Linking answered " + status);
        }
    }

    /** Tries the same and returns the HTTP status. */
    public int give(CloudUser user, MagentoAccount account) {
        FederatedIdentityRepresentation identity = new FederatedIdentityRepresentation();
        identity.setIdentityProvider(ALIAS);
        identity.setUserId(account.id());
        identity.setUserName(account.username());
        try (Response response = resource(user).addFederatedIdentity(ALIAS, identity)) {
            return response.getStatus();
        }
    }

    /** The link as stored, if there is one. */
    public Optional<FederatedIdentityRepresentation> linkOf(CloudUser user) {
        List<FederatedIdentityRepresentation> links = resource(user).getFederatedIdentity();
        if (links.size() > 1) {
            throw new AssertionError("More than one link: " + links.size());
        }
        return links.stream().findFirst();
    }

    /** Whether the user is connected to this account. */
    public boolean isLinked(CloudUser user, MagentoAccount account) {
        return linkOf(user)
                .map(FederatedIdentityRepresentation::getUserId)
                .filter(account.id()::equals)
                .isPresent();
    }

    /** The user as stored. */
    public UserRepresentation stored(CloudUser user) {
        return resource(user).toRepresentation();
    }

    /** An attribute that only admins see. */
    public Optional<String> attribute(CloudUser user, String name) {
        Map<String, List<String>> attributes = stored(user).getAttributes();
        return attributes == null
                ? Optional.empty()
                : Optional.ofNullable(attributes.get(name)).map(values -> values.get(0));
    }

    /** Sets an attribute as an admin. */
    public void attribute(CloudUser user, String name, String value) {
        UserRepresentation representation = stored(user);
        representation.singleAttribute(name, value);
        resource(user).update(representation);
    }

    /** The admin client's resource of the user. */
    public UserResource resource(CloudUser user) {
        return cloud.users().get(user.id());
    }

    /** Changes an account at Magento.com. */
    public void change(MagentoAccount account, Consumer<UserRepresentation> change) {
        UserResource resource = magento.users().get(account.id());
        UserRepresentation representation = resource.toRepresentation();
        change.accept(representation);
        resource.update(representation);
    }

    /** An admin resets the user's password. */
    public void resetPassword(CloudUser user) {
        CredentialRepresentation password = new CredentialRepresentation();
        password.setType(CredentialRepresentation.PASSWORD);
        password.setValue("reset by an admin");
        resource(user).resetPassword(password);
    }

    /** Gives the user a realm role. */
    public void grant(CloudUser user, String role) {
        resource(user).roles().realmLevel().add(List.of(cloud.roles().get(role).toRepresentation()));
    }

    /** Gives the user a role of a client. */
    public void grant(CloudUser user, String client, String role) {
        String id = cloud.clients().findByClientId(client).get(0).getId();
        resource(user)
                .roles()
                .clientLevel(id)
                .add(List.of(cloud.clients().get(id).roles().get(role).toRepresentation()));
    }

    /** Removes a realm role. */
    public void revoke(CloudUser user, String role) {
        resource(user)
                .roles()
                .realmLevel()
                .remove(List.of(cloud.roles().get(role).toRepresentation()));
    }

    private static UserRepresentation person(String username, String email) {
        CredentialRepresentation password = new CredentialRepresentation();
        password.setType(CredentialRepresentation.PASSWORD);
        password.setValue(CloudUser.PASSWORD);
        UserRepresentation user = new UserRepresentation();
        user.setUsername(username);
        user.setEmail(email);
        user.setEmailVerified(true);
        user.setFirstName("Test");
        user.setLastName("User");
        user.setEnabled(true);
        user.setCredentials(List.of(password));
        return user;
    }

    private static String create(RealmResource realm, UserRepresentation user) {
        try (Response response = realm.users().create(user)) {
            return CreatedResponseUtil.getCreatedId(response);
        }
    }
}
