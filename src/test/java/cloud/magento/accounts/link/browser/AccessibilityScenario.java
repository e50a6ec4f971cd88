package cloud.magento.accounts.link.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** Looks at a state of our page with axe: light and dark, narrow and wide. */
@Tag("look")
@Tag("themes")
abstract class AccessibilityScenario extends BrowserScenario {

    static final String OURS = "magento";

    final void isAccessible(Scene scene, String theme) {
        Visit visit = visit("en");
        show(scene, visit, theme);

        assertThat(findings(visit, theme, List.of(ColorScheme.LIGHT, ColorScheme.DARK)))
                .isEmpty();
    }

    final void show(Scene scene, Visit visit, String theme) {
        scene.show(new Scene.Stage(visit, appWithTheme(theme), users, this::set));
    }

    static List<String> findings(Visit visit, String theme, List<ColorScheme> looks) {
        List<String> findings = new ArrayList<>();
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
        return findings;
    }
}
