package cloud.magento.accounts.link.idp;

import java.util.List;
import java.util.Objects;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.IdentityProviderMapperModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.TokenUtil;

/**
 * How the provider is asked for another account: the {@code prompt} of OpenID Connect Core, section 3.1.2.1. Providers
 * differ in what they do with it, so it is a setting of the guard mapper.
 */
final class SwitchPrompt {

    /** The name of the setting in realm files and in the admin REST API. */
    static final String KEY = "switchPrompt";

    private static final String LOGIN = OIDCLoginProtocol.PROMPT_VALUE_LOGIN;
    private static final String SELECT_ACCOUNT = OIDCLoginProtocol.PROMPT_VALUE_SELECT_ACCOUNT;
    private static final String BOTH = LOGIN + " " + SELECT_ACCOUNT;

    private static final List<String> VALUES = List.of(LOGIN, SELECT_ACCOUNT, BOTH);

    private SwitchPrompt() {}

    /** The setting as the admin console shows it. */
    static ProviderConfigProperty property() {
        return new ProviderConfigProperty(
                KEY,
                "Prompt for another account",
                "What \"Use a different account\" requests of this provider. login: the user signs in again."
                        + " select_account: the user chooses an account; use it if the provider supports it, and shows"
                        + " a fixed user name for login. A prompt in the settings of the provider replaces this value.",
                ProviderConfigProperty.LIST_TYPE,
                LOGIN,
                VALUES.toArray(String[]::new));
    }

    /**
     * Notes the prompt in the session that goes to the provider. If the login requires a new sign-in, the provider is
     * asked for one in any case: a session of the provider must not count as one.
     */
    static void noteIn(AuthenticationSessionModel away, KeycloakSession session, String alias) {
        String prompt = of(session, alias);
        boolean signInRequired = TokenUtil.hasPrompt(away.getClientNote(OAuth2Constants.PROMPT), LOGIN);
        away.setClientNote(OAuth2Constants.PROMPT, signInRequired && prompt.equals(SELECT_ACCOUNT) ? BOTH : prompt);
    }

    /** The value of the setting; {@code login} if there is none, or if an import stored a value that is not known. */
    private static String of(KeycloakSession session, String alias) {
        return session.identityProviders()
                .getMappersByAliasStream(alias)
                .filter(mapper -> LinkGuard.PROVIDER_ID.equals(mapper.getIdentityProviderMapper()))
                .map(IdentityProviderMapperModel::getConfig)
                .filter(Objects::nonNull)
                .map(config -> config.get(KEY))
                .filter(value -> value != null && VALUES.contains(value))
                .findFirst()
                .orElse(LOGIN);
    }
}
