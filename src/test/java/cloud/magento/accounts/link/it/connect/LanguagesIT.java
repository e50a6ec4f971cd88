package cloud.magento.accounts.link.it.connect;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.pages.SignInPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Schedules;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The page is translated into every language of the realm. */
final class LanguagesIT extends CloudScenario {

    @ParameterizedTest
    @CsvSource({
        "ar, ربط",
        "de, verbinden",
        "en, Connect with",
        "es, Conect",
        "fr, Associer",
        "it, Colleg",
        "ja, 連携",
        "ko, 연결",
        "nl, Koppel",
        "pt-BR, Conect",
        "zh-CN, 关联",
    })
    void speaks(String language, String word) {
        set(Schedules.REMINDING);
        CloudUser carol = users.unlinked();
        ConnectPage ask = signInAndBeAsked(carol, app.signIn(Map.of("ui_locales", language)));

        assertThat(ask.language()).isEqualTo(language);
        assertThat(ask.heading()).containsIgnoringCase(word);
        assertThat(ask.text()).as("no raw message keys").doesNotContain("connectMagento");
        if (!language.equals("en")) {
            assertThat(ask.text()).doesNotContain("Not now").doesNotContain("by the end of");
            assertThat(ask.title()).as("the title of the browser's tab").doesNotContain("Sign in");
        }
        assertThat(continueOn(ask).connectAs(carol.magento()).question().text()).doesNotContain("connectMagento");
    }

    /** The ways to choose a language. */
    enum Choice {
        BY_THE_APP,
        AT_THE_SIGN_IN,
        IN_THE_BROWSER,
        IN_ONES_PROFILE
    }

    @ParameterizedTest
    @EnumSource
    void theChoiceSurvivesTheWayToMagentoAndBack(Choice choice) {
        CloudUser carol = users.unlinked();
        choose(choice, carol);
        CloudApp.SignIn request = request(choice);
        ConnectPage ask = signInHaving(choice, carol, request).connectPage().asks();
        assertThat(ask.language()).isEqualTo("ja");

        SignInPage magento = ask.connect().signInPage().ofMagento();

        assertJapanese(magento);
        ConnectPage question = magento.signIn(carol.magento().username(), CloudUser.PASSWORD)
                .connectPage()
                .asksToConfirm();
        assertThat(question.language()).isEqualTo("ja");
        assertThat(question.heading()).contains("連携");
        SignInPage another = question.useDifferentAccount().signInPage().ofMagento();
        assertThat(another.language()).isEqualTo("ja");
        request.succeededAt(another.signIn(carol.magento().username(), CloudUser.PASSWORD)
                .connectPage()
                .asksToConfirm()
                .confirm()
                .appPage());
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        assertKept(choice, carol);
    }

    @ParameterizedTest
    @EnumSource
    void theChoiceSurvivesTheWayOfPrimaryLogin(Choice choice) {
        CloudUser carol = users.linked();
        CloudUser stranger = users.linked();
        choose(choice, carol);
        CloudApp.SignIn request = request(choice);

        SignInPage magento = signInHaving(choice, carol, request).signInPage().ofMagento();

        assertJapanese(magento);
        ConnectPage refused = magento.signIn(stranger.magento().username(), CloudUser.PASSWORD)
                .connectPage()
                .in("primary");
        assertThat(refused.language()).isEqualTo("ja");
        SignInPage again = refused.useDifferentAccount().signInPage().ofMagento();
        assertThat(again.language()).isEqualTo("ja");
        request.succeededAt(
                again.signIn(carol.magento().username(), CloudUser.PASSWORD).appPage());
        assertKept(choice, carol);
    }

    private void choose(Choice choice, CloudUser user) {
        if (choice == Choice.IN_THE_BROWSER) {
            browser.close();
            browser = new Browser(Locale.JAPANESE);
        } else if (choice == Choice.IN_ONES_PROFILE) {
            users.attribute(user, "locale", "ja");
        }
    }

    private CloudApp.SignIn request(Choice choice) {
        return app.signIn(choice == Choice.BY_THE_APP ? Map.of("ui_locales", "ja") : Map.of());
    }

    private Shown signInHaving(Choice choice, CloudUser user, CloudApp.SignIn request) {
        SignInPage page = browser.open(request.address()).signInPage().ofCloud();
        if (choice == Choice.AT_THE_SIGN_IN) {
            page = browser.open(page.inLanguage("ja")).signInPage().ofCloud();
        }
        return page.signIn(user.username(), CloudUser.PASSWORD);
    }

    /** A language that was chosen for one login must not be stored as the user's locale. */
    private void assertKept(Choice choice, CloudUser user) {
        boolean forGood = choice == Choice.AT_THE_SIGN_IN || choice == Choice.IN_ONES_PROFILE;
        assertThat(users.attribute(user, "locale")).isEqualTo(Optional.of("ja").filter(language -> forGood));
    }

    private static void assertJapanese(SignInPage magento) {
        assertThat(magento.parameters()).containsEntry("ui_locales", "ja");
        assertThat(magento.language()).isEqualTo("ja");
    }
}
