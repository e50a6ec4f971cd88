package cloud.magento.accounts.link.support;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.SettingProblem;
import cloud.magento.accounts.link.realm.RealmSettings;
import java.time.Duration;
import java.time.Instant;
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

    /** Writes an error event next to the one Keycloak writes for the login, and returns its reference. */
    public static String error(EventBuilder login, EventType type, LinkError error, Phase phase, String alias) {
        return error(login, type, error, phase, alias, null);
    }

    /** Like above, of the type that the event has already. */
    public static String error(EventBuilder event, LinkError error, Phase phase, String alias) {
        return error(event, event.getEvent().getType(), error, phase, alias);
    }

    /** Like above, naming the upstream account by its cleaned username. */
    public static String error(
            EventBuilder login, EventType type, LinkError error, Phase phase, String alias, String upstreamUsername) {
        String reference = SecretGenerator.getInstance().randomString(REFERENCE_LENGTH, REFERENCE_ALPHABET);
        EventBuilder event = login.clone()
                .event(type)
                .detail(Details.IDENTITY_PROVIDER, alias)
                .detail(PHASE, phase.code())
                .detail(REFERENCE, reference);
        event.detail(Details.IDENTITY_PROVIDER_USERNAME, upstreamUsername);
        event.error(error.code());
        return reference;
    }

    /**
     * Tells the admin of settings that are not right, while all that can take effect does: one event in a login,
     * however often its page is loaded, and one line in the log in a while, however many log in.
     */
    public static void flawsOnce(
            AuthenticationSessionModel authSession,
            EventBuilder event,
            LinkSettings settings,
            List<SettingProblem> flaws,
            Instant now) {
        if (authSession.getAuthNote(AuthNotes.FLAWS_REPORTED) != null) {
            return;
        }
        authSession.setAuthNote(AuthNotes.FLAWS_REPORTED, "true");
        RealmModel realm = authSession.getRealm();
        String words = flaws.stream().map(SettingProblem::message).collect(Collectors.joining(" "));
        if (FLAWS.allows(realm.getId(), words, now)) {
            LOG.warnf(
                    "Realm %s: the settings of the required action %s need a correction. %s",
                    realm.getName(), RealmSettings.ACTION_ID, words);
        }
        error(event, LinkError.LINK_MISCONFIGURED, Phase.ASK, settings.idpAlias());
    }

    /** Like below, once in a login, however often its page is loaded; the answer is the reference. */
    public static String outageOnce(
            AuthenticationSessionModel authSession,
            EventBuilder event,
            Phase phase,
            LinkSettings settings,
            String problem) {
        if (authSession.getAuthNote(AuthNotes.REPORTED) == null) {
            authSession.setAuthNote(
                    AuthNotes.REPORTED, outage(event, phase, authSession.getRealm(), settings, problem));
        }
        return authSession.getAuthNote(AuthNotes.REPORTED);
    }

    /** Tells the admin in the log and in an event that users cannot be sent to the provider. */
    public static String outage(
            EventBuilder event, Phase phase, RealmModel realm, LinkSettings settings, String problem) {
        LOG.warnf(
                "Realm %s: users cannot be sent to connect or sign in. %s Mend the settings of the required action %s.",
                realm.getName(), problem.strip(), RealmSettings.ACTION_ID);
        return error(event, LinkError.LINK_MISCONFIGURED, phase, settings.idpAlias());
    }

    /** An event of the user of this session, for code that Keycloak hands none. */
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
