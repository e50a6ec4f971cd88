package cloud.magento.accounts.link.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudProvider;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.MagentoAccount;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.server.SinceKeycloak;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the account console shows of the connection, and what its buttons do: how to connect is in {@link MethodsIT}.
 */
@Tag("look")
final class AccountSettingsIT extends BrowserScenario {

    private static final String CONSOLE = Site.address() + "/realms/cloud/account/";

    /** The console's own menu button on narrow screens has no name. Everything else is checked. */
    private static final String KEYCLOAKS_OWN = "button-name: button[data-testid=\"options-kebab-toggle\"]";

    private static final String LINKED_ACCOUNTS = "account-security/linked-accounts";

    private static final String SINCE = "magentoLinkSince";

    private static final List<String> SECTION = List.of("main");

    private final Instant start = Instant.now().minusSeconds(1);

    private final List<String> findings = new ArrayList<>();

    @BeforeEach
    void askNobody() {
        set(Schedules.NOT_BEGUN);
    }

    @Test
    void nobodyIsKeptFromConnecting() {
        look(openUnconnected("en"), SECTION);

        assertThat(findings).isEmpty();
    }

    @Test
    @SinceKeycloak(value = "26.6", because = "its account console has no right to left")
    void nobodyIsKeptFromConnectingFromRightToLeft() {
        Visit visit = openUnconnected("ar");
        assertThat(visit.page().locator("html").getAttribute("dir")).isEqualTo("rtl");

        look(visit, SECTION, List.of(ColorScheme.LIGHT));

        assertThat(findings).isEmpty();
    }

    @Test
    void theNameOfTheProviderRunsNothing() {
        String name = "<img src=x onerror=alert(1)> \"><b>bold</b> {0} $&";
        CloudProvider.displayName(name);
        try {
            Visit visit = openUnconnected("en");
            assertThat(visit.page().locator("#unlinked-idps").innerText())
                    .contains("Provider: " + name)
                    .contains("Connect with " + name);

            visit.follow(visit.page().locator("#magento-idp-link")::click);
            visit.comeBackWith("access_denied").sees("ask");
            assertThat(visit.page().locator("#kc-page-title").innerText()).contains("bold</b>");
            assertThat(visit.page().locator("img[src=x], #kc-page-title b").count())
                    .isZero();
        } finally {
            CloudProvider.displayName("Magento.com");
        }
    }

    @Test
    void theTitleOfTheTabIsInTheLanguageOfTheUser() {
        Visit visit = openUnconnected("ja");

        visit.page().waitForFunction("() => document.title === 'アカウント設定'");
    }

