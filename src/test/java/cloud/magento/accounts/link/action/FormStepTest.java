package cloud.magento.accounts.link.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The posted step")
final class FormStepTest {

    @ParameterizedTest
    @CsvSource({
        "connect, CONNECT",
        "switch, SWITCH",
        "confirm, CONFIRM",
        "later, LATER",
        "reauthenticate, REAUTHENTICATE",
        "leave, LEAVE"
    })
    void isTheOneOfThatName(String value, FormStep step) {
        assertThat(FormStep.named(value)).isEqualTo(step);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", " ", "CONFIRM", "Confirm", " confirm", "confirm\n", "confirm,later", "unknown", "şwitch"})
    void isUnknownWhateverElseItSays(String value) {
        assertThat(FormStep.named(value)).isEqualTo(FormStep.UNKNOWN);
    }

    @Test
    void doesNotDependOnTheLanguageOfTheServer() {
        Locale before = Locale.getDefault();
        try {
            // In Turkish the small letter of I has no dot.
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(FormStep.named("switch")).isEqualTo(FormStep.SWITCH);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Property(tries = 500)
    void isUnknownForAnyTextThatIsNoName(@ForAll String value) {
        if (!Set.of("connect", "switch", "confirm", "later", "reauthenticate", "leave")
                .contains(value)) {
            assertThat(FormStep.named(value)).isEqualTo(FormStep.UNKNOWN);
        }
    }
}
