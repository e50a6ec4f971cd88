package cloud.magento.accounts.link.config;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An excerpt")
final class SingleLineTest {

    @Test
    void keepsWhatIsShortAndVisible() {
        assertThat(SingleLine.of("2020-04-31 é 日本 😀")).isEqualTo("2020-04-31 é 日本 😀");
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
    void replacesWhatBreaksALineOrCannotBeSeen(String text) {
        assertThat(SingleLine.of(text)).isEqualTo("a?b");
    }

    @Test
    void keepsTheLongestLengthAsItIs() {
        assertThat(SingleLine.of("x".repeat(80))).isEqualTo("x".repeat(80));
    }

    @Test
    void cutsWhatIsLongerAndSaysSo() {
        assertThat(SingleLine.of("x".repeat(81))).isEqualTo("x".repeat(80) + "…");
    }

    @Test
    void doesNotCutACharacterInHalf() {
        assertThat(SingleLine.of("x".repeat(79) + "😀😀")).isEqualTo("x".repeat(79) + "…");
    }

    @Test
    void cutsBehindACharacterThatJustFits() {
        assertThat(SingleLine.of("x".repeat(78) + "😀😀")).isEqualTo("x".repeat(78) + "😀…");
    }

    @Property(tries = 500)
    void isOneShortLineWhateverTheText(@ForAll String text) {
        assertThat(SingleLine.of(text)).hasSizeLessThanOrEqualTo(81).matches("[^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]*");
    }
}
