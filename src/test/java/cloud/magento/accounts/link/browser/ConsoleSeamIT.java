package cloud.magento.accounts.link.browser;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.OtherProvider;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.server.Build;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What {@code single-sign-on.js} and {@code account.css} rely on in Keycloak's account console. The lists are in these
 * two files: {@code consoleParts} of the script and the first comment of the style sheet. If a test fails with a new
 * version of Keycloak, adapt the list.
 */
final class ConsoleSeamIT extends BrowserScenario {

    private static final Path ACCOUNT = Build.root().resolve("themes/magento/account/resources");

    private static final String LINKED_ACCOUNTS =
            Site.address() + "/realms/cloud/account/account-security/linked-accounts";

    private static final Pattern SELECTOR = Pattern.compile("(?<![\\w-])[.#][a-z][\\w-]*");

    /** The script as the browser has loaded it. */
    private static final String SCRIPT = "import(document.querySelector('script[src*=\"/single-sign-on.js\"]').src)";

    @Test
    void theConsoleHasEachPartThatTheScriptReliesOn() {
        try (OtherProvider other = OtherProvider.added()) {
            Visit visit = openLinkedAccounts();
            Page page = visit.page();
            page.waitForSelector("#linked-idps #magento-idp");
            page.waitForSelector("#unlinked-idps [id='" + other.alias() + "-idp']");
            assertThat(page.evaluate("window.fetch.toString().includes('[native code]')"))
                    .as("window.fetch is the browser's own")
                    .isEqualTo(true);
            Map<String, String> parts = parts(page);
            assertThat(parts).containsKeys("linkedList", "unlinkedList", "row", "disconnect", "alert");

            // The console shows an alert only after an action.
            page.route("**/account/linked-accounts/*", ConsoleSeamIT::refuse);
            page.locator("#magento-idp-unlink").click();
            page.locator(".magento-sso-dialog button").last().click();
            page.getByText("Refused by the test").first().waitFor();
            // Chromium reports the refusal itself.
            visit.complaints().removeIf(complaint -> complaint.contains("status of 400"));

            parts.forEach((name, selector) -> assertThat(page.locator(selector).count())
                    .as("The account console has no %s: consoleParts.%s of single-sign-on.js", selector, name)
                    .isPositive());
        }
    }

    @Test
    void theConsoleHasEachPartThatTheStyleSheetReliesOn() {
        Visit visit = openLinkedAccounts();
        visit.page().waitForSelector("#linked-idps .magento-sso-term");
        visit.looks(1280, ColorScheme.DARK).settles();

        assertThat(listed(styleSheet()))
                .isNotEmpty()
                .allSatisfy(
                        selector -> assertThat(visit.page().locator(selector).count())
                                .as("The account console has no %s: the list in account.css", selector)
                                .isPositive());
    }

    @Test
    void theScriptNamesThePartsInItsListOnly() {
        String[] halves = text(ACCOUNT.resolve("js/single-sign-on.js")).split("/\\* End of the section\\. \\*/");

        assertThat(halves).hasSize(2);
        assertThat(halves[0]).contains("export const consoleParts = {");
        assertThat(halves[1]).doesNotContain("pf-v5", "pf-m-", "-idp", "data-testid", "\"#", "'#", "`#");
        assertThat(halves[0] + halves[1]).doesNotContain("window.fetch", "Authorization");
    }

    @Test
    void theStyleSheetNamesWhatItsListNames() {
        String rules = styleSheet().replaceAll("(?s)/\\*.*?\\*/", "");
        Set<String> used = selectors(rules);
        used.removeIf(selector -> selector.startsWith(".magento-sso-"));

        assertThat(used).isEqualTo(listed(styleSheet()));
    }

    private Visit openLinkedAccounts() {
        set(Schedules.NOT_BEGUN);
        CloudUser carol = users.linked();
        Visit visit = visit("en");
        visit.open(LINKED_ACCOUNTS).signIn(carol).signIn(carol.magento());
        return visit;
    }

    private static void refuse(Route route) {
        route.fulfill(new Route.FulfillOptions()
                .setStatus(400)
                .setContentType("application/json")
                .setBody("{\"errorMessage\":\"Refused by the test\"}"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> parts(Page page) {
        return (Map<String, String>) page.evaluate("async () => (await " + SCRIPT + ").consoleParts");
    }

    private static String styleSheet() {
        return text(ACCOUNT.resolve("css/account.css"));
    }

    private static Set<String> listed(String styleSheet) {
        String comment = styleSheet.substring(0, styleSheet.indexOf("*/"));
        return selectors(comment.substring(comment.indexOf("relies on"), comment.indexOf("custom properties")));
    }

    private static Set<String> selectors(String text) {
        return SELECTOR.matcher(text).results().map(MatchResult::group).collect(toCollection(TreeSet::new));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
