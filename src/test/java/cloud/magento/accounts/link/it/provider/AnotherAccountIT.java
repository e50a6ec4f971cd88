package cloud.magento.accounts.link.it.provider;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Addresses;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.SignInPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudProvider;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.MagentoAccount;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** "Use a different account" leads to a form of Magento.com in which another user can sign in. */
final class AnotherAccountIT extends CloudScenario {

    @AfterEach
    void restoreTheGuard() {
        CloudProvider.guard("switchPrompt", "");
    }

    /** The first row is a guard without this setting, as earlier realm files have it. */
    @ParameterizedTest
    @CsvSource({
        "'', login",
        "login, login",
        "select_account, select_account",
        "login select_account, login select_account",
    })
    void thePromptIsThatOfTheGuardAndTheUserNameIsFree(String value, String expected) {
        CloudProvider.guard("switchPrompt", value);
        CloudUser carol = users.unlinked();
        MagentoAccount other = users.unlinked().magento();
        CloudApp.SignIn request = app.signIn();
        ConnectPage first =
                signInToConnect(carol, request).connectAs(carol.magento()).question();

        String address = browser.tab().postWithoutFollowing(first.action(), first.fields("switch"));
        SignInPage choice = browser.open(address).signInPage().ofMagento();

        assertThat(promptOf(address)).isEqualTo(expected);
        assertThat(choice.namesItsUser()).isFalse();
        ConnectPage second = choice.signIn(other.username(), CloudUser.PASSWORD)
                .connectPage()
                .asksToConfirm();
        assertThat(second.magentoAccount()).get().asString().contains(other.email());
        request.succeededAt(second.confirm().appPage());
        assertThat(users.isLinked(carol, other)).isTrue();
    }

    /** Without "login" the session of Magento.com would finish a sign-in that the app wants to be new. */
    @Test
    void aNewSignInThatTheAppRequiresIsStillRequired() {
        CloudProvider.guard("switchPrompt", "select_account");
        CloudUser carol = users.linked();
        MagentoAccount other = users.unlinked().magento();
        CloudApp.SignIn request = app.signIn(Map.of("prompt", "login"));

        ConnectPage wrong = signIn(carol, request)
                .signInPage()
                .ofMagento()
                .signIn(other.username(), CloudUser.PASSWORD)
                .connectPage()
                .in("primary");
        String address = browser.tab().postWithoutFollowing(wrong.action(), wrong.fields("switch"));

        assertThat(promptOf(address)).isEqualTo("login select_account");
        request.succeededAt(browser.open(address)
                .signInPage()
                .ofMagento()
                .signIn(carol.magento().username(), CloudUser.PASSWORD)
                .appPage());
    }

    private static String promptOf(String address) {
        return Addresses.parametersOf(URI.create(address)).get("prompt");
    }
}
