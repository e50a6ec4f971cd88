package cloud.magento.accounts.link.idp;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeAuthSession;
import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.fakes.FakeSession;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The prompt for another account")
final class SwitchPromptTest {

    private final FakeSession session = new FakeSession().withProvider("magento", "other", LinkGuard.PROVIDER_ID);
    private final FakeAuthSession away = new FakeAuthSession(new FakeRealm("cloud").model());

    @Test
    void isLoginByDefault() {
        assertThat(prompt()).isEqualTo("login");
        assertThat(SwitchPrompt.property().getDefaultValue()).isEqualTo("login");
    }

    @ParameterizedTest
    @ValueSource(strings = {"login", "select_account", "login select_account"})
    void isTheSettingOfTheGuard(String value) {
        configure(value);

        assertThat(prompt()).isEqualTo(value);
        assertThat(SwitchPrompt.property().getOptions()).contains(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none", "consent", "select_account none", "Login", "login&max_age=9"})
    void isLoginIfAnImportStoredAnotherValue(String value) {
        configure(value);

        assertThat(prompt()).isEqualTo("login");
    }

    @Test
    void isNotThatOfAnotherMapper() {
        session.withMapperConfig("other", Map.of("switchPrompt", "select_account"));

        assertThat(prompt()).isEqualTo("login");
    }

    /** Otherwise a session of the provider would count as a new sign-in. */
    @ParameterizedTest
    @CsvSource({
        "login, login",
        "select_account, login select_account",
        "login select_account, login select_account",
    })
    void requiresASignInIfTheLoginDoes(String value, String expected) {
        configure(value);
        away.withClientNote("prompt", "consent login");

        assertThat(prompt()).isEqualTo(expected);
    }

    @Test
    void replacesAnotherPromptOfTheApp() {
        configure("select_account");
        away.withClientNote("prompt", "consent");

        assertThat(prompt()).isEqualTo("select_account");
    }

    private void configure(String value) {
        session.withMapperConfig(LinkGuard.PROVIDER_ID, Map.of("switchPrompt", value));
    }

    private String prompt() {
        SwitchPrompt.noteIn(away.model(), session.model(), "magento");
        return away.clientNotes().get("prompt");
    }
}
