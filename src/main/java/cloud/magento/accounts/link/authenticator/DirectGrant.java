package cloud.magento.accounts.link.authenticator;

import cloud.magento.accounts.link.broker.ProviderState;
import cloud.magento.accounts.link.policy.LinkError;
import cloud.magento.accounts.link.settings.LinkSettings;
import cloud.magento.accounts.link.settings.SettingsCheck;
import cloud.magento.accounts.link.settings.WhenUnavailable;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.events.Details;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;

/** Answers a password grant, where no page can be shown, with an error of RFC 6749, section 5.2. */
final class DirectGrant {

    private final AuthenticationFlowContext context;
    private final LinkSettings settings;

    DirectGrant(AuthenticationFlowContext context, LinkSettings settings) {
        this.context = context;
        this.settings = settings;
    }

    void decide(boolean primary, boolean mustConnect) {
        String provider = ProviderState.displayName(context.getSession(), settings.idpAlias());
        if ((primary || mustConnect) && !isReady() && settings.whenUnavailable() == WhenUnavailable.ALLOW) {
            if (primary) {
                // Of users who are not connected the required action, which sees this grant next, tells.
                Outage.report(context, settings);
            }
            context.success();
        } else if (primary) {
            refuse("This account signs in with " + provider
                    + ", so its password cannot get a token. Sign in through a browser instead: use the authorization"
                    + " code or the device flow, or a service account for a script.");
        } else if (mustConnect) {
            refuse("This account must be connected with " + provider
                    + " first. Sign in once through a browser, connect it there, and use the authorization code or the"
                    + " device flow from then on.");
        } else {
            context.success();
        }
    }

    private boolean isReady() {
        return ProviderState.of(context.getSession(), settings.idpAlias()) == ProviderState.READY
                && SettingsCheck.missing(settings, context.getSession(), context.getRealm())
                        .isEmpty();
    }

    private void refuse(String description) {
        context.getEvent().user(context.getUser());
        context.getEvent().detail(Details.IDENTITY_PROVIDER, settings.idpAlias());
        context.getEvent().error(LinkError.PRIMARY_LOGIN_REQUIRED.code());
        // Not a failure: the password was right, and the brute force protection would count a wrong one.
        context.challenge(Response.status(Response.Status.BAD_REQUEST)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new OAuth2ErrorRepresentation(OAuthErrorException.INVALID_GRANT, description))
                .build());
    }
}
