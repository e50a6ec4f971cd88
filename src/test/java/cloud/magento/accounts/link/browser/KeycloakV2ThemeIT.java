package cloud.magento.accounts.link.browser;

/** Our page in the default theme of Keycloak. */
final class KeycloakV2ThemeIT extends KeycloakThemeScenario {

    KeycloakV2ThemeIT() {
        super("keycloak.v2");
    }
}
