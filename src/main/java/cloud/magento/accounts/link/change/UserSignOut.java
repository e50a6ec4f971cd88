package cloud.magento.accounts.link.change;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.policy.Decision;
import cloud.magento.accounts.link.policy.Decision.Enforce;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.report.ReportedUser;
import cloud.magento.accounts.link.support.UserContext;
import cloud.magento.accounts.link.user.StoredLinks;
import cloud.magento.accounts.link.user.UserFactsReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * Signs out one user who was listed as overdue, in one transaction. Follows UserResource.logout, and ends offline
 * sessions, too. Apps with a back-channel logout address are told. Keycloak's "not before" of the user ends the tokens
 * that belong to no stored session.
 */
final class UserSignOut {

    private static final Counts NOTHING = new Counts(0, 0, false);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final ReportedUser listed;

    /**
     * What was ended, or would be.
     *
     * @param tokens whether tokens from before the user's deadline were still accepted
     */
    record Counts(int sessions, int offlineSessions, boolean tokens) {

        boolean isAny() {
            return sessions > 0 || offlineSessions > 0 || tokens;
        }
    }

    private UserSignOut(KeycloakSession session, ReportedUser listed) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.listed = listed;
    }

    /** The sign-out of a user in the realm of this session. */
    static UserSignOut of(KeycloakSession session, ReportedUser listed) {
        return new UserSignOut(session, listed);
    }

    /**
     * Ends everything if the user is still overdue, and writes nothing if there is nothing to end.
     *
     * @param dryRun whether it is only counted
     */
    Counts end(boolean dryRun) {
        UserModel user = session.users().getUserById(realm, listed.id());
        if (user == null) {
            return NOTHING;
        }
        // Lists: ending a session changes what the streams read.
        List<UserSessionModel> online =
                session.sessions().getUserSessionsStream(realm, user).toList();
        List<UserSessionModel> offline =
                session.sessions().getOfflineUserSessionsStream(realm, user).toList();
        Counts counts = new Counts(online.size(), offline.size(), areTokensAccepted(user));
        UserContext context = new UserContext(session, realm, user);
        if (!counts.isAny() || !isOverdue(context)) {
            return NOTHING;
        }
        if (!dryRun) {
            session.users().setNotBeforeForUser(realm, user, (int) context.now().getEpochSecond());
            Stream.of(online, offline)
                    .flatMap(List::stream)
                    .forEach(userSession -> AuthenticationManager.backchannelLogout(session, userSession, true));
        }
        return counts;
    }

    /** Whether the user was not signed out since the deadline. */
    private boolean areTokensAccepted(UserModel user) {
        Instant notBefore = Instant.ofEpochSecond(session.users().getNotBeforeOfUser(realm, user));
        return listed.deadline().filter(notBefore::isBefore).isPresent();
    }

    /** The list is some moments old, and the settings may have changed since. The policy decides, as at a login. */
    private boolean isOverdue(UserContext context) {
        Optional<LinkSettings> settings = RealmSettings.usable(realm);
        return context.user().isEnabled()
                && settings.filter(usable -> isEnforced(context, usable)).isPresent();
    }

    private static boolean isEnforced(UserContext context, LinkSettings settings) {
        Decision decision = settings.policy()
                .decide(UserFactsReader.read(context, settings, false).facts(), context.now());
        // The deadline of a user in a rehearsal is still ahead, and the sessions would not come back afterwards.
        return decision instanceof Enforce enforce
                && enforce.rehearsalEnd().isEmpty()
                // The user cache alone is not enough to sign a user out: it can be outdated.
                && StoredLinks.readAndCorrectCache(context, settings.idpAlias()).isEmpty();
    }
}
