package cloud.magento.accounts.link.support;

import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;

/** Runs work after the end of the transaction of a request. */
public final class AfterCompletion extends AbstractKeycloakTransaction {

    private final Runnable work;
    private final boolean alsoAfterRollback;

    private AfterCompletion(Runnable work, boolean alsoAfterRollback) {
        this.work = work;
        this.alsoAfterRollback = alsoAfterRollback;
    }

    /** Runs the work after a commit or a rollback. */
    public static void always(KeycloakSession session, Runnable work) {
        session.getTransactionManager().enlistAfterCompletion(new AfterCompletion(work, true));
    }

    /** Runs the work after a commit, and never after a rollback. */
    public static void ifCommitted(KeycloakSession session, Runnable work) {
        session.getTransactionManager().enlistAfterCompletion(new AfterCompletion(work, false));
    }

    @Override
    protected void commitImpl() {
        work.run();
    }

    @Override
    protected void rollbackImpl() {
        if (alsoAfterRollback) {
            work.run();
        }
    }
}
