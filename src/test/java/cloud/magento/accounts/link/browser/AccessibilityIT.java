package cloud.magento.accounts.link.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each state of our page is accessible in our theme. */
final class AccessibilityIT extends AccessibilityScenario {

    @ParameterizedTest
    @EnumSource
    void everybodyCanUse(Scene scene) {
        isAccessible(scene, OURS);
    }

    /** Right-to-left languages change the layout, but not the colours. */
    @ParameterizedTest
    @EnumSource(names = {"ASK_BEFORE_CUTOFF", "CONFIRM_DIFFERENT_EMAIL"})
    void everybodyCanUseFromRightToLeft(Scene scene) {
        Visit visit = visit("ar");
        show(scene, visit, OURS);
        assertThat(visit.page().locator("html").getAttribute("dir")).isEqualTo("rtl");

        assertThat(findings(visit, OURS, List.of(ColorScheme.LIGHT))).isEmpty();
    }
}
