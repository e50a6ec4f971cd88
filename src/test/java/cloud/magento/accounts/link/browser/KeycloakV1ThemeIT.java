package cloud.magento.accounts.link.browser;

/** Our page in the older theme of Keycloak. */
final class KeycloakV1ThemeIT extends KeycloakThemeScenario {

    KeycloakV1ThemeIT() {
        super("keycloak");
    }
}
