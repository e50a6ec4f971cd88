package cloud.magento.accounts.link.login;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.policy.Decision;
import cloud.magento.accounts.link.policy.Decision.Remind;
import cloud.magento.accounts.link.session.SignIn;
import java.time.Instant;
import java.util.Optional;

/** What the required action requires of a login. */
public sealed interface LoginState {

    /** Nothing: the login continues. */
    record Unaffected() implements LoginState {}

    /**
     * The user is prompted to connect, by the policy, by an app or the user, or by a mail from an admin.
     *
     * @param signIn how the user signed in
     * @param request who requested the action, even if it is not due
     * @param ahead the deadline that is still to come, for a user who is not prompted by the policy
     */
    record Prompted(
            LinkSettings settings, Decision decision, SignIn signIn, ActionRequest request, Optional<Remind> ahead)
            implements LoginState {

        /** Whether the policy does not require the user to connect. Then the user can cancel. */
        public boolean isOptional() {
            return request != ActionRequest.NONE && !decision.showsPage();
        }

        /** Whether the user can connect another account in the place of the connected one. */
        public boolean canReplace() {
            return request == ActionRequest.SELF_SERVICE;
        }

        /** What the page says about the deadline. */
        public Decision shown() {
            return isOptional() && ahead.isPresent() ? ahead.get() : decision;
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
     * @param requested whether somebody requested the action, so that a page must report the outage
     */
    record Unavailable(LinkSettings settings, String problem, boolean requested) implements LoginState {

        /** Whether the login can continue. */
        public boolean canContinue() {
            return settings.continuesDuringOutage();
        }

        /** Whether the login continues without a page. */
        public boolean hasNoPage() {
            return canContinue() && !requested;
        }
    }
}
