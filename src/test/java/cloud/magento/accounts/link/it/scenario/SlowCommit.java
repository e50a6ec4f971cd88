package cloud.magento.accounts.link.it.scenario;

import java.sql.Connection;
import java.sql.SQLException;

/** Delays the commit of a link with the account until a connection releases its lock. */
public final class SlowCommit implements AutoCloseable {

    private static final String LOCK = "4711";

    private final Connection brake;

    /** Delays from now on. The connection that holds the commits back must not be used otherwise. */
    public SlowCommit(MagentoAccount account, Connection brake) throws SQLException {
        this.brake = brake;
        Database.executeAndCommit("CREATE FUNCTION slow_commit() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN PERFORM pg_advisory_xact_lock(" + LOCK + "); RETURN NULL; END'");
        Database.executeAndCommit("CREATE CONSTRAINT TRIGGER slow_commit AFTER INSERT ON federated_identity"
                + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.federated_user_id = '" + account.id()
                + "') EXECUTE FUNCTION slow_commit()");
        Database.execute(brake, "SELECT pg_advisory_xact_lock(" + LOCK + ")");
    }

    /** Lets the commits happen. */
    public void release() throws SQLException {
        brake.rollback();
    }

    @Override
    public void close() throws SQLException {
        release();
        Database.executeAndCommit("DROP FUNCTION slow_commit CASCADE");
    }
}
