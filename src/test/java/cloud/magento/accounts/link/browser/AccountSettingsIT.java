package cloud.magento.accounts.link.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.CloudUser;
import cloud.magento.accounts.link.it.Site;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the account console shows of the connection. */
final class AccountSettingsIT extends BrowserScenario {

    private static final String CONSOLE = Site.address() + "/realms/cloud/account/";

    /** The console's own menu button on a phone has no name. All else on the page is held to the rules. */
    private static final String KEYCLOAKS_OWN = "button-name: button[data-testid=\"options-kebab-toggle\"]";

    private static final List<String> SECTION = List.of("main");

    private final List<String> findings = new ArrayList<>();

    @BeforeEach
    void askNobody() {
        set(Map.of("cutoff", "2999-01-01", "remindFrom", "2998-01-01"));
    }

    @Test
    void nobodyIsKeptFromConnecting() {
        Visit visit = visit("en");
        visit.open(CONSOLE + "account-security/linked-accounts").signIn(users.unlinked());
        visit.page().waitForSelector("#unlinked-idps .magento-sso-term");

        look(visit, SECTION);

        assertThat(findings).isEmpty();
    }

    @Test
    void nobodyIsKeptFromSeeingOrEndingTheConnection() {
        Visit visit = openConnected("account-security/linked-accounts");
        visit.page().waitForFunction("document.querySelector('.magento-sso-since')?.innerText");

        look(visit, SECTION);
        visit.page().locator("#magento-idp-unlink").click();
        Locator dialog = visit.page().locator(".magento-sso-dialog");
        assertThat(dialog.isVisible()).isTrue();
        // The dialog lies on top of everything, which axe does not know.
        visit.page().evaluate("document.getElementById('app').style.visibility = 'hidden'");
        look(visit, List.of(".magento-sso-dialog"));

        assertThat(findings).isEmpty();
    }

    /** Keycloak shows every attribute that users may see as a field with its raw value. */
    @Test
    void theDateIsNoFieldOfTheProfile() {
        Visit visit = openConnected("");
        Locator field = visit.page().locator("[id=magentoLinkSince]");
        visit.page().waitForSelector("#email");
        assertThat(field.count()).isEqualTo(1);
        assertThat(field.isVisible()).isFalse();

        visit.open(appWithTheme("magento")
                .signIn(Map.of("kc_action", "UPDATE_PROFILE"))
                .address());
        assertThat(visit.page().locator("#email").isVisible()).isTrue();
        assertThat(field.count()).isEqualTo(1);
        assertThat(field.isVisible()).isFalse();
    }

    private Visit openConnected(String page) {
        CloudUser carol = users.linked();
        Visit visit = visit("en");
        visit.open(CONSOLE + page).signIn(carol).signIn(carol.magento());
        return visit;
    }

    private void look(Visit visit, List<String> scope) {
        for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : new int[] {320, 1280}) {
                visit.looks(width, colours).settles();
                String where = colours + " " + width + ": ";
                Axe.findings(visit.page(), List.of("html")).stream()
                        .filter(finding -> !finding.startsWith(KEYCLOAKS_OWN))
                        .forEach(finding -> findings.add(where + finding));
                Axe.doubts(visit.page(), scope).forEach(doubt -> findings.add(where + doubt));
            }
        }
    }
}
