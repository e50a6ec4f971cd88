package cloud.magento.accounts.link.config;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A number")
final class WholeNumberTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "99, 99", "100, 100", "007, 7"})
    void fromZeroToTheMostIsRead(String text, int number) {
        assertThat(WholeNumber.parse(text, 100)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "101",
                "2147483647",
                "2147483648",
                "99999999999999999999",
                "-1",
                "+1",
                "1.0",
                "1e2",
                "0x1",
                "1 0",
                "",
                "one",
                "١",
                "１",
                "²"
            })
    void ofAnyOtherFormOrSizeIsUnreadable(String text) {
        assertThat(WholeNumber.parse(text, 100)).isEqualTo(WholeNumber.UNREADABLE);
    }

    @Property(tries = 300)
    void thatIsWrittenInDigitsIsReadExactlyUpToTheMost(
            @ForAll @IntRange(min = 0, max = 2000) int number, @ForAll @IntRange(min = 0, max = 2000) int most) {
        assertThat(WholeNumber.parse(Integer.toString(number), most))
                .isEqualTo(number <= most ? number : WholeNumber.UNREADABLE);
    }
}
