package cloud.magento.accounts.link.check;

import cloud.magento.accounts.link.check.Finding.Code;
import cloud.magento.accounts.link.config.EmailPolicy;
import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.idp.ProviderType;
import cloud.magento.accounts.link.report.Rollout;
import java.util.ArrayList;
import java.util.List;

/** Checks the identity provider that users connect. */
final class ProviderCheck {

    private ProviderCheck() {}

    static List<Finding> findings(Rollout rollout) {
        LinkSettings settings = rollout.settings();
        String alias = settings.idpAlias();
        String where = "Identity providers → " + alias;
        List<Finding> findings = new ArrayList<>();
        switch (ProviderStatus.of(rollout.session(), alias)) {
            case MISSING -> {
                findings.add(Finding.error(
                        Code.PROVIDER_MISSING,
                        "The realm has no identity provider with the alias " + alias + ", so nobody can connect.",
                        "Identity providers: add it, or correct the alias in the settings of the required action."));
                return findings;
            }
            case DISABLED ->
                findings.add(Finding.error(
                        Code.PROVIDER_DISABLED,
                        "The identity provider " + alias + " is disabled, so nobody can connect.",
                        where + ": Enabled."));
            case WITHOUT_GUARD ->
                findings.add(Finding.error(
                        Code.PROVIDER_WITHOUT_GUARD,
                        "The identity provider " + alias + " has no guard, so nobody is sent to it to connect.",
                        where + " → Mappers: add a mapper of the type Magento link guard."));
            case READY -> {
                // Nothing is missing.
            }
        }
        ProviderType type = ProviderType.of(rollout.session(), alias);
        if (!type.isSupported()) {
            findings.add(Finding.error(
                    Code.PROVIDER_TYPE,
                    "The identity provider " + alias + " is of a type that is not supported.",
                    "Identity providers: use one for OpenID Connect or OAuth 2.0."));
        } else if (type.isWithoutEmailScope() && settings.emailPolicy() != EmailPolicy.IGNORE) {
            String message = "The scopes of the identity provider " + alias + " bring no email address to compare.";
            String remedy = where + " → Advanced → Scopes: openid profile email.";
            findings.add(
                    settings.emailPolicy() == EmailPolicy.REQUIRE
                            ? Finding.error(Code.PROVIDER_WITHOUT_EMAIL, message + " Nobody can connect.", remedy)
                            : Finding.warning(Code.PROVIDER_WITHOUT_EMAIL, message, remedy));
        }
        return findings;
    }
}
