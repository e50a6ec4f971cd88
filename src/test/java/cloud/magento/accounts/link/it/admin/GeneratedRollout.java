package cloud.magento.accounts.link.it.admin;

import cloud.magento.accounts.link.it.scenario.Site;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.keycloak.admin.client.resource.RealmResource;

/**
 * Many users of the cloud in the middle of a rollout, written to Keycloak's PostgreSQL by
 * {@code generated-rollout.sql}. That file says what they are like, and how to run it by hand.
 */
public final class GeneratedRollout implements AutoCloseable {

    /** The system property with the database's address; without it Keycloak uses an in-memory database. */
    static final String DATABASE = "keycloak.db-url";

    /** The group that {@code exemptGroups} can name. */
    public static final String EXEMPT_GROUP = "/generated/partners";

    private static final String SCRIPT = "/generated-rollout.sql";

    private static final List<String> TABLES_OF_USERS =
            List.of("user_attribute", "federated_identity", "user_group_membership", "user_role_mapping", "credential");

    private final Connection database;
    private final RealmResource cloud;

    GeneratedRollout(int users) throws SQLException, IOException {
        this(DriverManager.getConnection(System.getProperty(DATABASE), "keycloak", ""), Site.cloud(), users);
    }

    /**
     * Writes the users.
     *
     * @param database that of the realm. It is closed with this
     */
    public GeneratedRollout(Connection database, RealmResource cloud, int users) throws SQLException, IOException {
        this.database = database;
        this.cloud = cloud;
        try (InputStream script = GeneratedRollout.class.getResourceAsStream(SCRIPT)) {
            execute(new String(script.readAllBytes(), StandardCharsets.UTF_8)
                    .replace(":'realm'", "'cloud'")
                    .replace(":users", String.valueOf(users)));
        }
        // Keycloak does not know of the groups yet.
        clearCaches();
    }

    /** The rows of a query with a text and a number. */
    public Map<String, Long> counts(String sql) throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getLong(2));
            }
        }
        return counts;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        try (database) {
            // Without this the database looks for the rows of each user in every table that refers to users.
            execute("SET session_replication_role = replica");
            for (String table : TABLES_OF_USERS) {
                execute("DELETE FROM " + table
                        + " WHERE user_id IN (SELECT id FROM user_entity WHERE username LIKE 'generated-%')");
            }
            execute("DELETE FROM user_entity WHERE username LIKE 'generated-%'");
            execute("DELETE FROM keycloak_group WHERE name = 'generated' OR parent_group IN"
                    + " (WITH RECURSIVE below(id) AS (SELECT id FROM keycloak_group WHERE name = 'generated'"
                    + " UNION ALL SELECT g.id FROM keycloak_group g JOIN below ON below.id = g.parent_group)"
                    + " SELECT id FROM below)");
        }
        clearCaches();
    }

    private void clearCaches() {
        cloud.clearRealmCache();
        cloud.clearUserCache();
    }
}
