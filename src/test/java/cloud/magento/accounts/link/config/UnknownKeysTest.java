package cloud.magento.accounts.link.config;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.config.ParsedSettings.Unusable;
import cloud.magento.accounts.link.config.ParsedSettings.Usable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.provider.ProviderConfigProperty;

@DisplayName("An unknown key")
final class UnknownKeysTest {

    @Test
    void isNotASettingOfTheConsole() {
        assertThat(SettingsProperties.all())
                .extracting(ProviderConfigProperty::getName)
                .containsExactlyInAnyOrderElementsOf(SettingKey.ALL);
        Map<String, String> all = new HashMap<>();
        SettingKey.ALL.forEach(key -> all.put(key, ""));
        assertThat(UnknownKeys.in(all)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "cutofff, cutoff",
        "cutof, cutoff",
        "cut-off, cutoff",
        "CUTOFF, cutoff",
        "Cutoff, cutoff",
        "cuttof, cutoff",
        "Mode, mode",
        "mod, mode",
        "moode, mode",
        "exemptRole, exemptRoles",
        "exempt_roles, exemptRoles",
        "exemptGroup, exemptGroups",
        "idp_alias, idpAlias",
        "primary_login, primaryLogin",
        "maxAuthAge, max_auth_age",
        "remind_from, remindFrom",
        "supportUri, supportUrl",
    })
    void isSimilarToTheSettingThatWasProbablyMeant(String typed, String meant) {
        assertThat(UnknownKeys.closest(typed)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "something", "deadline", "holidays", "cutoffabcd"})
    void isNotSimilarToAnySetting(String typed) {
        assertThat(UnknownKeys.closest(typed)).isEmpty();
    }

    @Test
    void isReportedWithTheSettingThatWasProbablyMeant() {
        assertThat(UnknownKeys.in(Map.of("cutofff", "2020-04-01")))
                .containsExactly(new SettingProblem(
                        "cutofff", "\"cutofff\" is not a setting and has no effect. Did you mean \"cutoff\"?"));
    }

    @Test
    void isReportedWithAllSettingsIfNoneIsSimilar() {
        assertThat(UnknownKeys.in(Map.of("something", "")))
                .singleElement()
                .extracting(SettingProblem::message)
                .asString()
                .startsWith("\"something\" is not a setting and has no effect. The settings are: mode, idpAlias, ")
                .endsWith("reminderRate.");
    }

    @Test
    void isReportedInAlphabeticalOrder() {
        assertThat(UnknownKeys.in(Map.of("b", "", "a", "", "mode", "on")))
                .extracting(SettingProblem::key)
                .containsExactly("a", "b");
    }

    @Test
    void isReportedOnOneLine() {
        assertThat(UnknownKeys.in(Map.of("a\nb", "")))
                .singleElement()
                .extracting(SettingProblem::message)
                .asString()
                .startsWith("\"a?b\" is");
    }

    @Test
    void doesNotStopOtherSettings() {
        ParsedSettings parsed = SettingsParser.parse(Map.of("cutofff", "x", "mode", "report"));

        assertThat(parsed).isInstanceOfSatisfying(Usable.class, usable -> {
            assertThat(usable.settings())
                    .isEqualTo(SettingsParser.parse(Map.of("mode", "report")).readable());
            assertThat(usable.flaws()).extracting(SettingProblem::key).containsExactly("cutofff");
        });
    }

    @Test
    void isReportedAfterInvalidSettings() {
        ParsedSettings parsed = SettingsParser.parse(Map.of("cutofff", "x", "zone", "Mars"));

        assertThat(parsed)
                .isInstanceOfSatisfying(
                        Unusable.class,
                        unusable -> assertThat(unusable.problems())
                                .extracting(SettingProblem::key)
                                .containsExactly("zone", "cutofff"));
    }

    @Test
    void isNotReportedIfNoSettingIsStored() {
        Map<String, String> blank = new HashMap<>(Map.of("mode", " ", "cutofff", ""));
        blank.put("zone", null);
        for (Map<String, String> config : List.of(Map.<String, String>of(), blank)) {
            assertThat(SettingsParser.parse(config))
                    .isInstanceOfSatisfying(
                            Usable.class, usable -> assertThat(usable.flaws()).containsExactly(SettingProblem.EMPTY));
        }
    }

    @Test
    void isNotReportedIfAllKeysAreSettings() {
        assertThat(SettingsParser.parse(Map.of("mode", "on")))
                .isInstanceOfSatisfying(
                        Usable.class, usable -> assertThat(usable.flaws()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', 0",
        "a, '', 1",
        "'', ab, 2",
        "kitten, sitting, 3",
        "flaw, lawn, 2",
        "same, same, 0",
        "ab, ba, 2",
        "abc, xyz, 3"
    })
    void differsByInsertedRemovedAndReplacedCharacters(String one, String other, int differences) {
        assertThat(UnknownKeys.differences(one, other)).isEqualTo(differences);
        assertThat(UnknownKeys.differences(other, one)).isEqualTo(differences);
    }
}
