package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldif.LDIFException;
import jakarta.ws.rs.core.Response;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.common.util.MultivaluedHashMap;
import org.keycloak.representations.idm.ComponentRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** The LDAP directory of a company, within this process, and the cloud realm's view of it. */
final class Directory implements AutoCloseable {

    private static final String PEOPLE = "ou=people,dc=example,dc=com";
    private static final String ADMIN = "cn=admin,dc=example,dc=com";
    private static final String ADMINS_PASSWORD = "secret";

    private final RealmResource realm;
    private final InMemoryDirectoryServer server;
    private final String component;
    private volatile HeldUp heldUp = new HeldUp("");

    /** How Keycloak treats the people of a directory. */
    enum Kind {
        UNSYNCED(true),
        READ_ONLY(true),
        READ_ONLY_NOT_IMPORTED(false),
        WRITABLE_NOT_IMPORTED(false);

        private final boolean isImported;

        Kind(boolean isImported) {
            this.isImported = isImported;
        }

        private String editMode() {
            return name().replace("_NOT_IMPORTED", "");
        }
    }

    /**
     * Starts it and makes it a user store of the realm.
     *
     * @param host the name under which Keycloak reaches this machine
     */
    Directory(RealmResource realm, String host, Kind kind) {
        this.realm = realm;
        try {
            InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=com");
            config.setListenerConfigs(
                    InMemoryListenerConfig.createLDAPConfig("loopback", InetAddress.getLoopbackAddress(), 0, null));
            config.addAdditionalBindCredentials(ADMIN, ADMINS_PASSWORD);
            config.addInMemoryOperationInterceptor(new InMemoryOperationInterceptor() {
                @Override
                public void processSearchRequest(InMemoryInterceptedSearchRequest search) {
                    heldUp.ask(search.getRequest().getFilter());
                }
            });
            server = new InMemoryDirectoryServer(config);
            server.add("dn: dc=example,dc=com", "objectClass: domain", "dc: example");
            server.add("dn: " + PEOPLE, "objectClass: organizationalUnit", "ou: people");
            server.startListening();
        } catch (LDAPException | LDIFException e) {
            throw new IllegalStateException(e);
        }
        component = register("ldap://" + host + ":" + server.getListenPort(), kind);
    }

    /** Takes a user of the realm over: from now on the person comes from here, under the same name. */
    CloudUser takeOver(CloudUser user) {
        realm.users().get(user.id()).remove();
        try {
            server.add(
                    "dn: " + dn(user),
                    "objectClass: inetOrgPerson",
                    "uid: " + user.username(),
                    "cn: Test",
                    "sn: User",
                    "mail: " + user.email(),
                    "userPassword: " + CloudUser.PASSWORD);
        } catch (LDAPException | LDIFException e) {
            throw new IllegalStateException(e);
        }
        List<UserRepresentation> found = realm.users().searchByUsername(user.username(), true);
        assertThat(found).hasSize(1);
        return new CloudUser(found.get(0).getId(), user.username(), user.email(), user.magento());
    }

    /** Sets a password here, past Keycloak. */
    void setPassword(CloudUser user, String password) {
        try {
            server.modify(dn(user), new Modification(ModificationType.REPLACE, "userPassword", password));
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * From now on the first question for this e-mail address stays without an answer until somebody releases it. What
     * Keycloak does then stands still, in the middle of its transaction.
     */
    HeldUp holdUp(String address) {
        return heldUp = new HeldUp(address);
    }

    /** From now on Keycloak treats the people like this; both kinds must be imported, or both not. */
    void becomes(Kind kind) {
        ComponentRepresentation store = realm.components().component(component).toRepresentation();
        store.getConfig().putSingle("bindCredential", ADMINS_PASSWORD);
        store.getConfig().putSingle("editMode", kind.editMode());
        realm.components().component(component).update(store);
    }

    /** The person leaves the company. */
    void remove(CloudUser user) {
        try {
            server.delete(dn(user));
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        heldUp.release();
        realm.components().component(component).remove();
        server.shutDown(true);
    }

    private static String dn(CloudUser user) {
        return "uid=" + user.username() + "," + PEOPLE;
    }

    private String register(String address, Kind kind) {
        ComponentRepresentation store = new ComponentRepresentation();
        store.setName("directory");
        store.setProviderId("ldap");
        store.setProviderType("org.keycloak.storage.UserStorageProvider");
        store.setParentId(realm.toRepresentation().getId());
        store.setConfig(new MultivaluedHashMap<>());
        Map.ofEntries(
                        Map.entry("enabled", "true"),
                        Map.entry("vendor", "other"),
                        Map.entry("connectionUrl", address),
                        Map.entry("authType", "simple"),
                        Map.entry("bindDn", ADMIN),
                        Map.entry("bindCredential", ADMINS_PASSWORD),
                        Map.entry("usersDn", PEOPLE),
                        Map.entry("userObjectClasses", "inetOrgPerson"),
                        Map.entry("usernameLDAPAttribute", "uid"),
                        Map.entry("rdnLDAPAttribute", "uid"),
                        Map.entry("uuidLDAPAttribute", "entryUUID"),
                        Map.entry("editMode", kind.editMode()),
                        Map.entry("importEnabled", Boolean.toString(kind.isImported)))
                .forEach(store.getConfig()::putSingle);
        try (Response response = realm.components().add(store)) {
            return CreatedResponseUtil.getCreatedId(response);
        }
    }

    /** A question that waits for its answer. */
    static final class HeldUp {

        private static final long PATIENCE_SECONDS = 60;

        private final Filter question;
        private final AtomicBoolean isAsked = new AtomicBoolean();
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        private HeldUp(String address) {
            question = Filter.createEqualityFilter("mail", address);
        }

        /** Waits until Keycloak has asked. */
        void await() throws InterruptedException {
            assertThat(asked.await(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("asked for %s", question)
                    .isTrue();
        }

        /** Keycloak gets its answer. */
        void release() {
            released.countDown();
        }

        private void ask(Filter filter) {
            if (!filter.toString().contains(question.toString()) || !isAsked.compareAndSet(false, true)) {
                return;
            }
            asked.countDown();
            try {
                released.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