    @Test
    void backAtMagentoLeadsToTheAccountSettings() {
        CloudUser carol = users.unlinked();
        Visit visit = openUnconnected("en", carol);

        visit.follow(visit.page().locator("#magento-idp-link")::click).isAtMagento();
        visit.page().goBack();
        visit.page().waitForSelector("#unlinked-idps .magento-sso-term");
        visit.follow(visit.page().locator("#magento-idp-link")::click).isAtMagento();
        visit.page().reload();
        visit.signIn(carol.magento()).sees("confirm");
        visit.page().reload();
        visit.sees("confirm").press("confirm");

        visit.page().waitForSelector("#linked-idps .magento-sso-term");
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void cancellingAtMagentoLeadsToTheAccountSettings() {
        CloudUser carol = users.unlinked();
        Visit visit = openUnconnected("en", carol);

        visit.follow(visit.page().locator("#magento-idp-link")::click).isAtMagento();
        visit.comeBackWith("access_denied").sees("ask");
        visit.page().reload();
        visit.sees("ask").press("leave");

        visit.page().waitForSelector("#unlinked-idps .magento-sso-term");
        assertThat(users.linkOf(carol)).isEmpty();
    }

    /** An app starts linking, or the console does after a sign-in that has become old. */
    @Test
    void backAtMagentoAsksForNoPasswordAgain() {
        CloudUser carol = users.unlinked();
        CloudApp app = appWithTheme("magento");
        Visit visit = visit("en");
        visit.open(app.signIn(Map.of("kc_action", "idp_link:magento")).address())
                .signIn(carol)
                .sees("ask");

        visit.press("connect").isAtMagento();
        visit.page().goBack();
        visit.sees("ask").press("connect").signIn(carol.magento()).sees("confirm");
        visit.press("confirm").isBackAtTheApp();

        assertThat(visit.page().url()).contains("kc_action=idp_link", "kc_action_status=success");
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void anotherAccountTakesThePlaceOfTheConnectedOne() {
        CloudUser carol = users.linked();
        MagentoAccount other = users.unlinked().magento();
        users.attribute(carol, SINCE, "2020-04-01T07:00:00Z");
        Visit visit = openConnected(carol, LINKED_ACCOUNTS);
        Locator exchange = visit.page().locator("#magento-idp-exchange");
        assertThat(exchange.innerText()).isEqualTo("Use a different Magento.com account");

        visit.follow(exchange::click).sees("ask");
        visit.press("switch").signIn(other).sees("confirm");
        assertThat(users.isLinked(carol, carol.magento())).as("before the yes").isTrue();
        visit.press("confirm");

        visit.page()
                .waitForFunction(
                        "name => document.querySelector('#linked-idps')?.innerText.includes(name)", other.username());
        assertThat(users.isLinked(carol, other)).isTrue();
        assertThat(Instant.parse(users.attribute(carol, SINCE).orElseThrow())).isAfter(start);
        assertThat(detailsOf(carol, "FEDERATED_IDENTITY_LINK"))
                .containsEntry("identity_provider_identity", other.username())
                .containsEntry(
                        "previous_identity_provider_identity", carol.magento().username());
    }

    @Test
    void disconnectingWarnsAndWaitsForTheYes() {
        CloudUser carol = users.linked();
        Visit visit = openConnected(carol, LINKED_ACCOUNTS);
        Locator disconnect = visit.page().locator("#magento-idp-unlink");
        Locator dialog = visit.page().locator(".magento-sso-dialog");
        Locator.WaitForOptions gone = new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED);

        disconnect.click();
        assertThat(dialog.innerText())
                .contains("Disconnect Magento.com?", "no longer be able to sign in with Magento.com");
        dialog.getByText("Stay connected").click();
        dialog.waitFor(gone);
        assertThat(users.isLinked(carol, carol.magento())).as("kept").isTrue();

        disconnect.click();
        visit.page().keyboard().press("Escape");
        dialog.waitFor(gone);
        assertThat(users.isLinked(carol, carol.magento())).as("kept").isTrue();

        disconnect.click();
        dialog.getByText("Disconnect", new Locator.GetByTextOptions().setExact(true))
                .click();
        visit.page().waitForSelector("#unlinked-idps #magento-idp-link");

        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(users.attribute(carol, SINCE)).isEmpty();
        assertThat(detailsOf(carol, "REMOVE_FEDERATED_IDENTITY")).containsEntry("identity_provider", "magento");
    }

    @Test
    void disconnectingFromAnOldSignInLeadsToSigningInAgain() {
        CloudUser carol = users.linked();
        set(Map.of("max_auth_age", "1"));
        Visit visit = openConnected(carol, LINKED_ACCOUNTS);
        Instant signedIn = Instant.now();
        Locator dialog = visit.page().locator(".magento-sso-dialog");
        Locator disconnect = visit.page().locator("#magento-idp-unlink");
        disconnect.waitFor();
        visit.page().waitForFunction("end => Date.now() > end", (double)
                signedIn.plusSeconds(2).toEpochMilli());

        disconnect.click();
        pressInDialog(dialog, "Disconnect");
        Locator again = dialog.getByText("Sign in again, then disconnect Magento.com");
        again.waitFor();
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        Axe.findings(visit.page()).stream()
                .filter(finding -> !finding.startsWith(KEYCLOAKS_OWN))
                .forEach(findings::add);
        assertThat(findings).isEmpty();

        set(Map.of("max_auth_age", "300"));
        visit.follow(() -> pressInDialog(dialog, "Sign in again"));
        visit.signIn(carol).signIn(carol.magento());
        disconnect.click();
        pressInDialog(dialog, "Disconnect");
        visit.page().waitForSelector("#unlinked-idps #magento-idp-link");
        assertThat(users.linkOf(carol)).isEmpty();
        // The browser itself notes the answer to the first attempt.
        visit.complaints().removeIf(complaint -> complaint.contains("403"));
    }

    private static void pressInDialog(Locator dialog, String button) {
        dialog.locator("button", new Locator.LocatorOptions().setHasText(button))
                .click();
    }

    @Test
    void nobodyIsKeptFromSeeingOrEndingTheConnection() {
        Visit visit = openConnected(users.linked(), LINKED_ACCOUNTS);
        visit.page().waitForSelector("#linked-idps .magento-sso-term");

        look(visit, SECTION);
        visit.page().locator("#magento-idp-unlink").click();
        Locator dialog = visit.page().locator(".magento-sso-dialog");
        assertThat(dialog.isVisible()).isTrue();
        // axe does not detect that the dialog covers the page.
        visit.page().evaluate("document.getElementById('app').style.visibility = 'hidden'");
        look(visit, List.of(".magento-sso-dialog"));

        assertThat(findings).isEmpty();
    }

    /** The login pages of the theme hide the field, because users cannot change it. */
    @Test
    void thePersonalInfoShowsTheDateAndOffersNoChange() {
        CloudUser carol = users.linked();
        String since = users.attribute(carol, SINCE).orElseThrow();
        Visit visit = openConnected(carol, "");
        Locator field = visit.page().locator("#" + SINCE);
        field.waitFor();
        assertThat(field.inputValue()).isEqualTo(since);
        assertThat(field.isEditable()).isFalse();
        assertThat(visit.page().locator("label[for=" + SINCE + "]").innerText())
                .contains("Single Sign-On: connected since");

        visit.open(appWithTheme("magento")
                .signIn(Map.of("kc_action", "UPDATE_PROFILE"))
                .address());
        assertThat(visit.page().locator("#email").isVisible()).isTrue();
        assertThat(field.count()).isEqualTo(1);
        assertThat(field.isVisible()).isFalse();
    }

    private Visit openUnconnected(String language) {
        return openUnconnected(language, users.unlinked());
    }

    private Visit openUnconnected(String language, CloudUser user) {
        Visit visit = visit(language);
        visit.open(CONSOLE + LINKED_ACCOUNTS).signIn(user);
        visit.page().waitForSelector("#unlinked-idps .magento-sso-term");
        return visit;
    }

    private Visit openConnected(CloudUser user, String page) {
        Visit visit = visit("en");
        visit.open(CONSOLE + page).signIn(user).signIn(user.magento());
        return visit;
    }

    /** The details of the latest event of this type. */
    private static Map<String, String> detailsOf(CloudUser user, String type) {
        return Site.cloud()
                .getEvents(List.of(type), null, user.id(), null, null, null, 0, 1)
                .get(0)
                .getDetails();
    }

    private void look(Visit visit, List<String> scope) {
        look(visit, scope, List.of(ColorScheme.LIGHT, ColorScheme.DARK));
    }

    private void look(Visit visit, List<String> scope, List<ColorScheme> looks) {
        for (ColorScheme colours : looks) {
            for (int width : new int[] {320, 1280}) {
                visit.looks(width, colours).settles();
                String where = colours + " " + width + ": ";
                Axe.findings(visit.page()).stream()
                        .filter(finding -> !finding.startsWith(KEYCLOAKS_OWN))
                        .forEach(finding -> findings.add(where + finding));
                Axe.doubts(visit.page(), scope).forEach(doubt -> findings.add(where + doubt));
            }
        }
    }
}
