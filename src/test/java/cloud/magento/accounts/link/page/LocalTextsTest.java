package cloud.magento.accounts.link.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The texts of the page")
final class LocalTextsTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");

    private final LocalTexts english = new LocalTexts(Locale.ENGLISH, ZONE);
    private final LocalTexts german = new LocalTexts(Locale.GERMAN, ZONE);

    @Test
    void writeNumbersAsTheReaderDoes() {
        assertThat(english.number(1_234_567)).isEqualTo("1,234,567");
        assertThat(german.number(1_234_567)).isEqualTo("1.234.567");
        assertThat(english.rate(3.14159)).isEqualTo("3.1");
    }

    @Test
    void sayHundredPercentOnlyForAll() {
        assertThat(english.share(999_999, 1_000_000)).isEqualTo("99.9%");
        assertThat(english.share(5, 5)).isEqualTo("100%");
        assertThat(english.share(0, 0)).isEqualTo("0%");
    }

    @Test
    void writeInstantsInTheZoneOfTheSettings() {
        Instant evening = Instant.parse("2026-03-31T15:00:00Z");
        assertThat(english.dateOf(evening)).isEqualTo(LocalDate.parse("2026-04-01"));
        assertThat(english.shortInstant(Optional.of(evening))).startsWith("Apr 1, 2026");
        assertThat(english.shortInstant(Optional.empty())).isEmpty();
    }
}
