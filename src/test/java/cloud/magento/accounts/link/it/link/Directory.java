package cloud.magento.accounts.link.it.link;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.CloudUser;
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
    private volatile BlockedSearch blocked = new BlockedSearch("");

    /** How Keycloak imports and edits the directory's users. */
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
     * Starts the server and registers it as a user store of the realm.
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
                    blocked.block(search.getRequest().getFilter());
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

    /** Moves a user of the realm into the directory, under the same name. */
    CloudUser add(CloudUser user) {
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

    /** Sets a password in the directory, without Keycloak. */
    void setPassword(CloudUser user, String password) {
        try {
            server.modify(dn(user), new Modification(ModificationType.REPLACE, "userPassword", password));
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * From now on the first search for this email address blocks until it is released. The request of Keycloak that
     * searches then waits in the middle of its transaction.
     */
    BlockedSearch blockSearch(String address) {
        return blocked = new BlockedSearch(address);
    }

    /** Changes how Keycloak edits the users; both kinds must be imported, or both not. */
    void changeTo(Kind kind) {
        ComponentRepresentation store = realm.components().component(component).toRepresentation();
        store.getConfig().putSingle("bindCredential", ADMINS_PASSWORD);
        store.getConfig().putSingle("editMode", kind.editMode());
        realm.components().component(component).update(store);
    }

    /** Removes the user from the directory. */
    void remove(CloudUser user) {
        try {
            server.delete(dn(user));
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From now on the server cannot be reached. */
    void stopAnswering() {
        server.shutDown(true);
    }

    @Override
    public void close() {
        blocked.release();
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

    /** A search that waits until the test releases it. */
    static final class BlockedSearch {

        private static final long PATIENCE_SECONDS = 60;

        private final Filter wanted;
        private final AtomicBoolean isReached = new AtomicBoolean();
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        private BlockedSearch(String address) {
            wanted = Filter.createEqualityFilter("mail", address);
        }

        /** Waits until Keycloak searches. */
        void await() throws InterruptedException {
            assertThat(reached.await(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("a search for %s", wanted)
                    .isTrue();
        }

        /** Lets the search continue. */
        void release() {
            released.countDown();
        }

        private void block(Filter filter) {
            if (!filter.toString().contains(wanted.toString()) || !isReached.compareAndSet(false, true)) {
                return;
            }
            reached.countDown();
            try {
                released.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
