package cloud.magento.accounts.link.idp;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.ParsedSettings;
import cloud.magento.accounts.link.config.ParsedSettings.Unusable;
import cloud.magento.accounts.link.config.SettingProblem;
import cloud.magento.accounts.link.realm.MissingReferences;
import java.util.List;
import java.util.Objects;
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
    /** Without the guard Keycloak would link in the callback, before anybody confirmed. */
    WITHOUT_GUARD;

    /** The state right now. */
    public static ProviderStatus of(KeycloakSession session, String alias) {
        IdentityProviderModel provider = session.identityProviders().getByAlias(alias);
        if (provider == null) {
            return MISSING;
        }
        if (!provider.isEnabled()) {
            return DISABLED;
        }
        return session.identityProviders()
                        .getMappersByAliasStream(alias)
                        .anyMatch(mapper -> Objects.equals(mapper.getIdentityProviderMapper(), LinkGuard.PROVIDER_ID))
                ? READY
                : WITHOUT_GUARD;
    }

    /** What keeps users from being sent there, in words for an admin; empty: nothing. */
    public static Optional<String> outage(ParsedSettings parsed, KeycloakSession session) {
        if (parsed instanceof Unusable unusable) {
            return Optional.of(words(unusable.problems()));
        }
        LinkSettings settings = parsed.readable();
        ProviderStatus state = of(session, settings.idpAlias());
        return state == READY
                ? Optional.empty()
                : Optional.of("Provider: " + state + ". "
                        + words(MissingReferences.provider(settings, session).stream()
                                .toList()));
    }

    private static String words(List<SettingProblem> problems) {
        return problems.stream().map(SettingProblem::message).collect(Collectors.joining(" "));
    }

    /**
     * The provider's name as people know it, without controls that would turn the text around; its alias where there is
     * none.
     */
    public static String displayName(KeycloakSession session, String alias) {
        IdentityProviderModel provider = session.identityProviders().getByAlias(alias);
        return provider == null
                ? alias
                : UpstreamClaims.clean(KeycloakModelUtils.getIdentityProviderDisplayName(session, provider));
    }
}
