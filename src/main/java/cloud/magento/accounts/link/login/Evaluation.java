package cloud.magento.accounts.link.login;

import cloud.magento.accounts.link.config.SettingProblem;
import cloud.magento.accounts.link.policy.Decision;
import cloud.magento.accounts.link.session.SignIn;
import java.util.List;
import java.util.Optional;

/**
 * The result of evaluating a login, and the facts that {@link LoginReporter} writes.
 *
 * @param state what the required action requires
 * @param decision the decision of the policy; empty: the evaluation did not need it
 * @param decisionAtCutoff the decision if the login took place at the cutoff; empty: the cutoff is not ahead, or the
 *     evaluation did not need it
 * @param flaws settings that are wrong although all valid ones take effect
 * @param signIn how the user signed in; empty: the evaluation did not need it
 * @param warnings what an admin must correct about this user, for the log
 */
public record Evaluation(
        LoginState state,
        Optional<Decision> decision,
        Optional<Decision> decisionAtCutoff,
        List<SettingProblem> flaws,
        Optional<SignIn> signIn,
        List<String> warnings) {

    static final Evaluation UNAFFECTED = of(new LoginState.Unaffected());

    static Evaluation of(LoginState state) {
        return new Evaluation(state, Optional.empty(), Optional.empty(), List.of(), Optional.empty(), List.of());
    }
}
