package cloud.magento.accounts.link.change;

import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.policy.Mode;
import cloud.magento.accounts.link.report.ReportedUser;
import cloud.magento.accounts.link.report.Rollout;
import cloud.magento.accounts.link.report.UserFilter;
import cloud.magento.accounts.link.report.UserFilter.Group;
import cloud.magento.accounts.link.report.UserReport;
import cloud.magento.accounts.link.report.UserState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/**
 * Signs out the users who are overdue. A repeated call finds nothing to do for users who are signed out already. An app
 * that does not answer a back-channel logout delays the transaction of one user only.
 */
public final class OverdueSignOut implements UserBatch.Work<ReportedUser> {

    private final Rollout rollout;
    private final boolean dryRun;

    private int users;
    private int sessions;
    private int offlineSessions;

    /**
     * What a call has done, or would do.
     *
     * @param users the users who were signed out
     * @param sessions their sessions that were ended
     * @param offlineSessions their offline sessions that were ended
     */
    public record Result(int users, int sessions, int offlineSessions, BatchProgress progress) {}

    private OverdueSignOut(Rollout rollout, boolean dryRun) {
        this.rollout = rollout;
        this.dryRun = dryRun;
    }

    /** Why nobody is signed out now, as a message for an admin; empty: users can be signed out. */
    public static Optional<String> obstacle(Rollout rollout) {
        Mode mode = rollout.settings().mode();
        if (mode != Mode.ON) {
            return Optional.of("In mode " + mode.name().toLowerCase(Locale.ROOT)
                    + " nobody has to connect, so nobody is overdue.");
        }
        return ProviderStatus.outage(rollout.parsed(), rollout.session())
                .map(problem -> "Users could not connect when they sign in again. " + problem);
    }

    /** Signs users out, or counts them. */
    public static Result run(Rollout rollout, BatchRequest request) {
        OverdueSignOut signOut = new OverdueSignOut(rollout, request.dryRun());
        BatchProgress progress = UserBatch.run(rollout.session(), rollout.realm(), request, signOut);
        return new Result(signOut.users, signOut.sessions, signOut.offlineSessions, progress);
    }

    @Override
    public List<ReportedUser> page(KeycloakSession session, String after, int max) {
        return UserReport.list(
                rollout.in(session), new UserFilter(Optional.of(new Group.InState(UserState.OVERDUE)), "", after, max));
    }

    @Override
    public String id(ReportedUser user) {
        return user.id();
    }

    @Override
    public Runnable change(KeycloakSession session, ReportedUser user) {
        UserSignOut.Counts ended = UserSignOut.of(session, user).end(dryRun);
        return () -> count(ended);
    }

    private void count(UserSignOut.Counts ended) {
        users += ended.isAny() ? 1 : 0;
        sessions += ended.sessions();
        offlineSessions += ended.offlineSessions();
    }
}
