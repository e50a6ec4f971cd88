package cloud.magento.accounts.link.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The two ways to connect from the guides, with the texts that the guides name. */
@Tag("look")
final class MethodsIT extends BrowserScenario {

    /** The texts on the screen. */
    enum Words {
        EN(
                "en",
                "Single Sign-On",
                "Provider: Magento.com",
                "Status Not Connected",
                "Status Connected",
                "Connect with Magento.com",
                "Your account"),
        JA("ja", "シングルサインオン", "プロバイダー： Magento.com", "ステータス 未連携", "ステータス 連携済み", "Magento.comと連携する", "お使いのアカウント");

        private final String language;
        private final String section;
        private final String provider;
        private final String notConnected;
        private final String connected;
        private final String connect;
        private final String yourAccount;

        Words(
                String language,
                String section,
                String provider,
                String notConnected,
                String connected,
                String connect,
                String yourAccount) {
            this.language = language;
            this.section = section;
            this.provider = provider;
            this.notConnected = notConnected;
            this.connected = connected;
            this.connect = connect;
            this.yourAccount = yourAccount;
        }
    }

    /** Account settings first, then Magento.com. */
    @ParameterizedTest
    @EnumSource
    void methodOne(Words words) {
        askNobody();
        CloudUser carol = users.unlinked();
        Visit visit = visit(words.language);

        openSection(visit, carol, words);
        connect(visit, words);
        assertThat(visit.page().locator("html").getAttribute("lang")).startsWith(words.language);
        visit.signIn(carol.magento());

        confirm(visit, carol, words);
    }

    /** Magento.com first, then the account settings in another tab. */
    @ParameterizedTest
    @EnumSource
    void methodTwo(Words words) {
        askNobody();
        CloudUser carol = users.unlinked();
        Visit visit = visit(words.language);

        visit.open(Site.address() + "/realms/magento/account/").signIn(carol.magento());
        visit.page().waitForSelector("#app nav");
        openSection(visit.newTab(), carol, words);
        connect(visit, words);

        confirm(visit, carol, words);
    }

    private void askNobody() {
        set(Schedules.NOT_BEGUN);
    }

    private static void openSection(Visit visit, CloudUser user, Words words) {
        visit.open(Site.address() + "/realms/cloud/account/").signIn(user);
        Page page = visit.page();
        page.locator("nav [data-testid=accountSecurity], nav button").first().click();
        page.locator("nav").getByText(words.section).click();
        page.waitForSelector("#magento-idp");
        page.waitForFunction(
                "text => document.querySelector('#unlinked-idps')?.innerText.includes(text)", words.connect);
        assertThat(page.locator("h1").innerText()).isEqualTo(words.section);
        assertRow(page.locator("#unlinked-idps"), List.of(words.provider, words.notConnected, words.connect));
    }

    private static void connect(Visit visit, Words words) {
        visit.follow(visit.page().getByText(words.connect)::click);
    }

    private void confirm(Visit visit, CloudUser user, Words words) {
        visit.sees("confirm");
        assertThat(users.linkOf(user)).as("before the yes").isEmpty();
        assertThat(visit.page().locator("#connect-magento-account").innerText())
                .contains(words.yourAccount, user.username());
        visit.press("confirm");

        Page page = visit.page();
        page.waitForFunction(
                "text => document.querySelector('#linked-idps')?.innerText.replace(/\\s+/g, ' ').includes(text)",
                words.connected);
        visit.looks(320, ColorScheme.LIGHT);
        visit.settles();
        assertRow(
                page.locator("#linked-idps"),
                List.of(words.provider, words.connected, user.magento().username()));
        assertThat(users.isLinked(user, user.magento())).isTrue();
    }

    private static void assertRow(Locator list, List<String> texts) {
        assertThat(list.innerText().replaceAll("\\s+", " ")).contains(texts);
    }
}
