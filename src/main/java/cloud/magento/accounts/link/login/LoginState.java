package cloud.magento.accounts.link.login;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.policy.Decision;
import cloud.magento.accounts.link.session.SignIn;
import java.time.Instant;

/** What the required action requires of a login. */
public sealed interface LoginState {

    /** Nothing: the login continues. */
    record Unaffected() implements LoginState {}

    /**
     * The user is prompted to connect, by the policy or by an app or the user.
     *
     * @param signIn how the user signed in
     * @param selfService whether an app or the user requested the action
     */
    record Prompted(LinkSettings settings, Decision decision, SignIn signIn, boolean selfService)
            implements LoginState {

        /** Whether the policy does not require the user to connect. Then the user can cancel. */
        public boolean isOptional() {
            return selfService && !decision.showsPage();
        }

        /** Whether the sign-in was too old at that instant to leave for the provider. */
        public boolean isStale(Instant instant) {
            return signIn.isOlderThan(settings.maxAuthAge(), instant);
        }
    }

    /** An admin impersonates a user who would be prompted. */
    record Impersonated(LinkSettings settings) implements LoginState {}

    /**
     * An app or the user requested the action. The policy does not require it, and Keycloak's rules for linking do not
     * permit it.
     *
     * @param reason the rule that does not permit it, as an event names it
     */
    record Refused(LinkSettings settings, String reason) implements LoginState {}

    /**
     * The user would be prompted but cannot be sent to the provider.
     *
     * @param settings the valid settings, and defaults for the others
     * @param problem what an admin must correct
     * @param selfService whether an app or the user requested the action, so that a page must report the outage
     */
    record Unavailable(LinkSettings settings, String problem, boolean selfService) implements LoginState {

        /** Whether the login can continue. */
        public boolean canContinue() {
            return settings.continuesDuringOutage();
        }

        /** Whether the login continues without a page. */
        public boolean hasNoPage() {
            return canContinue() && !selfService;
        }
    }
}
