package cloud.magento.accounts.link.view;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.Fake;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
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
import org.keycloak.http.HttpRequest;

@DisplayName("The step of a form")
final class FormStepTest {

    @ParameterizedTest
    @CsvSource({
        "connect, CONNECT",
        "switch, SWITCH",
        "confirm, CONFIRM",
        "later, LATER",
        "reauthenticate, REAUTHENTICATE",
        "leave, LEAVE",
        "sign_out, SIGN_OUT"
    })
    void isTheStepOfThatName(String value, FormStep step) {
        assertThat(FormStep.named(value)).isEqualTo(step);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", " ", "CONFIRM", "Confirm", " confirm", "confirm\n", "confirm,later", "unknown", "şwitch"})
    void isUnknownIfTheValueIsNoName(String value) {
        assertThat(FormStep.named(value)).isEqualTo(FormStep.UNKNOWN);
    }

    @Test
    void doesNotDependOnTheLanguageOfTheServer() {
        Locale before = Locale.getDefault();
        try {
            // In Turkish the lower case of I has no dot.
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(FormStep.named("switch")).isEqualTo(FormStep.SWITCH);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void isTheValueOfTheFieldStep() {
        assertThat(FormStep.of(Fake.of(Form.class, "later"))).isEqualTo(FormStep.LATER);
    }

    @Property(tries = 500)
    void isUnknownForAnyTextThatIsNoName(@ForAll String value) {
        if (!Set.of("connect", "switch", "confirm", "later", "reauthenticate", "leave")
                .contains(value)) {
            assertThat(FormStep.named(value)).isEqualTo(FormStep.UNKNOWN);
        }
    }

    /** A request with a form that has this step. */
    public interface Form extends Fake<String>, HttpRequest {

        @Override
        default MultivaluedMap<String, String> getDecodedFormParameters() {
            MultivaluedMap<String, String> fields = new MultivaluedHashMap<>();
            fields.putSingle("step", state());
            return fields;
        }
    }
}
