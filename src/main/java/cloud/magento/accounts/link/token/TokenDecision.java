package cloud.magento.accounts.link.token;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.ParsedSettings;
import cloud.magento.accounts.link.config.ParsedSettings.Usable;
import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.policy.Decision.Enforce;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.support.LinkEvents.Phase;
import cloud.magento.accounts.link.support.UserContext;
import cloud.magento.accounts.link.user.ExemptUntil;
import cloud.magento.accounts.link.user.Exemptions;
import cloud.magento.accounts.link.user.PrimaryLoginScope;
import cloud.magento.accounts.link.user.StoredLinks;
import cloud.magento.accounts.link.user.UserFactsReader;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.keycloak.events.EventBuilder;

/** Whether a request for tokens in which no page can be shown is rejected. */
public final class TokenDecision {

    private static final Logger LOG = Logger.getLogger(TokenDecision.class);

    private TokenDecision() {}

    /**
     * Decides whether the request is rejected, and returns the reason as a message for the author of a script; empty:
     * it is not rejected. Writes one event for the admin if it is rejected, or if the provider has an outage.
     *
     * @param event creates an event of the request, with its type and user, only if one is written. Keycloak creates
     *     all event listeners for an event
     */
    public static Optional<String> decideAndReport(
            UserContext context, GrantKind grant, ParsedSettings parsed, Supplier<EventBuilder> event) {
        LinkSettings settings = parsed.readable();
        boolean mustConnect = mustConnect(context, parsed);
        if (!mustConnect && !(grant.isSignIn() && PrimaryLoginScope.includes(context, settings))) {
            return Optional.empty();
        }
        if (!mustConnect) {
            ExemptUntil.read(context).warnings().forEach(LOG::warn);
        }
        Phase phase = mustConnect ? Phase.ASK : Phase.PRIMARY_LOGIN;
        Optional<String> outage = ProviderStatus.outage(parsed, context.session());
        boolean isAllowed = outage.isPresent() && settings.continuesDuringOutage();
        if (isAllowed && grant.leavesOutageToAction(mustConnect)) {
            return Optional.empty();
        }
        String provider = ProviderStatus.displayName(context.session(), settings.idpAlias());
        String message;
        String reference;
        if (outage.isPresent()) {
            message = "This account needs " + provider + ", which cannot be used right now.";
            reference = LinkEvents.reportOutage(event.get(), phase, context.realm(), outage.get());
        } else {
            message = mustConnect
                    ? "This account must be connected with " + provider + " first. Sign in once through a browser,"
                            + " connect it there, and use the authorization code or the device flow from then on."
                    : "This account signs in with " + provider + " alone. Sign in through a browser instead: use the"
                            + " authorization code or the device flow, or a service account for a script.";
            reference =
                    LinkEvents.writeError(event.get(), LinkError.PRIMARY_LOGIN_REQUIRED, phase, settings.idpAlias());
        }
        return isAllowed ? Optional.empty() : Optional.of(message + " Reference: " + reference + ".");
    }

    /**
     * Whether the user must connect before a request in which no page can be shown. If a setting is invalid, the
     * deadline is unknown: then every user who is not exempt must connect.
     */
    public static boolean mustConnect(UserContext context, ParsedSettings parsed) {
        LinkSettings settings = parsed.readable();
        boolean isDue = parsed instanceof Usable
                ? isEnforced(context, settings)
                : !UserFactsReader.isLinked(context, settings) && !Exemptions.isExempt(context, settings);
        // The user cache alone is not enough to reject a request: it can be outdated.
        return isDue
                && StoredLinks.readAndCorrectCache(context, settings.idpAlias()).isEmpty();
    }

    private static boolean isEnforced(UserContext context, LinkSettings settings) {
        UserFactsReader.Reading reading = UserFactsReader.read(context, settings, true);
        reading.warnings().forEach(LOG::warn);
        return settings.policy().decide(reading.facts(), context.now()) instanceof Enforce;
    }
}
