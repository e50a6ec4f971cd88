package cloud.magento.accounts.link.support;

import cloud.magento.accounts.link.config.SettingProblem;
import cloud.magento.accounts.link.realm.RealmSettings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.keycloak.OAuth2Constants;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** What this extension writes into Keycloak's events. Errors and phases come from closed lists alone. */
public final class LinkEvents {

    /** The step at which something happened. */
    public static final String PHASE = "magento_link_phase";
    /** What the policy decided for a login of a user who is not connected. */
    public static final String DECISION = "magento_link_decision";
    /** The short code that the user sees beside the error. */
    public static final String REFERENCE = "magento_link_reference";

    private static final Logger LOG = Logger.getLogger(LinkEvents.class);
    private static final LogLimit FLAWS = new LogLimit(Duration.ofMinutes(5));
    private static final int REFERENCE_LENGTH = 8;
    /** Without letters and digits that are mistaken for each other when read out on the phone. */
    private static final char[] REFERENCE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789".toCharArray();

    private LinkEvents() {}

    /** The step of the way at which an event is written. */
    public enum Phase {
        ASK,
        LEAVE,
        RETURN,
        CONFIRM,
        /** "Not now". */
        LATER,
        /** The user's own removal of the link. */
        DISCONNECT,
        PRIMARY_LOGIN;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Writes an error event beside the one that Keycloak writes for the login.
     *
     * @param event has the type and the user of the error event; it is not changed
     * @return the reference that the user sees
     */
    public static String error(EventBuilder event, LinkError error, Phase phase, String alias) {
        String reference = SecretGenerator.getInstance().randomString(REFERENCE_LENGTH, REFERENCE_ALPHABET);
        event.clone()
                .detail(Details.IDENTITY_PROVIDER, alias)
                .detail(PHASE, phase.code())
                .detail(REFERENCE, reference)
                .error(error.code());
        return reference;
    }

    /**
     * Reports settings that are wrong although all valid ones take effect: one event in a login, however often its page
     * is loaded, and one log line in five minutes, however many users log in.
     */
    public static void flawsOnce(LoginContext login, EventBuilder event, List<SettingProblem> flaws) {
        AuthenticationSessionModel authSession = login.authSession();
        if (authSession.getAuthNote(AuthNotes.FLAWS_REPORTED) != null) {
            return;
        }
        authSession.setAuthNote(AuthNotes.FLAWS_REPORTED, "true");
        RealmModel realm = login.realm();
        String message = flaws.stream().map(SettingProblem::message).collect(Collectors.joining(" "));
        if (FLAWS.allows(realm.getId(), message, login.now())) {
            LOG.warnf(
                    "Realm %s: correct the settings of the required action %s. %s",
                    realm.getName(), RealmSettings.ACTION_ID, message);
        }
        error(event, LinkError.LINK_MISCONFIGURED, Phase.ASK, alias(realm));
    }

    /** As {@link #outage}, once in a login, however often its page is loaded. Returns the reference. */
    public static String outageOnce(LoginContext login, EventBuilder event, Phase phase, String problem) {
        AuthenticationSessionModel authSession = login.authSession();
        if (authSession.getAuthNote(AuthNotes.REPORTED) == null) {
            authSession.setAuthNote(AuthNotes.REPORTED, outage(event, phase, login.realm(), problem));
        }
        return authSession.getAuthNote(AuthNotes.REPORTED);
    }

    /** Reports in the log and in an event that users cannot be sent to the provider. Returns the reference. */
    public static String outage(EventBuilder event, Phase phase, RealmModel realm, String problem) {
        LOG.warnf(
                "Realm %s: users cannot be sent to the identity provider. %s Correct the settings of the required"
                        + " action %s.",
                realm.getName(), problem.strip(), RealmSettings.ACTION_ID);
        return error(event, LinkError.LINK_MISCONFIGURED, phase, alias(realm));
    }

    private static String alias(RealmModel realm) {
        return RealmSettings.of(realm).readable().idpAlias();
    }

    /** An event of the user of this session, for code that gets none from Keycloak. */
    public static EventBuilder of(KeycloakSession session, AuthenticationSessionModel authSession) {
        return new EventBuilder(
                        authSession.getRealm(), session, session.getContext().getConnection())
                .client(authSession.getClient())
                .user(authSession.getAuthenticatedUser())
                .detail(Details.CODE_ID, authSession.getParentSession().getId());
    }

    /** An event of a request for tokens of this user. */
    public static EventBuilder of(KeycloakSession session, UserModel user) {
        KeycloakContext context = session.getContext();
        return new EventBuilder(context.getRealm(), session, context.getConnection())
                .event(EventType.IDENTITY_PROVIDER_LOGIN)
                .client(context.getClient())
                .user(user)
                .detail(
                        Details.GRANT_TYPE,
                        context.getHttpRequest().getDecodedFormParameters().getFirst(OAuth2Constants.GRANT_TYPE));
    }

    public static void linked(EventBuilder login, String alias, String upstreamUsername, String replacedUsername) {
        EventBuilder event = login.clone()
                .event(EventType.FEDERATED_IDENTITY_LINK)
                .detail(Details.IDENTITY_PROVIDER, alias)
                .detail(Details.IDENTITY_PROVIDER_USERNAME, upstreamUsername)
                .detail(PHASE, Phase.CONFIRM.code());
        if (replacedUsername != null) {
            event.detail(Details.PREF_PREVIOUS + Details.IDENTITY_PROVIDER_USERNAME, replacedUsername);
        }
        event.success();
    }
}
