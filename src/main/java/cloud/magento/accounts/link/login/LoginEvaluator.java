package cloud.magento.accounts.link.login;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.ParsedSettings;
import cloud.magento.accounts.link.config.ParsedSettings.Unusable;
import cloud.magento.accounts.link.config.ParsedSettings.Usable;
import cloud.magento.accounts.link.config.SettingProblem;
import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.link.SelfServiceRights;
import cloud.magento.accounts.link.login.LoginState.Impersonated;
import cloud.magento.accounts.link.login.LoginState.Prompted;
import cloud.magento.accounts.link.login.LoginState.Refused;
import cloud.magento.accounts.link.login.LoginState.Unaffected;
import cloud.magento.accounts.link.login.LoginState.Unavailable;
import cloud.magento.accounts.link.policy.Decision;
import cloud.magento.accounts.link.policy.Decision.Enforce;
import cloud.magento.accounts.link.policy.Decision.Remind;
import cloud.magento.accounts.link.policy.Mode;
import cloud.magento.accounts.link.policy.UserFacts;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.realm.SettingFlaws;
import cloud.magento.accounts.link.session.ExemptClientSession;
import cloud.magento.accounts.link.session.PassiveLogin;
import cloud.magento.accounts.link.session.SignIn;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.user.Exemptions;
import cloud.magento.accounts.link.user.UserFactsReader;
import java.util.List;
import java.util.Optional;

/**
 * Determines what the required action requires of a login. It writes nothing; {@link LoginReporter} does. It runs at
 * every step of a login, and does not rely on the result of an earlier step.
 */
public final class LoginEvaluator {

    private final LoginContext login;

    /** Creates the evaluator of a login. */
    public LoginEvaluator(LoginContext login) {
        this.login = login;
    }

    /** Evaluates the login at this instant. */
    public Evaluation evaluate() {
        ParsedSettings parsed = RealmSettings.of(login.realm());
        return parsed instanceof Usable usable ? evaluateUsable(usable) : evaluateUnusable((Unusable) parsed);
    }

    private Evaluation evaluateUsable(Usable usable) {
        LinkSettings settings = usable.settings();
        ActionRequest request = settings.mode() == Mode.OFF ? ActionRequest.NONE : request();
        boolean linked = UserFactsReader.isLinked(login.subject(), settings);
        if (linked && request != ActionRequest.SELF_SERVICE) {
            return Evaluation.UNAFFECTED;
        }
        boolean passive = PassiveLogin.isPassive(login.session(), login.authSession());
        UserFactsReader.Reading ofUser = linked
                ? UserFactsReader.Reading.LINKED
                : UserFactsReader.readUnlinked(login.subject(), settings, passive);
        UserFactsReader.Reading reading = isAtExemptClient(settings) ? ofUser.inLoginToExemptClient() : ofUser;
        UserFacts facts = reading.facts();
        boolean required = isRequiredByAdmin(facts, settings);
        Decision decision =
                required ? new Enforce(login.now()) : settings.policy().decide(facts, login.now());
        Optional<Decision> atCutoff = settings.policy()
                .decideAtCutoff(UserFactsReader.readAtCutoff(reading, login.subject(), settings), login.now())
                .map(later -> required ? decision : later);
        List<SettingProblem> flaws = flaws(usable, facts);
        if (request == ActionRequest.NONE && !decision.showsPage()) {
            return new Evaluation(
                    new Unaffected(), Optional.of(decision), atCutoff, flaws, Optional.empty(), reading.warnings());
        }
        SignIn signIn = SignIn.of(login.session(), login.authSession(), login.now());
        Optional<Remind> ahead = settings.policy().deadlineAhead(facts, login.now());
        LoginState state = signIn.impersonated()
                ? stateOfImpersonated(settings, passive)
                : stateOfUser(usable, new Prompted(settings, decision, signIn, request, ahead));
        return new Evaluation(state, Optional.of(decision), atCutoff, flaws, Optional.of(signIn), reading.warnings());
    }

    private ActionRequest request() {
        return ActionRequest.of(login.authSession());
    }

    private boolean isAtExemptClient(LinkSettings settings) {
        return ExemptClientSession.isExemptClient(login.authSession(), settings.stages());
    }

    private boolean isRequested() {
        return request() != ActionRequest.NONE;
    }

    /** Whether an admin put the action on this user, even if it is not due, and even in a login to an exempt client. */
    private boolean isRequiredByAdmin(UserFacts facts, LinkSettings settings) {
        return settings.mode() == Mode.ON
                && !facts.linked()
                && !facts.exempt()
                && login.user().getRequiredActionsStream().anyMatch(RealmSettings.ACTION_ID::equals);
    }

    /** The flaws of the settings. None for a connected user, who is not affected: each role and group is looked up. */
    private List<SettingProblem> flaws(Usable usable, UserFacts facts) {
        return facts.linked() || usable.settings().mode() == Mode.OFF
                ? List.of()
                : SettingFlaws.of(usable, login.session(), login.realm());
    }

    private LoginState stateOfImpersonated(LinkSettings settings, boolean passive) {
        return passive || SessionAction.isSkipped(login.authSession()) ? new Unaffected() : new Impersonated(settings);
    }

    private LoginState stateOfUser(Usable usable, Prompted prompted) {
        // The user needs no right to do what an admin asked for by mail.
        if (prompted.isOptional() && prompted.request() == ActionRequest.SELF_SERVICE) {
            Optional<String> reason = SelfServiceRights.missing(login);
            if (reason.isPresent()) {
                return new Refused(prompted.settings(), reason.get());
            }
        }
        if (prompted.request() == ActionRequest.NONE
                && !(prompted.decision() instanceof Enforce)
                && SessionAction.isSkipped(login.authSession())) {
            return new Unaffected();
        }
        return ProviderStatus.outage(usable, login.session())
                .<LoginState>map(problem ->
                        new Unavailable(prompted.settings(), problem, prompted.request() != ActionRequest.NONE))
                .orElse(prompted);
    }

    /**
     * Invalid settings do not affect users who are connected or exempt, such as the admin who corrects them, and no
     * login to an exempt client.
     */
    private Evaluation evaluateUnusable(Unusable unusable) {
        LinkSettings readable = unusable.readable();
        if (isAtExemptClient(readable) && !isRequested()
                || UserFactsReader.isLinked(login.subject(), readable)
                || Exemptions.isExempt(login.subject(), readable)) {
            return Evaluation.UNAFFECTED;
        }
        String problem = ProviderStatus.outage(unusable, login.session()).orElseThrow();
        return Evaluation.of(new Unavailable(readable, problem, isRequested()));
    }
}
