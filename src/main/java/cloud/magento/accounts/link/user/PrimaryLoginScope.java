package cloud.magento.accounts.link.user;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.support.UserContext;
import org.keycloak.models.FederatedIdentityModel;

/** Which users must complete each sign-in at the provider. */
public final class PrimaryLoginScope {

    private PrimaryLoginScope() {}

    /** Whether primary login applies to this user: it is enabled, and the user is connected and not exempt. */
    public static boolean includes(UserContext context, LinkSettings settings) {
        return settings.primaryLogin()
                && UserFactsReader.isLinked(context, settings)
                && settings.policy().primaryLoginApplies(Exemptions.isExempt(context, settings));
    }

    /**
     * Whether primary login applies to this connected user if a link that was just written is disregarded: a link to an
     * organization's provider must not exempt itself from checks.
     */
    public static boolean includesWithout(FederatedIdentityModel link, UserContext context, LinkSettings settings) {
        return settings.primaryLogin()
                && settings.policy().primaryLoginApplies(Exemptions.isExemptWithout(link, context, settings));
    }
}
