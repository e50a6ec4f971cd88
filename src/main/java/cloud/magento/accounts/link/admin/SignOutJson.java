package cloud.magento.accounts.link.admin;

import cloud.magento.accounts.link.change.BatchProgress;
import cloud.magento.accounts.link.change.BatchRequest;
import cloud.magento.accounts.link.change.OverdueSignOut;

/** The answer of {@code sign-out}. Its components are the fields of the JSON; null: the JSON lacks the field. */
record SignOutJson(
        boolean dryRun, int users, int sessions, int offlineSessions, int failed, String after, boolean done) {

    static SignOutJson of(BatchRequest request, OverdueSignOut.Result result) {
        BatchProgress progress = result.progress();
        return new SignOutJson(
                request.dryRun(),
                result.users(),
                result.sessions(),
                result.offlineSessions(),
                progress.failed(),
                progress.after().isEmpty() ? null : progress.after(),
                progress.done());
    }
}
