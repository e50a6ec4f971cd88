package cloud.magento.accounts.link.action;

import cloud.magento.accounts.link.broker.SignIn;
import cloud.magento.accounts.link.policy.Decision;
import cloud.magento.accounts.link.settings.LinkSettings;
import java.time.Instant;

/** Where a login stands with the required action. */
sealed interface Standing {

    /** The login goes on. */
    record Free() implements Standing {}

    /** The user is asked: because the policy decided so, or because an app or the user wants to connect. */
    record Asked(LinkSettings settings, Decision decision, SignIn signIn, boolean ownWish) implements Standing {

        /** Whether the policy would have let this login go on: then the user may give up. */
        boolean isOwnWishAlone() {
            return ownWish && !decision.asks();
        }

        /** Whether the sign-in is, or was, too old to leave for the provider with at that moment. */
        boolean isStale(Instant moment) {
            return signIn.at().plus(settings.maxAuthAge()).isBefore(moment);
        }
    }

    /** An admin acts as the user, who would be asked. */
    record Impersonated(LinkSettings settings) implements Standing {}

    /** An app or the user wants to connect, which Keycloak would refuse, and the rollout does not ask for it. */
    record Refused(LinkSettings settings, String reference) implements Standing {}

    /**
     * The user would be asked but cannot be sent to the provider.
     *
     * @param alias the provider as far as it is known
     * @param reference what an admin finds in the events
     * @param mayContinue whether the login goes on all the same
     * @param ownWish whether it was the user who wished to connect, and is to hear that it cannot be
     */
    record Unavailable(String alias, String reference, String supportUrl, boolean mayContinue, boolean ownWish)
            implements Standing {

        /** Whether the login goes on without a word. */
        boolean isPassedOver() {
            return mayContinue && !ownWish;
        }
    }
}
