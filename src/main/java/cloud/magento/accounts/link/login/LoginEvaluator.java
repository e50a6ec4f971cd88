package cloud.magento.accounts.link.login;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.ParsedSettings;
import cloud.magento.accounts.link.config.ParsedSettings.Unusable;
import cloud.magento.accounts.link.config.ParsedSettings.Usable;
import cloud.magento.accounts.link.config.SettingProblem;
import cloud.magento.accounts.link.config.WhenUnavailable;
import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.link.SelfServiceRights;
import cloud.magento.accounts.link.policy.Decision;
import cloud.magento.accounts.link.policy.Decision.Enforce;
import cloud.magento.accounts.link.policy.Mode;
import cloud.magento.accounts.link.policy.UserFacts;
import cloud.magento.accounts.link.realm.MissingReferences;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.session.LinkingStart;
import cloud.magento.accounts.link.session.PassiveLogin;
import cloud.magento.accounts.link.session.SignIn;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.user.Exemptions;
import cloud.magento.accounts.link.user.UserFactsReader;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Finds out where a login stands. Done anew at every step: nothing that was true on the last page is taken for true.
 */
public final class LoginEvaluator {

    /** In the authentication session: the user chose "Not now", or an admin who acts as the user went on. */
    private static final String PASSED = "magento-link.passed";

    /** In the authentication session: it was the rollout that put the action there. */
    private static final String DUE = "magento-link.due";

    /** In the authentication session: the reference of the event that says why the user may not connect. */
    private static final String REFUSED = "magento-link.refused";

    private final RequiredActionContext context;
    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final AuthenticationSessionModel authSession;
    private final InstantSource clock;

    public LoginEvaluator(RequiredActionContext context, InstantSource clock) {
        this.context = context;
        this.session = context.getSession();
        this.realm = context.getRealm();
        this.user = context.getUser();
        this.authSession = context.getAuthenticationSession();
        this.clock = clock;
    }

    /** Where the login stands right now. */
    public LoginState assess() {
        ParsedSettings parsed = RealmSettings.of(realm);
        return parsed instanceof Usable usable ? assess(usable) : unusable((Unusable) parsed);
    }

    /** From now on this login is not asked again, as long as nothing is enforced. */
    public static void letPass(AuthenticationSessionModel authSession) {
        authSession.setAuthNote(PASSED, "true");
    }

    /** Whether an app or the user started connecting, be it due or not. */
    private boolean isOwnWish() {
        return RealmSettings.ACTION_ID.equals(authSession.getClientNote(Constants.KC_ACTION))
                || LinkingStart.of(authSession).isPresent();
    }

    private LoginState assess(Usable usable) {
        LinkSettings settings = usable.settings();
        boolean ownWish = isOwnWish() && settings.mode() != Mode.OFF;
        if (!ownWish && UserFactsReader.isLinked(user, settings, session, realm)) {
            return new LoginState.Free();
        }
        UserFacts facts = UserFactsReader.read(user, PassiveLogin.is(session, authSession), settings, session, realm);
        if (!facts.linked() && settings.mode() != Mode.OFF) {
            reportFlaws(usable);
        }
        Decision decision = settings.policy().decide(facts, clock.instant());
        if (isDemanded(facts, settings)) {
            decision = new Enforce(clock.instant());
        }
        context.getEvent().detail(LinkEvents.DECISION, decision.code());
        if (!ownWish && !decision.asks()) {
            return new LoginState.Free();
        }
        return asked(usable, decision, ownWish, facts.passive());
    }

    /** Not at the login of a connected user, who is not concerned: it would cost a lookup of each role and group. */
    private void reportFlaws(Usable usable) {
        List<SettingProblem> flaws = new ArrayList<>(usable.flaws());
        flaws.addAll(MissingReferences.missingExemptions(usable.settings(), session, realm));
        if (!flaws.isEmpty()) {
            LinkEvents.flawsOnce(authSession, event(), usable.settings(), flaws, clock.instant());
        }
    }

    /** Whether an admin put the action on this user, or sent it by mail, before it is due. */
    private boolean isDemanded(UserFacts facts, LinkSettings settings) {
        return settings.mode() == Mode.ON
                && !facts.linked()
                && !facts.exempt()
                && (isSentByMail() || user.getRequiredActionsStream().anyMatch(RealmSettings.ACTION_ID::equals));
    }

    /** Whether the link of an admin's mail brought the action into this session, and not the rollout. */
    private boolean isSentByMail() {
        return Boolean.parseBoolean(authSession.getAuthNote(AuthenticationManager.END_AFTER_REQUIRED_ACTIONS))
                && authSession.getRequiredActions().contains(RealmSettings.ACTION_ID)
                && authSession.getAuthNote(DUE) == null;
    }

    /** Puts the action on this session, and only there. */
    public static void demand(AuthenticationSessionModel authSession) {
        if (!authSession.getRequiredActions().contains(RealmSettings.ACTION_ID)) {
            authSession.setAuthNote(DUE, "true");
            authSession.addRequiredAction(RealmSettings.ACTION_ID);
        }
    }

    private LoginState asked(Usable usable, Decision decision, boolean ownWish, boolean passive) {
        LinkSettings settings = usable.settings();
        SignIn signIn = SignIn.of(session, authSession, clock.instant());
        boolean passed = Boolean.parseBoolean(authSession.getAuthNote(PASSED));
        if (signIn.impersonated()) {
            return passed || passive ? new LoginState.Free() : new LoginState.Impersonated(settings);
        }
        if (ownWish && !decision.asks()) {
            Optional<String> reason = SelfServiceRights.missing(session, realm, user, authSession);
            if (reason.isPresent()) {
                return new LoginState.Refused(settings, refused(settings, reason.get()));
            }
        }
        if (passed && !ownWish && !(decision instanceof Enforce)) {
            return new LoginState.Free();
        }
        return ProviderStatus.outage(usable, session, realm)
                .<LoginState>map(problem -> unavailable(settings, problem))
                .orElseGet(() -> new LoginState.Asked(settings, decision, signIn, ownWish));
    }

    /** Writes the event once in a login, however often its page is loaded; the answer is its reference. */
    private String refused(LinkSettings settings, String reason) {
        String reference = authSession.getAuthNote(REFUSED);
        if (reference == null) {
            reference = LinkEvents.error(
                    context.getEvent().clone().user(user).detail(Details.REASON, reason),
                    EventType.FEDERATED_IDENTITY_LINK,
                    LinkError.SIGN_IN_FAILED,
                    LinkEvents.Phase.ASK,
                    settings.idpAlias());
            authSession.setAuthNote(REFUSED, reference);
        }
        return reference;
    }

    /** Broken settings concern nobody who is connected or exempt: least of all the admin who comes to mend them. */
    private LoginState unusable(Unusable unusable) {
        LinkSettings readable = unusable.readable();
        if (UserFactsReader.isLinked(user, readable, session, realm)
                || Exemptions.cover(user, readable, session, realm)) {
            return new LoginState.Free();
        }
        return unavailable(
                readable, ProviderStatus.outage(unusable, session, realm).orElseThrow());
    }

    private LoginState unavailable(LinkSettings settings, String problem) {
        return new LoginState.Unavailable(
                settings.idpAlias(),
                LinkEvents.outageOnce(authSession, event(), LinkEvents.Phase.ASK, settings, problem),
                settings.supportLink(),
                settings.whenUnavailable() == WhenUnavailable.ALLOW,
                isOwnWish());
    }

    private EventBuilder event() {
        return context.getEvent()
                .clone()
                .event(EventType.CUSTOM_REQUIRED_ACTION)
                .user(user);
    }
}
