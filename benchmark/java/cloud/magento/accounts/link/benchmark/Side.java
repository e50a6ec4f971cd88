package cloud.magento.accounts.link.benchmark;

import cloud.magento.accounts.link.it.scenario.ActionSettings;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.server.Build;
import cloud.magento.accounts.link.it.server.KeycloakServer;
import cloud.magento.accounts.link.it.server.MeasuredKeycloak;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.resource.RealmResource;

/** One of two Keycloaks that are compared, with the extension or without, and its database. */
final class Side implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger NUMBER = new AtomicInteger();
    /** What the build of Keycloak reads. */
    private static final String FEATURES = "keycloak.features";

    private static final String ACTION = "connect-magento";

    /**
     * Passwords are hashed as fast as Keycloak can, so that the rest shows. The provider is a realm of the same server:
     * with Keycloak's 50 threads, all of them can wait for answers that need one more.
     */
    private static final List<String> OPTIONS = List.of(
            "--http-pool-max-threads=256",
            "--spi-password-hashing--argon2--iterations=1",
            "--spi-password-hashing--argon2--memory=64",
            "--log-level=WARN");

    /** The count for the metrics belongs to no request. It would begin in the middle of a round. */
    private static final String COUNTS_LATER = "--spi-events-listener--magento-link-lost-answers--count-seconds=86400";

    private final String name;
    private final boolean hasExtension;
    private final List<String> options;
    private final Database database;
    private final KeycloakServer server;
    private final Keycloak admin;

    private Side(String name, boolean hasExtension, Database database, List<String> options) throws IOException {
        this.name = name;
        this.hasExtension = hasExtension;
        this.options = options;
        this.database = database;
        List<String> all = new ArrayList<>(OPTIONS);
        all.addAll(options);
        server = MeasuredKeycloak.start(start(name, hasExtension, database.address(name)), all);
        admin = Keycloak.getInstance(address().toString(), "master", "admin", "admin", "admin-cli");
    }

    private static MeasuredKeycloak.Start start(String name, boolean hasExtension, String address) throws IOException {
        Path realm = hasExtension ? Build.root().resolve("realm-export.json") : plainRealm();
        return new MeasuredKeycloak.Start(name, hasExtension, realm, address, heap());
    }

    private static Side onNewDatabase(String prefix, boolean hasExtension, Database database, List<String> options)
            throws IOException, SQLException {
        String name = prefix + NUMBER.incrementAndGet();
        database.create(name);
        return new Side(name, hasExtension, database, options);
    }

    /** Builds Keycloak if need be, so that a start that is timed does not. */
    static void prepare(boolean hasExtension) throws IOException {
        MeasuredKeycloak.prepare(start("prepared", hasExtension, "jdbc:postgresql:none"));
    }

    /** Another start on the database of this one, which must be closed. Its address is another one. */
    Side again() throws IOException {
        return new Side(name, hasExtension, database, options);
    }

    /** The size of a server's heap, as Java's options write it. */
    static String heap() {
        return System.getProperty("benchmark.heap", "512m");
    }

    /** With the extension, and more options of the start. */
    static Side with(Database database, String... options) throws IOException, SQLException {
        return onNewDatabase("with", true, database, measured(options));
    }

    /** Keycloak alone, with the same options. */
    static Side without(Database database, String... options) throws IOException, SQLException {
        return onNewDatabase("without", false, database, measured(options));
    }

    /** With what a server does by itself each minute. */
    static Side idle(Database database, boolean hasExtension) throws IOException, SQLException {
        return onNewDatabase("idle", hasExtension, database, List.of());
    }

    /** With the extension, and with a feature of Keycloak that is not enabled by default. */
    static Side withFeature(Database database, String feature) throws IOException, SQLException {
        System.setProperty(FEATURES, feature);
        try {
            return with(database);
        } finally {
            System.clearProperty(FEATURES);
        }
    }

    private static List<String> measured(String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.add(COUNTS_LATER);
        return all;
    }

    /** The realm file without what the JAR adds to a realm. All else is the same, also the steps of the flows. */
    private static Path plainRealm() throws IOException {
        ObjectNode realm = (ObjectNode)
                JSON.readTree(Build.root().resolve("realm-export.json").toFile());
        realm.remove(List.of(
                "loginTheme",
                "accountTheme",
                "emailTheme",
                "clientProfiles",
                "clientPolicies",
                "identityProviderMappers"));
        removeIf((ArrayNode) realm.get("requiredActions"), "alias", ACTION);
        for (JsonNode flow : realm.get("authenticationFlows")) {
            removeIf((ArrayNode) flow.get("authenticationExecutions"), "authenticator", "magento-link-authenticator");
        }
        Path file = Build.target().resolve("benchmark/cloud-realm.json");
        Files.createDirectories(file.getParent());
        JSON.writeValue(file.toFile(), realm);
        return file;
    }

    private static void removeIf(ArrayNode array, String field, String value) {
        array.removeIf(element -> element.path(field).asText().equals(value));
    }

    URI address() {
        return server.address();
    }

    KeycloakServer server() {
        return server;
    }

    /** The name of its database. */
    String name() {
        return name;
    }

    RealmResource cloud() {
        return admin.realm("cloud");
    }

    RealmResource magento() {
        return admin.realm("magento");
    }

    CloudUsers users() {
        return new CloudUsers(cloud(), magento());
    }

    String token() {
        return admin.tokenManager().getAccessTokenString();
    }

    /** Changes settings of the extension and keeps the others. An empty value removes a setting. */
    void set(Map<String, String> changes) {
        new ActionSettings(cloud()).change(changes);
    }

    Connection connect() throws SQLException {
        return database.connect(name);
    }

    @Override
    public void close() {
        admin.close();
        server.close();
    }
}
