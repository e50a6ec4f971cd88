package cloud.magento.accounts.link.login;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.WhenUnavailable;
import cloud.magento.accounts.link.policy.Decision;
import cloud.magento.accounts.link.session.SignIn;
import java.time.Instant;

/** What the required action requires of a login. */
public sealed interface LoginState {

    /** Nothing: the login continues. */
    record Free() implements LoginState {}

    /**
     * The user is prompted to connect, by the policy or by an app or the user.
     *
     * @param selfService whether an app or the user requested the action
     */
    record Asked(LinkSettings settings, Decision decision, SignIn signIn, boolean selfService) implements LoginState {

        /** Whether the policy alone would let this login continue. Then the user can cancel. */
        public boolean isOptional() {
            return selfService && !decision.asks();
        }

        /** Whether the sign-in is, or was, too old at that moment to leave for the provider. */
        public boolean isStale(Instant moment) {
            return signIn.at().plus(settings.maxAuthAge()).isBefore(moment);
        }
    }

    /** An admin impersonates a user who would be prompted. */
    record Impersonated(LinkSettings settings) implements LoginState {}

    /**
     * An app or the user requested the action, Keycloak's rules for linking forbid it, and the rollout does not require
     * it.
     *
     * @param reason as an event names it
     */
    record Refused(LinkSettings settings, String reason) implements LoginState {}

    /**
     * The user would be prompted but cannot be sent to the provider.
     *
     * @param settings as far as they are valid
     * @param problem what an admin must correct
     * @param selfService whether an app or the user requested the action, and must learn that it is not possible
     */
    record Unavailable(LinkSettings settings, String problem, boolean selfService) implements LoginState {

        /** Whether the login can continue. */
        public boolean mayContinue() {
            return settings.whenUnavailable() == WhenUnavailable.ALLOW;
        }

        /** Whether the login continues without a page. */
        public boolean isPassedOver() {
            return mayContinue() && !selfService;
        }
    }
}
