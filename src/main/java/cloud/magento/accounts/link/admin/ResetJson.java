package cloud.magento.accounts.link.admin;

import cloud.magento.accounts.link.change.BatchProgress;
import cloud.magento.accounts.link.change.BatchRequest;
import cloud.magento.accounts.link.change.CampaignReset;

/** The answer of {@code reset}. Its components are the fields of the JSON; null: the JSON lacks the field. */
record ResetJson(boolean dryRun, int users, int failed, String after, boolean done) {

    static ResetJson of(BatchRequest request, CampaignReset.Result result) {
        BatchProgress progress = result.progress();
        return new ResetJson(
                request.dryRun(),
                result.users(),
                progress.failed(),
                progress.after().isEmpty() ? null : progress.after(),
                progress.done());
    }
}
