package cloud.magento.accounts.link.config;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The value in the message of a problem")
final class SettingProblemTest {

    @Test
    void isUnchangedIfItIsShortAndVisible() {
        assertThat(quoted("2020-04-31 é 日本 😀")).isEqualTo("2020-04-31 é 日本 😀");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\nb",
                "a\rb",
                "a\tb",
                "a\0b",
                "a\u001bb",
                "a\u007fb",
                "a\u0085b",
                "a\u009bb",
                "a\u2028b",
                "a\u2029b",
                "a\u202eb",
                "a\u200bb",
                "a\ufeffb",
                "a\ud83db"
            })
    void hasAQuestionMarkForEachCharacterThatBreaksTheLineOrIsInvisible(String value) {
        assertThat(quoted(value)).isEqualTo("a?b");
    }

    @Test
    void isUnchangedUpToTheMaximumLength() {
        assertThat(quoted("x".repeat(80))).isEqualTo("x".repeat(80));
    }

    @Test
    void endsWithAnEllipsisIfItIsLonger() {
        assertThat(quoted("x".repeat(81))).isEqualTo("x".repeat(80) + "…");
    }

    @Test
    void isNotCutInTheMiddleOfASurrogatePair() {
        assertThat(quoted("x".repeat(79) + "😀😀")).isEqualTo("x".repeat(79) + "…");
    }

    @Test
    void isCutAfterASurrogatePairThatFits() {
        assertThat(quoted("x".repeat(78) + "😀😀")).isEqualTo("x".repeat(78) + "😀…");
    }

    @Property(tries = 500)
    void isOneShortLine(@ForAll String value) {
        assertThat(quoted(value)).hasSizeLessThanOrEqualTo(81).matches("[^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]*");
    }

    private static String quoted(String value) {
        String message = SettingProblem.of("zone", value, "Use UTC.").message();
        assertThat(message).startsWith("zone \"").endsWith("\" cannot be used. Use UTC.");
        return message.substring("zone \"".length(), message.length() - "\" cannot be used. Use UTC.".length());
    }
}
