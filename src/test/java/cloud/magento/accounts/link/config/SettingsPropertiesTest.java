package cloud.magento.accounts.link.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.models.Constants;
import org.keycloak.provider.ProviderConfigProperty;

@DisplayName("The settings in the admin console")
final class SettingsPropertiesTest {

    @Test
    void areAllSettings() {
        assertThat(SettingsProperties.all())
                .extracting(ProviderConfigProperty::getName)
                .containsExactlyInAnyOrder(
                        "mode",
                        "idpAlias",
                        "cutoff",
                        "zone",
                        "remindFrom",
                        "snoozeDays",
                        "snoozeLimit",
                        "graceDays",
                        "exemptRoles",
                        "exemptGroups",
                        "emailPolicy",
                        "max_auth_age",
                        "primaryLogin",
                        "whenUnavailable",
                        "supportUrl",
                        "waves",
                        "exemptClients",
                        "rehearsals",
                        "reminderDays",
                        "reminderRate");
    }

    @ParameterizedTest
    @CsvSource({
        "mode, List, on",
        "idpAlias, String, magento",
        "cutoff, String,",
        "zone, String, America/Los_Angeles",
        "remindFrom, String,",
        "snoozeDays, String, 1",
        "snoozeLimit, String, 0",
        "graceDays, String, 0",
        "exemptRoles, MultivaluedString,",
        "exemptGroups, MultivaluedString,",
        "emailPolicy, List, warn",
        "max_auth_age, String, 300",
        "primaryLogin, List, off",
        "whenUnavailable, List, allow",
        "supportUrl, String,",
        "waves, MultivaluedString,",
        "exemptClients, MultivaluedString,",
        "rehearsals, MultivaluedString,",
    })
    void haveATypeAndADefault(String name, String type, String defaultValue) {
        assertThat(property(name))
                .extracting(ProviderConfigProperty::getType, ProviderConfigProperty::getDefaultValue)
                .containsExactly(type, defaultValue);
    }

    @ParameterizedTest
    @CsvSource({
        "mode, 'on, report, off'",
        "emailPolicy, 'ignore, warn, require'",
        "primaryLogin, 'on, off'",
        "whenUnavailable, 'allow, deny'",
    })
    void offerTheirOptions(String name, String options) {
        assertThat(property(name).getOptions()).containsExactly(options.split(", "));
    }

    static Stream<ProviderConfigProperty> all() {
        return SettingsProperties.all().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void haveALabel(ProviderConfigProperty property) {
        assertThat(property.getLabel()).matches("[A-Z\"].{3,40}");
    }

    @ParameterizedTest
    @MethodSource("all")
    void haveHelpTextsThatEndWithAPeriod(ProviderConfigProperty property) {
        assertThat(property.getHelpText()).matches("[A-Z].{30,400}\\.");
    }

    @Test
    void nameTheRolloutPage() {
        assertThat(property("mode").getHelpText()).contains("/realms/{realm}/magento-link/");
    }

    @Test
    void haveUniqueLabels() {
        assertThat(SettingsProperties.all())
                .extracting(ProviderConfigProperty::getLabel)
                .doesNotHaveDuplicates();
    }

    @Test
    void useKeycloaksOwnKeyForTheMaximumAgeOfTheSignIn() {
        assertThat(property(Constants.MAX_AUTH_AGE_KEY).getDefaultValue())
                .isEqualTo(String.valueOf(Constants.KC_ACTION_MAX_AGE));
    }

    @Test
    void meanTheSameIfDefaultsAreStoredAndIfNothingIsStored() {
        Map<String, String> stored = SettingsProperties.all().stream()
                .filter(property -> Objects.nonNull(property.getDefaultValue()))
                .collect(Collectors.toMap(
                        ProviderConfigProperty::getName,
                        property -> property.getDefaultValue().toString()));

        assertThat(SettingsParser.parse(stored).readable())
                .isEqualTo(SettingsParser.parse(Map.of()).readable());
    }

    private static ProviderConfigProperty property(String name) {
        List<ProviderConfigProperty> found = SettingsProperties.all().stream()
                .filter(property -> property.getName().equals(name))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}
