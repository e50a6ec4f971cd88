package cloud.magento.accounts.link.broker;

import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;

/** Work for when the transaction of a request has ended. */
public final class Afterwards extends AbstractKeycloakTransaction {

    private final Runnable work;
    private final boolean alsoAfterRollback;

    private Afterwards(Runnable work, boolean alsoAfterRollback) {
        this.work = work;
        this.alsoAfterRollback = alsoAfterRollback;
    }

    /** Work to be done however it ended. */
    static void inAnyCase(KeycloakSession session, Runnable work) {
        session.getTransactionManager().enlistAfterCompletion(new Afterwards(work, true));
    }

    /** Work to be done if what happened has been kept. */
    public static void ifKept(KeycloakSession session, Runnable work) {
        session.getTransactionManager().enlistAfterCompletion(new Afterwards(work, false));
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
