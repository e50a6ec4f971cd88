package cloud.magento.accounts.link.user;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.policy.UserFacts;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Gathers what the policy must know about a user. */
public final class UserFactsReader {

    private UserFactsReader() {}

    /**
     * Reads the facts. For a connected user it reads nothing but the link, which Keycloak has cached with the user.
     *
     * @param passive whether this login may not show a page
     */
    public static UserFacts read(
            UserModel user, boolean passive, LinkSettings settings, KeycloakSession session, RealmModel realm) {
        if (isLinked(user, settings, session, realm)) {
            return UserFacts.connected();
        }
        boolean exempt = Exemptions.cover(user, settings, session, realm);
        if (!AttributeProtection.covers(AskRecord.ATTRIBUTES, session, realm)) {
            // Asked long ago, no "Not now" in force, no deadline of their own: nobody gains by writing them.
            return new UserFacts(
                    false, exempt, Optional.of(Instant.EPOCH), Optional.empty(), 0, Optional.empty(), passive);
        }
        AskRecord asked = new AskRecord(user, session, realm);
        return new UserFacts(
                false,
                exempt,
                asked.firstAsked(),
                asked.snoozedUntil(),
                asked.snoozes(),
                asked.personalDeadline(),
                passive);
    }

    /** Whether the user has connected an account at the provider. */
    public static boolean isLinked(UserModel user, LinkSettings settings, KeycloakSession session, RealmModel realm) {
        return session.users().getFederatedIdentity(realm, user, settings.idpAlias()) != null;
    }
}
