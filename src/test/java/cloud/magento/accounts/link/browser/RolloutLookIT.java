package cloud.magento.accounts.link.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.Site;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.representations.idm.GroupRepresentation;

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

    /** The words of tables that take more than one line. Names can be broken: they have no spaces. */
    private static final String BROKEN_WORDS = """
            () => {
              const words = new Intl.Segmenter(document.documentElement.lang, { granularity: "word" });
              const linesOf = (text, word) => {
                const range = document.createRange();
                range.setStart(text, word.index);
                range.setEnd(text, word.index + word.segment.length);
                return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size;
              };
              const broken = [];
              for (const cell of document.querySelectorAll("thead th, .rollout-scroll :is(th, td)")) {
                // On a narrow screen the heads of the users are for screen readers only.
                if (getComputedStyle(cell.closest("table").tHead).position === "absolute") {
                  continue;
                }
                const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
                while (texts.nextNode()) {
                  const text = texts.currentNode;
                  if (text.parentElement.tagName === "BDI") {
                    continue;
                  }
                  [...words.segment(text.data)]
                    .filter(word => word.isWordLike && linesOf(text, word) > 1)
                    .forEach(word => broken.push(word.segment + " in #" + cell.closest("table").id));
                }
              }
              return broken;
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

    /** Zoomed to 400 %, a window of 1280 pixels has 320. */
    @Test
    void noWordOfATableIsBrokenOnANarrowScreen() {
        String group = "subsidiary-with-a-long-name-" + UUID.randomUUID();
        addGroup(group);
        set(Map.of("waves", "/" + group + " 2998-01-01##5% 2998-06-01"));
        Visit visit = open("en");
        List<String> addresses = new ArrayList<>();
        visit.page()
                .locator(".rollout-languages a")
                .all()
                .forEach(language -> addresses.add((String) language.evaluate("link => link.href")));
        assertThat(addresses).hasSize(11);

        for (String address : addresses) {
            visit.open(address + "&state=overdue");
            visit.page().locator("#rollout-days-table").evaluate("table => table.closest('details').open = true");
            assertThat(visit.page().locator("#rollout-waves").isVisible()).isTrue();
            for (int width : new int[] {320, 640, 800, 1280}) {
                visit.looks(width, ColorScheme.LIGHT);
                String where = " at " + width + " of " + address;
                ((List<?>) visit.page().evaluate(BROKEN_WORDS)).forEach(word -> findings.add(word + where));
                visit.tooWide().forEach(element -> findings.add(element + where));
            }
        }

        assertThat(findings).isEmpty();
    }

    /** A table that is too wide is moved with the keyboard, and not the page. */
    @Test
    void theKeyboardMovesATableThatIsTooWide() {
        Visit visit = open("en");
        Page page = visit.page();
        visit.looks(320, ColorScheme.LIGHT);
        Locator frame = page.locator(".rollout-scroll:has(#rollout-states)");
        frame.evaluate("frame => frame.firstElementChild.style.inlineSize = '600px'");
        frame.focus();
        page.keyboard().press("ArrowRight");

        Eventually.get(
                () -> Optional.of(frame.evaluate("frame => frame.scrollLeft > 0"))
                        .filter(Boolean.TRUE::equals),
                () -> "The table stays where it is.");
        assertThat(visit.tooWide()).isEmpty();
        assertThat(frame.getAttribute("aria-labelledby")).isEqualTo("rollout-states-title");
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

    private static void addGroup(String name) {
        GroupRepresentation group = new GroupRepresentation();
        group.setName(name);
        Site.cloud().groups().add(group).close();
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
