package cloud.magento.accounts.link.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nobody is kept from any state of our page: light or dark, on a phone or wide, in our theme or another. */
final class AccessibilityIT extends BrowserScenario {

    private static final List<ColorScheme> LIGHT_AND_DARK = List.of(ColorScheme.LIGHT, ColorScheme.DARK);

    private final List<String> findings = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(Scene.class)
    void inOurTheme(Scene scene) {
        look(scene, "magento", LIGHT_AND_DARK, List.of("html"));
    }

    /** It is not for us to mend what the old theme draws around our content. It has no dark colours. */
    @ParameterizedTest
    @EnumSource(Scene.class)
    void inTheOldThemeOfKeycloak(Scene scene) {
        look(scene, "keycloak", List.of(ColorScheme.LIGHT), List.of("html"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Scene.class,
            names = {"ASK_BEFORE_CUTOFF", "CONFIRM_DIFFERENT_EMAIL", "ERROR_CANCELLED"})
    void inThePresentThemeOfKeycloak(Scene scene) {
        look(scene, "keycloak.v2", LIGHT_AND_DARK, List.of("html"));
    }

    private void look(Scene scene, String theme, List<ColorScheme> schemes, List<String> scope) {
        Visit visit = visit("en");
        scene.show(new Scene.Stage(visit, appWithTheme(theme), users, this::set));
        for (ColorScheme colours : schemes) {
            for (int width : new int[] {320, 1280}) {
                visit.looks(width, colours);
                String where = colours + " " + width + ": ";
                Axe.findings(visit.page(), scope).forEach(finding -> findings.add(where + finding));
                visit.tooWide().forEach(element -> findings.add(where + "too wide: " + element));
            }
        }
        assertThat(findings).isEmpty();
    }
}
