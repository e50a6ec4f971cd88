package cloud.magento.accounts.link.token;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.ParsedSettings;
import cloud.magento.accounts.link.config.ParsedSettings.Usable;
import cloud.magento.accounts.link.config.WhenUnavailable;
import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.policy.Decision.Enforce;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.support.LinkEvents.Phase;
import cloud.magento.accounts.link.user.Exemptions;
import cloud.magento.accounts.link.user.PrimaryLoginScope;
import cloud.magento.accounts.link.user.StoredLinks;
import cloud.magento.accounts.link.user.UserFactsReader;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** What a request for tokens hears where no page can be shown. */
public final class TokenDecision {

    private TokenDecision() {}

    /**
     * Why there are none, in words for the author of a script; empty: nothing is in the way. The admin hears of it by
     * one event.
     *
     * @param event the request's own, with its type and user
     */
    public static Optional<String> refusal(
            KeycloakSession session,
            UserModel user,
            GrantKind request,
            ParsedSettings parsed,
            EventBuilder event,
            Instant now) {
        RealmModel realm = session.getContext().getRealm();
        LinkSettings settings = parsed.readable();
        boolean connect = mustConnect(session, realm, user, parsed, now);
        if (!connect
                && !(request == GrantKind.SIGNS_IN && PrimaryLoginScope.includes(session, realm, user, settings))) {
            return Optional.empty();
        }
        Phase phase = connect ? Phase.ASK : Phase.PRIMARY_LOGIN;
        String provider = ProviderStatus.displayName(session, settings.idpAlias());
        Optional<String> outage = ProviderStatus.outage(parsed, session, realm);
        boolean passedOver = outage.isPresent() && settings.whenUnavailable() == WhenUnavailable.ALLOW;
        if (passedOver && request == GrantKind.ENDS_LOGIN) {
            // The login has said so already.
            return Optional.empty();
        }
        String words;
        String reference;
        if (outage.isPresent()) {
            words = "This account needs " + provider + ", which cannot be used right now.";
            reference = LinkEvents.outage(event, phase, realm, settings, outage.get());
        } else {
            words = connect
                    ? "This account must be connected with " + provider + " first. Sign in once through a browser,"
                            + " connect it there, and use the authorization code or the device flow from then on."
                    : "This account signs in with " + provider + " alone. Sign in through a browser instead: use the"
                            + " authorization code or the device flow, or a service account for a script.";
            reference = LinkEvents.error(event, LinkError.PRIMARY_LOGIN_REQUIRED, phase, settings.idpAlias());
        }
        return passedOver ? Optional.empty() : Optional.of(words + " Reference: " + reference + ".");
    }

    /** With settings that cannot be read nobody knows when: then whoever is neither connected nor exempt. */
    private static boolean mustConnect(
            KeycloakSession session, RealmModel realm, UserModel user, ParsedSettings parsed, Instant now) {
        LinkSettings settings = parsed.readable();
        if (UserFactsReader.isLinked(user, settings, session, realm)) {
            return false;
        }
        boolean must = parsed instanceof Usable
                ? settings.policy().decide(UserFactsReader.read(user, true, settings, session, realm), now)
                        instanceof Enforce
                : !Exemptions.cover(user, settings, session, realm);
        // Nobody is refused by the word of the user cache alone.
        return must
                && StoredLinks.readAndCorrectCache(session, realm, user, settings.idpAlias())
                        .isEmpty();
    }
}
