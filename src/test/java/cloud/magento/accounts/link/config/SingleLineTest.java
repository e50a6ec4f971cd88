package cloud.magento.accounts.link.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A text of unknown origin on one line")
final class SingleLineTest {

    /** Line feed, escape, right-to-left override, line separator, paragraph separator, a surrogate without its pair. */
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\u001b", "\u202e", "\u2028", "\u2029", "\ud83d"})
    void hasNoInvisibleCharacter(String invisible) {
        assertThat(SingleLine.of("a" + invisible + "b", "?")).isEqualTo("a?b");
    }

    @Test
    void keepsSpacesAndPairsOfSurrogates() {
        assertThat(SingleLine.of("Zoë 山田\u00a0\ud83d\ude00", "?")).isEqualTo("Zoë 山田\u00a0\ud83d\ude00");
    }
}
