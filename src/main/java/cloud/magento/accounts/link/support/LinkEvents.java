package cloud.magento.accounts.link.support;

import cloud.magento.accounts.link.config.SettingProblem;
import cloud.magento.accounts.link.realm.RealmSettings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

/** The events that this extension writes with Keycloak's. Errors and phases come only from closed lists. */
public final class LinkEvents {

    /** Detail: the step in which the event was written, a {@link Phase}. */
    public static final String PHASE = "magento_link_phase";
    /** Detail: the decision of the policy for a login of a user who is not connected. */
    public static final String DECISION = "magento_link_decision";
    /** Detail: what the decision would be if the login took place at the cutoff. It exists only before the cutoff. */
    public static final String DECISION_AT_CUTOFF = "magento_link_decision_at_cutoff";
    /** Detail: the reference that the page shows with the error. */
    public static final String REFERENCE = "magento_link_reference";

    private static final Logger LOG = Logger.getLogger(LinkEvents.class);
    private static final LogLimit FLAWS = new LogLimit(Duration.ofMinutes(5));
    private static final int REFERENCE_LENGTH = 8;
    /** Without letters and digits that can be confused when a user reads them out on the phone. */
    private static final char[] REFERENCE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789".toCharArray();

    private LinkEvents() {}

    /** The step in which an event is written. */
    public enum Phase {
        ASK,
        LEAVE,
        RETURN,
        CONFIRM,
        /** "Not now". */
        LATER,
        /** The user removes the link. */
        DISCONNECT,
        PRIMARY_LOGIN;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** An event of a login, for code to which Keycloak passes no event. The caller sets its type. */
    public static EventBuilder ofLogin(KeycloakSession session, AuthenticationSessionModel authSession) {
        return new EventBuilder(
                        authSession.getRealm(), session, session.getContext().getConnection())
                .client(authSession.getClient())
                .user(authSession.getAuthenticatedUser())
                .detail(Details.CODE_ID, authSession.getParentSession().getId());
    }

    /** An event of a request for tokens of this user, with the client and the grant type of the request. */
    public static EventBuilder ofTokenRequest(KeycloakSession session, UserModel user) {
        KeycloakContext context = session.getContext();
        return new EventBuilder(context.getRealm(), session, context.getConnection())
                .event(EventType.IDENTITY_PROVIDER_LOGIN)
                .client(context.getClient())
                .user(user)
                .detail(
                        Details.GRANT_TYPE,
                        context.getHttpRequest().getDecodedFormParameters().getFirst(OAuth2Constants.GRANT_TYPE));
    }

    /**
     * Writes an event for a link.
     *
     * @param login the event of the login; it is not changed
     * @param upstreamUsername the user name of the account at the provider
     */
    public static void writeLinked(EventBuilder login, String alias, String upstreamUsername) {
        linked(login, alias, upstreamUsername).success();
    }

    /**
     * Writes an event for a link that replaces another one.
     *
     * @param replacedUsername the user name of the account that was linked before
     */
    public static void writeReplaced(
            EventBuilder login, String alias, String upstreamUsername, String replacedUsername) {
        linked(login, alias, upstreamUsername)
                .detail(Details.PREF_PREVIOUS + Details.IDENTITY_PROVIDER_USERNAME, replacedUsername)
                .success();
    }

    private static EventBuilder linked(EventBuilder login, String alias, String upstreamUsername) {
        return login.clone()
                .event(EventType.FEDERATED_IDENTITY_LINK)
                .detail(Details.IDENTITY_PROVIDER, alias)
                .detail(Details.IDENTITY_PROVIDER_USERNAME, upstreamUsername)
                .detail(PHASE, Phase.CONFIRM.code());
    }

    /**
     * Writes an error event, in addition to the event that Keycloak writes for the login.
     *
     * @param event has the type and the user of the error event; it is not changed
     * @return the reference that the page shows
     */
    public static String writeError(EventBuilder event, LinkError error, Phase phase, String alias) {
        String reference = SecretGenerator.getInstance().randomString(REFERENCE_LENGTH, REFERENCE_ALPHABET);
        event.clone()
                .detail(Details.IDENTITY_PROVIDER, alias)
                .detail(PHASE, phase.code())
                .detail(REFERENCE, reference)
                .error(error.code());
        return reference;
    }

    /**
     * Reports wrong settings that do not stop the others. It writes one event for each login, however often the page is
     * loaded, and one log line in five minutes, however many users log in.
     */
    public static void reportFlawsOnce(LoginContext login, EventBuilder event, List<SettingProblem> flaws) {
        AuthenticationSessionModel authSession = login.authSession();
        if (authSession.getAuthNote(AuthNotes.FLAWS_REPORTED) != null) {
            return;
        }
        authSession.setAuthNote(AuthNotes.FLAWS_REPORTED, "true");
        RealmModel realm = login.realm();
        String problems = flaws.stream().map(SettingProblem::message).collect(Collectors.joining(" "));
        if (FLAWS.takeTurn(realm.getId(), problems, login.now())) {
            LOG.warnf(
                    "Realm %s: correct the settings of the required action %s. %s",
                    realm.getName(), RealmSettings.ACTION_ID, problems);
        }
        writeError(event, LinkError.LINK_MISCONFIGURED, Phase.ASK, RealmSettings.idpAlias(realm));
    }

    /**
     * Reports as {@link #reportOutage} does, but only once for each login, however often the page is loaded.
     *
     * @return the reference of the event, also if it was written before
     */
    public static String reportOutageOnce(LoginContext login, EventBuilder event, Phase phase, String problem) {
        AuthenticationSessionModel authSession = login.authSession();
        Optional<String> reported = outageReference(authSession);
        if (reported.isPresent()) {
            return reported.get();
        }
        String reference = reportOutage(event, phase, login.realm(), problem);
        authSession.setAuthNote(AuthNotes.REPORTED, reference);
        return reference;
    }

    /** The reference of the event that {@link #reportOutageOnce} wrote in this login; empty: it wrote none. */
    public static Optional<String> outageReference(AuthenticationSessionModel authSession) {
        return Optional.ofNullable(authSession.getAuthNote(AuthNotes.REPORTED));
    }

    /**
     * Reports in the log and in an event that users cannot be sent to the provider.
     *
     * @param event has the type and the user of the error event; it is not changed
     * @param problem what is wrong, as sentences for an admin
     * @return the reference of the event
     */
    public static String reportOutage(EventBuilder event, Phase phase, RealmModel realm, String problem) {
        LOG.warnf(
                "Realm %s: users cannot be sent to the identity provider. %s Correct the settings of the required"
                        + " action %s.",
                realm.getName(), problem.strip(), RealmSettings.ACTION_ID);
        return writeError(event, LinkError.LINK_MISCONFIGURED, phase, RealmSettings.idpAlias(realm));
    }
}
