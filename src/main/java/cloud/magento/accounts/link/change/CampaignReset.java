package cloud.magento.accounts.link.change;

import cloud.magento.accounts.link.report.AttributedUsers;
import cloud.magento.accounts.link.support.UserContext;
import cloud.magento.accounts.link.user.AskAttributes;
import cloud.magento.accounts.link.user.AskRecord;
import cloud.magento.accounts.link.user.LinkedSince;
import cloud.magento.accounts.link.user.SentReminders;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Removes what is stored of prompts, reminders and connections, so that a campaign for another provider starts anew.
 * Otherwise the first prompt of the campaign before would shorten the grace period, its "Not now" would count, and its
 * personal deadlines, which are in the past, would be enforced at once.
 */
public final class CampaignReset implements UserBatch.Work<String> {

    private static final List<String> ATTRIBUTES = Stream.concat(
                    AskAttributes.ALL.stream(), Stream.of(LinkedSince.ATTRIBUTE, SentReminders.ATTRIBUTE))
            .toList();

    private final RealmModel realm;
    private final boolean dryRun;

    private int users;

    /**
     * What a call has done, or would do.
     *
     * @param users the users of whom something was removed
     */
    public record Result(int users, BatchProgress progress) {}

    private CampaignReset(RealmModel realm, boolean dryRun) {
        this.realm = realm;
        this.dryRun = dryRun;
    }

    /** Removes the attributes of users of this realm, or counts the users who have one. */
    public static Result run(KeycloakSession session, RealmModel realm, BatchRequest request) {
        CampaignReset reset = new CampaignReset(realm, request.dryRun());
        BatchProgress progress = UserBatch.run(session, realm, request, reset);
        return new Result(reset.users, progress);
    }

    @Override
    public List<String> page(KeycloakSession session, String after, int max) {
        return new AttributedUsers(session, realm, ATTRIBUTES).after(after, max);
    }

    @Override
    public String id(String user) {
        return user;
    }

    @Override
    public Runnable change(KeycloakSession session, String id) {
        RealmModel sameRealm = session.getContext().getRealm();
        UserModel user = session.users().getUserById(sameRealm, id);
        if (user == null) {
            return () -> {};
        }
        if (!dryRun) {
            UserContext context = new UserContext(session, sameRealm, user);
            new AskRecord(context).reset();
            SentReminders.remove(context);
            LinkedSince.remove(user);
        }
        return () -> users++;
    }
}
