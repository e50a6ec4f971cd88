package cloud.magento.accounts.link.idp;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.ParsedSettings;
import cloud.magento.accounts.link.config.ParsedSettings.Unusable;
import cloud.magento.accounts.link.config.SettingProblem;
import cloud.magento.accounts.link.realm.MissingReferences;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Whether users can be sent to the identity provider. */
public enum ProviderStatus {
    READY,
    MISSING,
    DISABLED,
    /** Without the guard Keycloak would write the link in the callback, before the user confirms. */
    WITHOUT_GUARD;

    /** The current status. */
    public static ProviderStatus of(KeycloakSession session, String alias) {
        IdentityProviderModel provider = session.identityProviders().getByAlias(alias);
        if (provider == null) {
            return MISSING;
        }
        if (!provider.isEnabled()) {
            return DISABLED;
        }
        return GuardMapper.exists(session, alias) ? READY : WITHOUT_GUARD;
    }

    /** Why users cannot be sent to the provider, as a message for an admin; empty: they can. */
    public static Optional<String> outage(ParsedSettings parsed, KeycloakSession session) {
        if (parsed instanceof Unusable unusable) {
            return Optional.of(messages(unusable.problems()));
        }
        LinkSettings settings = parsed.readable();
        ProviderStatus status = of(session, settings.idpAlias());
        return status == READY
                ? Optional.empty()
                : Optional.of("Provider: " + status + ". "
                        + messages(MissingReferences.provider(settings, session).stream()
                                .toList()));
    }

    private static String messages(List<SettingProblem> problems) {
        return problems.stream().map(SettingProblem::message).collect(Collectors.joining(" "));
    }

    /**
     * The provider's display name, without control characters, which could reverse the text; its alias if the provider
     * is missing.
     */
    public static String displayName(KeycloakSession session, String alias) {
        IdentityProviderModel provider = session.identityProviders().getByAlias(alias);
        return provider == null
                ? alias
                : UpstreamClaims.clean(KeycloakModelUtils.getIdentityProviderDisplayName(session, provider));
    }
}
