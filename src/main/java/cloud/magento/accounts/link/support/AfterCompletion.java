package cloud.magento.accounts.link.support;

import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;

/** Work for when the transaction of a request has ended. */
public final class AfterCompletion extends AbstractKeycloakTransaction {

    private final Runnable work;
    private final boolean alsoAfterRollback;

    private AfterCompletion(Runnable work, boolean alsoAfterRollback) {
        this.work = work;
        this.alsoAfterRollback = alsoAfterRollback;
    }

    /** Work to be done however it ended. */
    public static void inAnyCase(KeycloakSession session, Runnable work) {
        session.getTransactionManager().enlistAfterCompletion(new AfterCompletion(work, true));
    }

    /** Work to be done if what happened has been kept. */
    public static void ifKept(KeycloakSession session, Runnable work) {
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
