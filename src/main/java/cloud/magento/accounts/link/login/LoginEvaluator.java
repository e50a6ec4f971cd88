package cloud.magento.accounts.link.login;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.ParsedSettings;
import cloud.magento.accounts.link.config.ParsedSettings.Unusable;
import cloud.magento.accounts.link.config.ParsedSettings.Usable;
import cloud.magento.accounts.link.config.SettingProblem;
import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.link.SelfServiceRights;
import cloud.magento.accounts.link.login.LoginState.Asked;
import cloud.magento.accounts.link.login.LoginState.Free;
import cloud.magento.accounts.link.login.LoginState.Impersonated;
import cloud.magento.accounts.link.login.LoginState.Refused;
import cloud.magento.accounts.link.login.LoginState.Unavailable;
import cloud.magento.accounts.link.policy.Decision;
import cloud.magento.accounts.link.policy.Decision.Enforce;
import cloud.magento.accounts.link.policy.Mode;
import cloud.magento.accounts.link.policy.UserFacts;
import cloud.magento.accounts.link.realm.MissingReferences;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.session.LinkingStart;
import cloud.magento.accounts.link.session.PassiveLogin;
import cloud.magento.accounts.link.session.SignIn;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.user.Exemptions;
import cloud.magento.accounts.link.user.UserFactsReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.Constants;

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
        boolean selfService = isSelfService() && settings.mode() != Mode.OFF;
        if (!selfService && UserFactsReader.isLinked(login.subject(), settings)) {
            return Evaluation.FREE;
        }
        boolean passive = PassiveLogin.isPassive(login.session(), login.authSession());
        UserFactsReader.Reading reading = UserFactsReader.read(login.subject(), settings, passive);
        UserFacts facts = reading.facts();
        boolean required = isRequiredByAdmin(facts, settings);
        Decision decision =
                required ? new Enforce(login.now()) : settings.policy().decide(facts, login.now());
        Optional<Decision> atCutoff =
                settings.policy().decideAtCutoff(facts, login.now()).map(later -> required ? decision : later);
        List<SettingProblem> flaws = flaws(usable, facts);
        if (!selfService && !decision.showsPage()) {
            return new Evaluation(
                    new Free(), Optional.of(decision), atCutoff, flaws, Optional.empty(), reading.warnings());
        }
        SignIn signIn = SignIn.of(login.session(), login.authSession(), login.now());
        LoginState state = signIn.impersonated()
                ? stateOfImpersonated(settings, passive)
                : stateOfUser(usable, new Asked(settings, decision, signIn, selfService));
        return new Evaluation(state, Optional.of(decision), atCutoff, flaws, Optional.of(signIn), reading.warnings());
    }

    /** Whether an app or the user requested the action or started Keycloak's own linking, even if it is not due. */
    private boolean isSelfService() {
        return RealmSettings.ACTION_ID.equals(login.authSession().getClientNote(Constants.KC_ACTION))
                || LinkingStart.of(login.authSession()).isPresent();
    }

    /** Whether an admin put the action on this user, or sent it by mail, before it is due. */
    private boolean isRequiredByAdmin(UserFacts facts, LinkSettings settings) {
        return settings.mode() == Mode.ON
                && !facts.linked()
                && !facts.exempt()
                && (SessionAction.isSentByMail(login.authSession())
                        || login.user().getRequiredActionsStream().anyMatch(RealmSettings.ACTION_ID::equals));
    }

    /** The flaws of the settings. None for a connected user, who is not affected: each role and group is looked up. */
    private List<SettingProblem> flaws(Usable usable, UserFacts facts) {
        if (facts.linked() || usable.settings().mode() == Mode.OFF) {
            return List.of();
        }
        List<SettingProblem> flaws = new ArrayList<>(usable.flaws());
        flaws.addAll(MissingReferences.exemptions(usable.settings(), login.session(), login.realm()));
        return flaws;
    }

    private LoginState stateOfImpersonated(LinkSettings settings, boolean passive) {
        return passive || SessionAction.isSkipped(login.authSession()) ? new Free() : new Impersonated(settings);
    }

    private LoginState stateOfUser(Usable usable, Asked asked) {
        if (asked.isOptional()) {
            Optional<String> reason = SelfServiceRights.missing(login);
            if (reason.isPresent()) {
                return new Refused(asked.settings(), reason.get());
            }
        }
        if (!asked.selfService()
                && !(asked.decision() instanceof Enforce)
                && SessionAction.isSkipped(login.authSession())) {
            return new Free();
        }
        return ProviderStatus.outage(usable, login.session())
                .<LoginState>map(problem -> new Unavailable(asked.settings(), problem, isSelfService()))
                .orElse(asked);
    }

    /** Invalid settings do not affect users who are connected or exempt, such as the admin who corrects them. */
    private Evaluation evaluateUnusable(Unusable unusable) {
        LinkSettings readable = unusable.readable();
        if (UserFactsReader.isLinked(login.subject(), readable) || Exemptions.isExempt(login.subject(), readable)) {
            return Evaluation.FREE;
        }
        String problem = ProviderStatus.outage(unusable, login.session()).orElseThrow();
        return Evaluation.of(new Unavailable(readable, problem, isSelfService()));
    }
}
