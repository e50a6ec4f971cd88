package cloud.magento.accounts.link.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import cloud.magento.accounts.link.config.ParsedSettings.Unusable;
import cloud.magento.accounts.link.config.ParsedSettings.Usable;
import cloud.magento.accounts.link.policy.Facts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.keycloak.provider.ProviderConfigProperty;

/** An import or the admin REST API can store any string as a setting. */
@Label("Settings with any value")
final class SettingsFuzzTest {

    private static final int MAX_LENGTH = 300;

    private static final List<String> KEYS = SettingsProperties.all().stream()
            .map(ProviderConfigProperty::getName)
            .toList();

    @Property(tries = 500)
    void areUsableOrHaveProblems(@ForAll("configs") Map<String, String> config) {
        ParsedSettings parsed = SettingsParser.parse(config);

        if (parsed instanceof Unusable unusable) {
            assertThat(unusable.problems()).isNotEmpty();
        } else {
            assertThat(parsed).isInstanceOf(Usable.class);
        }
    }

    @Property(tries = 500)
    void areNamedInEveryProblem(@ForAll("configs") Map<String, String> config) {
        if (SettingsParser.parse(config) instanceof Unusable unusable) {
            assertThat(unusable.problems())
                    .allSatisfy(problem -> assertThat(problem.message()).startsWith(problem.key() + " \""));
        }
    }

    @Property(tries = 500)
    void haveProblemsOfOneShortLineEach(@ForAll("configs") Map<String, String> config) {
        if (SettingsParser.parse(config) instanceof Unusable unusable) {
            assertThat(unusable.problems())
                    .allSatisfy(problem -> assertThat(problem.message())
                            .matches("[^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]{1," + MAX_LENGTH + "}"));
        }
    }

    @Property(tries = 500)
    void haveAtMostOneProblemPerSetting(@ForAll("configs") Map<String, String> config) {
        if (SettingsParser.parse(config) instanceof Unusable unusable) {
            assertThat(unusable.problems()).extracting(SettingProblem::key).doesNotHaveDuplicates();
        }
    }

    @Property(tries = 500)
    void describeAPolicyThatDecidesIfTheyAreUsable(@ForAll("plausibleConfigs") Map<String, String> config) {
        if (SettingsParser.parse(config) instanceof Usable usable) {
            assertThatCode(() -> usable.settings()
                            .policy()
                            .decide(Facts.unlinked().facts(), Instant.parse("2026-01-01T00:00:00Z")))
                    .doesNotThrowAnyException();
        }
    }

    @Provide
    Arbitrary<Map<String, String>> configs() {
        Arbitrary<String> values = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(200),
                Arbitraries.strings().ascii().ofMaxLength(40),
                Arbitraries.strings().withChars("0123456789-+:.TZ##/").ofMaxLength(30),
                Arbitraries.of("on", "off", "deny", "UTC", "5", "2020-04-01", "https://a", "\uD83D", "x\u2028y"),
                Arbitraries.strings().numeric().ofMinLength(1_000).ofMaxLength(11_000));
        return Arbitraries.maps(Arbitraries.of(KEYS), values).ofMaxSize(KEYS.size());
    }

    @Provide
    Arbitrary<Map<String, String>> plausibleConfigs() {
        Arbitrary<String> moments = Arbitraries.of(
                "0000-01-01",
                "0001-01-01T00:00",
                "1969-12-31T23:59:59Z",
                "2020-03-08T02:30",
                "2026-01-01T00:00Z",
                "9999-12-31",
                "9999-12-31T23:59:59-18:00",
                "+999999999-12-31T23:59:59Z",
                "-999999999-01-01T00:00Z");
        Arbitrary<String> numbers = Arbitraries.of("0", "1", "1000", "3650");
        Arbitrary<String> zones = Arbitraries.of("UTC", "America/Los_Angeles", "Pacific/Kiritimati");
        return Combinators.combine(moments.optional(), moments.optional(), numbers, numbers, zones)
                .as((cutoff, remindFrom, graceDays, snoozeDays, zone) -> Map.of(
                        "cutoff", cutoff.orElse(""),
                        "remindFrom", remindFrom.orElse(""),
                        "graceDays", graceDays,
                        "snoozeDays", snoozeDays,
                        "zone", zone));
    }
}
