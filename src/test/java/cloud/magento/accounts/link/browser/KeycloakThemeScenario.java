package cloud.magento.accounts.link.browser;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our page is accessible in one of Keycloak's themes: three states, or all with {@code -Dthemes=all}. Each theme has a
 * class, because classes run side by side.
 */
abstract class KeycloakThemeScenario extends AccessibilityScenario {

    private final String theme;

    KeycloakThemeScenario(String theme) {
        this.theme = theme;
    }

    static Set<Scene> scenes() {
        return "all".equals(System.getProperty("themes"))
                ? EnumSet.allOf(Scene.class)
                : EnumSet.of(Scene.ASK_BEFORE_CUTOFF, Scene.CONFIRM_DIFFERENT_EMAIL, Scene.ERROR_CANCELLED);
    }

    @ParameterizedTest
    @MethodSource("scenes")
    final void everybodyCanUse(Scene scene) {
        isAccessible(scene, theme);
    }
}
