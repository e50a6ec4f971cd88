package cloud.magento.accounts.link.it;

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

/** Keycloak's PostgreSQL, past Keycloak: a connection is what another server would have. */
final class Database {

    /** The system property that says where it is; without it Keycloak keeps everything in a memory of its own. */
    static final String URL = "keycloak.db-url";

    private Database() {}

    /** A connection whose first statement begins a transaction. */
    static Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection(System.getProperty(URL), "keycloak", "");
        connection.setAutoCommit(false);
        return connection;
    }

    static void execute(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    /** The same in a transaction of its own. */
    static void executeAndCommit(String sql, String... values) throws SQLException {
        try (Connection connection = connect()) {
            execute(connection, sql, values);
            connection.commit();
        }
    }

    /** Takes the lock on an account at Magento.com, as LinkLock does, for as long as the transaction lives. */
    static void holdAccount(Connection connection, MagentoAccount account) throws SQLException {
        String key = keyOf(account);
        execute(connection, "INSERT INTO revoked_token (id, expire) VALUES (?, 0)", key);
        execute(connection, "DELETE FROM revoked_token WHERE id = ?", key);
    }

    static String keyOf(MagentoAccount account) {
        String what = Site.cloud().toRepresentation().getId() + '\n' + CloudUsers.ALIAS + '\n' + account.id();
        try {
            return "magento-link."
                    + HexFormat.of()
                            .formatHex(
                                    MessageDigest.getInstance("SHA-256").digest(what.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes a link of which no cache hears. */
    static void link(Connection connection, CloudUser user, MagentoAccount account) throws SQLException {
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

    /** Waits until a statement of Keycloak that contains these words waits for another transaction. */
    static void awaitWaiting(String words) {
        await("wait_event_type = 'Lock' AND query ILIKE '%" + words + "%'");
    }

    /** Waits until the database is at work on something about which this holds. */
    static void await(String condition) {
        Eventually.get(
                () -> activities(condition) > 0 ? Optional.of(true) : Optional.empty(),
                () -> "Nothing goes on in the database where " + condition);
    }

    private static int activities(String condition) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND state = 'active' AND "
                                + condition);
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
