package cloud.magento.accounts.link.it.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A test for newer versions of Keycloak")
final class SinceKeycloakConditionTest {

    @ParameterizedTest(name = "{0} is at least {1}: {2}")
    @CsvSource({
        "26.6.0, 26.6, true",
        "26.6.4, 26.6, true",
        "26.7.5, 26.6, true",
        "26.10.0, 26.9, true",
        "27.0.0, 26.6, true",
        "26.5.6, 26.6, false",
        "26.9.1, 26.10, false",
        "25.0.6, 26.6, false",
        "26.7.4, 26.7.5, false",
    })
    void runsFromItsVersionOn(String running, String since, boolean runs) {
        assertThat(SinceKeycloakCondition.isAtLeast(running, since)).isEqualTo(runs);
    }
}
