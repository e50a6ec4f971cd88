package cloud.magento.accounts.link.it.scenario;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;

/** Direct access to Keycloak's PostgreSQL, like another server of the cluster. */
public final class Database {

    /** The system property with the database's address; without it Keycloak uses an in-memory database. */
    public static final String URL = "keycloak.db-url";

    private Database() {}

    /** Opens a connection without auto-commit. */
    public static Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection(System.getProperty(URL), "keycloak", "");
        connection.setAutoCommit(false);
        return connection;
    }

    /** Executes a statement in the transaction of the connection. */
    public static void execute(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    /** Executes a statement in its own transaction. */
    public static void executeAndCommit(String sql, String... values) throws SQLException {
        try (Connection connection = connect()) {
            execute(connection, sql, values);
            connection.commit();
        }
    }

    /** Takes the lock on an account at Magento.com, as LinkLock does, until the transaction ends. */
    public static void holdAccount(Connection connection, MagentoAccount account) throws SQLException {
        hold(connection, keyOf(account));
    }

    /** Takes the lock with this key in the same way. */
    public static void hold(Connection connection, String key) throws SQLException {
        execute(connection, "INSERT INTO revoked_token (id, expire) VALUES (?, 0)", key);
        execute(connection, "DELETE FROM revoked_token WHERE id = ?", key);
    }

    /** The key of the lock on an account at Magento.com. */
    public static String keyOf(MagentoAccount account) {
        return keyOf(CloudUsers.ALIAS + '\n' + account.id());
    }

    /** The key of the lock on a user. */
    public static String keyOf(CloudUser user) {
        return keyOf(user.id());
    }

    private static String keyOf(String resource) {
        String what = Site.cloud().toRepresentation().getId() + '\n' + resource;
        try {
            return "magento-link."
                    + HexFormat.of()
                            .formatHex(
                                    MessageDigest.getInstance("SHA-256").digest(what.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Inserts a link without invalidating a cache. */
    public static void link(Connection connection, CloudUser user, MagentoAccount account) throws SQLException {
        execute(
                connection,
                "INSERT INTO federated_identity"
                        + " (identity_provider, realm_id, federated_user_id, federated_username, user_id)"
                        + " VALUES (?, ?, ?, ?, ?)",
                CloudUsers.ALIAS,
                Site.cloud().toRepresentation().getId(),
                account.id(),
                account.username(),
                user.id());
    }

    /** Waits until a statement of Keycloak that contains this text waits for another transaction. */
    public static void awaitWaiting(String text) {
        await("wait_event_type = 'Lock' AND query ILIKE '%" + text + "%'");
    }

    /** Waits until an active statement fulfils the condition. */
    public static void await(String condition) {
        Eventually.get(
                () -> activities(condition) > 0 ? Optional.of(true) : Optional.empty(),
                () -> "No active statement in the database where " + condition);
    }

    private static int activities(String condition) {
        return count("SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND state = 'active' AND "
                + condition);
    }

    /** The number that a query finds in what is committed. */
    public static int count(String sql, String... values) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getInt(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
