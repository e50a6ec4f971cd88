package cloud.magento.accounts.link.login;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.policy.Decision;
import cloud.magento.accounts.link.session.SignIn;
import java.time.Instant;

/** Where a login stands with the required action. */
public sealed interface LoginState {

    /** The login goes on. */
    record Free() implements LoginState {}

    /** The user is asked: because the policy decided so, or because an app or the user wants to connect. */
    record Asked(LinkSettings settings, Decision decision, SignIn signIn, boolean ownWish) implements LoginState {

        /** Whether the policy would have let this login go on: then the user may give up. */
        public boolean isOwnWishAlone() {
            return ownWish && !decision.asks();
        }

        /** Whether the sign-in is, or was, too old to leave for the provider with at that moment. */
        public boolean isStale(Instant moment) {
            return signIn.at().plus(settings.maxAuthAge()).isBefore(moment);
        }
    }

    /** An admin acts as the user, who would be asked. */
    record Impersonated(LinkSettings settings) implements LoginState {}

    /** An app or the user wants to connect, which Keycloak would refuse, and the rollout does not ask for it. */
    record Refused(LinkSettings settings, String reference) implements LoginState {}

    /**
     * The user would be asked but cannot be sent to the provider.
     *
     * @param alias the provider as far as it is known
     * @param reference what an admin finds in the events
     * @param mayContinue whether the login goes on all the same
     * @param ownWish whether it was the user who wished to connect, and is to hear that it cannot be
     */
    record Unavailable(String alias, String reference, String supportUrl, boolean mayContinue, boolean ownWish)
            implements LoginState {

        /** Whether the login goes on without a word. */
        public boolean isPassedOver() {
            return mayContinue && !ownWish;
        }
    }
}
