package cloud.magento.accounts.link.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A name in a notice")
final class PlainNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"carol", "Carol O'Neill-Smith", "carol@example.com", "山田 太郎", "carol+shop@mail.example.co.uk", ""
            })
    void isUnchanged(String name) {
        assertThat(PlainName.of(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "https://prize.example/now,https prize. example now",
        "www.prize.example,www. prize. example",
        "Win at prize.example!,Win at prize. example!",
        "carol.smith,carol. smith",
        "mailto:carol@prize.example,mailto carol@prize. example",
        "carol@prize.example/now,carol@prize. example now",
        "<a href=prize.example>,a href=prize. example",
        "Wait...,Wait..."
    })
    void hasNoAddressThatAMailProgramTurnsIntoALink(String name, String shown) {
        assertThat(PlainName.of(name)).isEqualTo(shown);
    }

    @Test
    void isOneLineWithoutInvisibleCharacters() {
        assertThat(PlainName.of(" Carol\r\nBcc: all\u2028\u202Emoc\u0000 ")).isEqualTo("Carol Bcc all moc");
    }

    @Test
    void isShort() {
        assertThat(PlainName.of("x".repeat(10_000))).isEqualTo("x".repeat(100) + "…");
        assertThat(PlainName.of("😀".repeat(200))).isEqualTo("😀".repeat(100) + "…");
    }
}
