package cloud.magento.accounts.link.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Site;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rollout page in a real browser: everybody can use it, on every screen, and it needs no script. */
@Tag("look")
final class RolloutLookIT extends BrowserScenario {

    /** With forced colours, shapes that have neither a fill nor a line of the system's colours. */
    private static final String UNSEEN = """
            () => {
              const ground = getComputedStyle(document.querySelector("main section")).backgroundColor;
              return [...document.querySelectorAll(".rollout-fill, .rollout-line, .rollout-cutoff, .rollout-hatch")]
                .filter(shape => [getComputedStyle(shape).fill, getComputedStyle(shape).stroke]
                  .every(colour => colour === "none" || colour === ground))
                .map(shape => shape.getAttribute("class"));
            }""";

    private static final String PAGE = Site.address() + "/realms/cloud/magento-link/";

    private final List<Object> findings = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void everybodyCanUse(String language) {
        Visit visit = open(language);
        visit.page().locator(".rollout-languages summary").click();
        visit.page().locator("#rollout-days-table").evaluate("table => table.closest('details').open = true");

        for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : new int[] {320, 1280}) {
                visit.looks(width, colours);
                findings.addAll(Axe.findings(visit.page()));
                findings.addAll(Axe.doubts(visit.page()));
                findings.addAll(visit.tooWide());
            }
        }

        assertThat(findings).isEmpty();
    }

    @Test
    void everybodyCanUseFromRightToLeft() {
        Visit visit = open("ar");
        assertThat(visit.page().locator("html").getAttribute("dir")).isEqualTo("rtl");

        visit.looks(320, ColorScheme.LIGHT);
        findings.addAll(Axe.findings(visit.page()));
        findings.addAll(visit.tooWide());

        assertThat(findings).isEmpty();
    }

    @Test
    void nothingDependsOnTheColours() {
        Visit visit = open("en");

        for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            visit.looks(1280, colours).forcesColours(true);
            findings.addAll((List<?>) visit.page().evaluate(UNSEEN));
        }
        assertThat(findings).isEmpty();
        List<String> patterns = new ArrayList<>();
        visit.page()
                .locator("#rollout-states .rollout-swatch")
                .all()
                .forEach(swatch -> patterns.add(swatch.innerHTML()));
        assertThat(patterns).hasSize(6).doesNotHaveDuplicates();
    }

    /** The fields, the search and the next page are reached with the keyboard, in the order in which they stand. */
    @Test
    void theKeyboardIsEnoughToSearch() {
        Visit visit = open("en");
        Page page = visit.page();
        page.locator("#rollout-search").focus();
        page.keyboard().type("nobody-has-this-name");
        page.keyboard().press("Tab");
        page.keyboard().press("Tab");
        visit.follow(() -> page.keyboard().press("Enter"));

        assertThat(page.url()).contains("search=nobody-has-this-name");
        assertThat(page.locator("#rollout-nobody").isVisible()).isTrue();
        Locator form = page.locator("#users");
        assertThat((Boolean) form.evaluate("form => form.getBoundingClientRect().top < innerHeight"))
                .isTrue();
    }

    private Visit open(String language) {
        String longName = "anna-katharina-wilhelmine.von-und-zu-hohenlohe-"
                + UUID.randomUUID().toString().substring(0, 8) + "@subsidiary.example.com";
        users.unlinked(user -> {
            user.setUsername(longName);
            user.setEmail(longName);
        });
        users.linked();
        CloudUser admin = users.unlinked(user -> user.singleAttribute("locale", language));
        users.grant(admin, "magento-link-exempt");
        users.grant(admin, "realm-management", "view-users");
        users.grant(admin, "realm-management", "view-realm");
        Visit visit = visit(language);
        visit.open(appWithTheme("magento").signIn().address()).signIn(admin).isBackAtTheApp();
        visit.open(PAGE + "?state=overdue");
        visit.page().waitForSelector("#rollout-users");
        return visit;
    }
}
