package cloud.magento.accounts.link.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each state of our page is accessible: light and dark, narrow and wide, in our theme and in others. In the themes of
 * Keycloak only some states are checked; {@code -Dthemes=all} checks all of them.
 */
@Tag("look")
@Tag("themes")
final class AccessibilityIT extends BrowserScenario {

    private static final String OURS = "magento";
    private static final List<String> THEMES = List.of(OURS, "keycloak.v2", "keycloak");
    private static final Set<Scene> ANYWHERE = "all".equals(System.getProperty("themes"))
            ? EnumSet.allOf(Scene.class)
            : EnumSet.of(Scene.ASK_BEFORE_CUTOFF, Scene.CONFIRM_DIFFERENT_EMAIL, Scene.ERROR_CANCELLED);

    private final List<String> findings = new ArrayList<>();

    static Stream<Arguments> scenesInThemes() {
        return THEMES.stream()
                .flatMap(theme -> Stream.of(Scene.values())
                        .filter(scene -> theme.equals(OURS) || ANYWHERE.contains(scene))
                        .map(scene -> arguments(scene, theme)));
    }

    @ParameterizedTest
    @MethodSource("scenesInThemes")
    void everybodyCanUse(Scene scene, String theme) {
        Visit visit = visit("en");
        scene.show(new Scene.Stage(visit, appWithTheme(theme), users, this::set));

        look(visit, theme, List.of(ColorScheme.LIGHT, ColorScheme.DARK));

        assertThat(findings).isEmpty();
    }

    /** Right-to-left languages change the layout, but not the colours. */
    @ParameterizedTest
    @EnumSource(names = {"ASK_BEFORE_CUTOFF", "CONFIRM_DIFFERENT_EMAIL"})
    void everybodyCanUseFromRightToLeft(Scene scene) {
        Visit visit = visit("ar");
        scene.show(new Scene.Stage(visit, appWithTheme(OURS), users, this::set));
        assertThat(visit.page().locator("html").getAttribute("dir")).isEqualTo("rtl");

        look(visit, OURS, List.of(ColorScheme.LIGHT));

        assertThat(findings).isEmpty();
    }

    private void look(Visit visit, String theme, List<ColorScheme> looks) {
        for (ColorScheme colours : looks) {
            for (int width : new int[] {320, 1280}) {
                visit.looks(width, colours);
                String where = colours + " " + width + ": ";
                Axe.findings(visit.page()).forEach(finding -> findings.add(where + finding));
                if (theme.equals(OURS)) {
                    Axe.doubts(visit.page()).forEach(doubt -> findings.add(where + doubt));
                }
                visit.tooWide().forEach(element -> findings.add(where + "too wide: " + element));
            }
        }
    }
}
