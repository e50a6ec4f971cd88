package cloud.magento.accounts.link.user;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.policy.UserFacts;
import cloud.magento.accounts.link.support.UserContext;
import java.time.Instant;
import java.util.Optional;

/** Reads what the policy needs to know about a user. */
public final class UserFactsReader {

    private UserFactsReader() {}

    /**
     * Reads the facts. For a connected user it reads the link only, which Keycloak caches with the user.
     *
     * @param passive whether no page can be shown in this login
     */
    public static UserFacts read(UserContext context, LinkSettings settings, boolean passive) {
        if (isLinked(context, settings)) {
            return UserFacts.connected();
        }
        boolean exempt = Exemptions.cover(context, settings);
        if (!AttributeProtection.covers(AskRecord.ATTRIBUTES, context.session(), context.realm())) {
            // Long since asked, no "Not now" in effect, no personal deadline: a user gains nothing by writing them.
            return new UserFacts(
                    false, exempt, Optional.of(Instant.EPOCH), Optional.empty(), 0, Optional.empty(), passive);
        }
        AskRecord asked = new AskRecord(context);
        return new UserFacts(
                false,
                exempt,
                asked.firstAsked(),
                asked.snoozedUntil(),
                asked.snoozes(),
                asked.personalDeadline(),
                passive);
    }

    /** Whether the user has connected an account of the provider. */
    public static boolean isLinked(UserContext context, LinkSettings settings) {
        return context.session().users().getFederatedIdentity(context.realm(), context.user(), settings.idpAlias())
                != null;
    }
}
