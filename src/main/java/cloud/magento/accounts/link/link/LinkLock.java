package cloud.magento.accounts.link.link;

import cloud.magento.accounts.link.support.UserContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.HexFormat;
import org.hibernate.Session;
import org.jboss.logging.Logger;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.connections.jpa.util.JpaUtils;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;

/**
 * A lock that the database holds until the transaction of this request has ended, however it ends. Keycloak's database
 * has no unique key on the upstream id, so two users who confirm the same account at the same moment must wait for each
 * other here. So must two tabs of one user.
 *
 * <p>The lock is a key in a table of Keycloak that has a primary key and refers to no other table. It is inserted and
 * deleted in the same transaction, so no other transaction ever sees it. Nevertheless another transaction that inserts
 * the same key waits until this one has ended: until then, the database cannot know whether the key stays.
 */
public final class LinkLock {

    private static final Logger LOG = Logger.getLogger(LinkLock.class);

    /** H2 gives up sooner: after two seconds, unless its JDBC URL sets another limit. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(5);

    private static final String TABLE = "REVOKED_TOKEN";

    private LinkLock() {}

    /**
     * Takes the lock on the upstream account of a link, then on the user. A lock that this request holds already is not
     * taken again. No request waits for an account while it holds a user.
     *
     * <p>Returns false if another request does not release one of them within {@link #MAX_WAIT}. If the database has
     * ended the transaction in the meantime, as some do to break a deadlock, the transaction is marked for rollback,
     * too.
     */
    static boolean take(UserContext context, FederatedIdentityModel link) {
        String realmId = context.realm().getId();
        return take(context.session(), realmId + '\n' + link.getIdentityProvider() + '\n' + link.getUserId())
                && takeUser(context.session(), realmId, context.user().getId());
    }

    /** Takes the lock on a user alone. Nothing of the user need have been read before. */
    public static boolean takeUser(KeycloakSession session, String realmId, String userId) {
        return take(session, realmId + '\n' + userId);
    }

    private static boolean take(KeycloakSession session, String resource) {
        String key = "magento-link." + sha256(resource);
        if (session.getAttribute(key) != null) {
            return true;
        }
        var database = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        String table = JpaUtils.getTableNameForNativeQuery(TABLE, database);
        boolean taken = database.unwrap(Session.class)
                .doReturningWork(connection -> insertAndDelete(session, connection, table, key));
        if (taken) {
            session.setAttribute(key, true);
        }
        return taken;
    }

    /** After a statement has failed, PostgreSQL rejects all others of the transaction, except after a savepoint. */
    private static boolean insertAndDelete(KeycloakSession session, Connection connection, String table, String key)
            throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        try {
            execute(connection, "INSERT INTO " + table + " (ID, EXPIRE) VALUES (?, 0)", key);
            execute(connection, "DELETE FROM " + table + " WHERE ID = ?", key);
            return true;
        } catch (SQLException e) {
            LOG.warnf(
                    "Gave up waiting for another request that has locked the same account or user: %s", e.getMessage());
            rollBackTo(savepoint, session, connection);
            return false;
        }
    }

    private static void execute(Connection connection, String sql, String key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout((int) MAX_WAIT.toSeconds());
            statement.setString(1, key);
            statement.executeUpdate();
        }
    }

    private static void rollBackTo(Savepoint savepoint, KeycloakSession session, Connection connection) {
        try {
            connection.rollback(savepoint);
        } catch (SQLException e) {
            LOG.warnf("The database has ended the transaction: %s", e.getMessage());
            session.getTransactionManager().setRollbackOnly();
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
