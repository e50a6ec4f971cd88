package cloud.magento.accounts.link.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With forced colours there are no backgrounds: buttons, cards, warnings and the focus need visible borders. */
@Tag("look")
final class ForcedColoursIT extends BrowserScenario {

    private static final List<Scene> SCENES =
            List.of(Scene.ASK_BEFORE_CUTOFF, Scene.CONFIRM_DIFFERENT_EMAIL, Scene.ERROR_ACCOUNT_IN_USE);

    /** The elements without a visible border. */
    private static final String WITHOUT_LINE = """
            () => {
              const ground = getComputedStyle(document.body).backgroundColor;
              const line = (style, side) => {
                const colour = style[`border${side}Color`];
                return style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) >= 1
                  && colour !== ground && !/^rgba.*, 0\\)$/.test(colour);
              };
              const lined = element => [null, "::before", "::after"].some(part =>
                ["Top", "Right", "Bottom", "Left"].some(side => line(getComputedStyle(element, part), side)));
              const underlined = element => element.matches(".connect-magento-link")
                && getComputedStyle(element).textDecorationLine === "underline";
              return [...document.querySelectorAll("#connect-magento button, .connect-magento-card,"
                  + " .connect-magento-facts, .connect-magento-note, [class*=alert-error], [class*=m-danger]")]
                .filter(element => !lined(element) && !underlined(element))
                .map(element => element.value || element.className);
            }""";

    /** The focused element, and whether its focus is visible. */
    private static final String FOCUS = """
            () => {
              const element = document.activeElement;
              const style = getComputedStyle(element);
              const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1
                && style.outlineColor !== getComputedStyle(document.body).backgroundColor;
              return element.closest("#connect-magento") && !seen ? [element.value || element.id] : [];
            }""";

    private final List<String> findings = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"magento", "keycloak.v2", "keycloak"})
    void leaveTheLinesThatMatter(String theme) {
        for (Scene scene : SCENES) {
            Visit visit = visit("en");
            scene.show(new Scene.Stage(visit, appWithTheme(theme), users, this::set));
            for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                visit.looks(1280, colours).forcesColours(true);
                note(scene, colours, "no line", visit.page().evaluate(WITHOUT_LINE));
                for (int i = 0; i < 8; i++) {
                    visit.page().keyboard().press("Tab");
                    note(scene, colours, "focus not seen", visit.page().evaluate(FOCUS));
                }
            }
            restoreSettings();
        }

        assertThat(findings).isEmpty();
    }

    private void note(Scene scene, ColorScheme colours, String what, Object elements) {
        ((List<?>) elements).forEach(element -> findings.add(scene + " " + colours + " " + what + ": " + element));
    }
}
