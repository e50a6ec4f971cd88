package cloud.magento.accounts.link.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.keycloak.representations.idm.RealmRepresentation;

/** Keycloak's fine-grained admin permissions, switched on in the cloud realm as long as this is open. */
public final class FineGrained implements AutoCloseable {

    /** Switches them on. */
    public FineGrained() {
        enable(true);
    }

    /** Allows this admin to manage one user. */
    public void allow(ServiceAdmin admin, CloudUser user) {
        String client = Site.cloud()
                .clients()
                .findByClientId("admin-permissions")
                .get(0)
                .getId();
        String server = Site.address() + "/admin/realms/cloud/clients/" + client + "/authz/resource-server/";
        String name = UUID.randomUUID().toString();
        create(
                server + "policy/user",
                "{\"name\": \"" + name + "\", \"type\": \"user\", \"logic\": \"POSITIVE\", \"users\": [\""
                        + admin.userId() + "\"]}");
        create(
                server + "permission/scope",
                "{\"name\": \"may-" + name + "\", \"resourceType\": \"Users\", \"resources\": [\"" + user.id()
                        + "\"], \"scopes\": [\"view\", \"manage\"], \"policies\": [\"" + name + "\"]}");
    }

    private static void create(String address, String json) {
        Http.Answer answer = Http.send("POST", address, Site.token(), json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    @Override
    public void close() {
        enable(false);
    }

    private static void enable(boolean enabled) {
        RealmRepresentation realm = Site.cloud().toRepresentation();
        realm.setAdminPermissionsEnabled(enabled);
        Site.cloud().update(realm);
    }
}
