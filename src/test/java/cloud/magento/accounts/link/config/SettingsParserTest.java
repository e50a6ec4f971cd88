package cloud.magento.accounts.link.config;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.config.ParsedSettings.Unusable;
import cloud.magento.accounts.link.config.ParsedSettings.Usable;
import cloud.magento.accounts.link.policy.LinkPolicy;
import cloud.magento.accounts.link.policy.Milestones;
import cloud.magento.accounts.link.policy.Mode;
import cloud.magento.accounts.link.policy.Schedule;
import cloud.magento.accounts.link.policy.SnoozeRules;
import cloud.magento.accounts.link.policy.Stages;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.Constants;

@DisplayName("The settings")
final class SettingsParserTest {

    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");

    /** The default of every setting. */
    private static final LinkSettings DEFAULTS = new LinkSettings(
            Mode.ON,
            "magento",
            new Schedule(Optional.empty(), Optional.empty(), PACIFIC, 0),
            new SnoozeRules(1, 0),
            List.of(),
            List.of(),
            EmailPolicy.WARN,
            Duration.ofSeconds(300),
            false,
            WhenUnavailable.ALLOW,
            Optional.empty(),
            Stages.NONE,
            new ReminderSettings(new Milestones(List.of()), 600));

    @Nested
    @DisplayName("that are missing")
    final class Missing {

        @Test
        void haveTheirDefaults() {
            assertThat(usable(Map.of())).isEqualTo(DEFAULTS);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "\t \n"})
        void haveTheirDefaultsAlsoIfBlank(String blank) {
            Map<String, String> config = new HashMap<>();
            SettingsProperties.all().forEach(property -> config.put(property.getName(), blank));

            assertThat(usable(config)).isEqualTo(DEFAULTS);
        }

        @Test
        void haveTheirDefaultsAlsoIfNull() {
            Map<String, String> config = new HashMap<>();
            SettingsProperties.all().forEach(property -> config.put(property.getName(), null));

            assertThat(usable(config)).isEqualTo(DEFAULTS);
        }

        @Test
        void areNotAffectedByUnknownKeys() {
            assertThat(usable(Map.of("unknown", "x", "MODE", "off"))).isEqualTo(DEFAULTS);
        }
    }

    @Nested
    @DisplayName("with options")
    final class Options {

        @ParameterizedTest
        @CsvSource({"on, ON", "report, REPORT", "off, OFF"})
        void readTheMode(String value, Mode mode) {
            assertThat(usable(Map.of("mode", value)).mode()).isEqualTo(mode);
        }

        @ParameterizedTest
        @CsvSource({"ignore, IGNORE", "warn, WARN", "require, REQUIRE"})
        void readTheEmailPolicy(String value, EmailPolicy policy) {
            assertThat(usable(Map.of("emailPolicy", value)).emailPolicy()).isEqualTo(policy);
        }

        @ParameterizedTest
        @CsvSource({"on, true", "off, false"})
        void readPrimaryLogin(String value, boolean on) {
            assertThat(usable(Map.of("primaryLogin", value)).primaryLogin()).isEqualTo(on);
        }

        @ParameterizedTest
        @CsvSource({"allow, ALLOW", "deny, DENY"})
        void readWhatHappensWhenUnavailable(String value, WhenUnavailable whenUnavailable) {
            assertThat(usable(Map.of("whenUnavailable", value)).whenUnavailable())
                    .isEqualTo(whenUnavailable);
        }

        @Test
        void readAnOptionWithSpaceAroundIt() {
            assertThat(usable(Map.of("mode", " off\n")).mode()).isEqualTo(Mode.OFF);
        }

        @ParameterizedTest
        @CsvSource({
            "mode, ON, 'on, report, off'",
            "mode, true, 'on, report, off'",
            "emailPolicy, warning, 'ignore, warn, require'",
            "primaryLogin, yes, 'on, off'",
            "whenUnavailable, maybe, 'allow, deny'",
        })
        void rejectAnyOtherValueAndNameTheOptions(String key, String value, String options) {
            assertThat(problems(Map.of(key, value)))
                    .containsExactly(new SettingProblem(
                            key, key + " \"" + value + "\" cannot be used. Use one of: " + options + "."));
        }
    }

    @Nested
    @DisplayName("with numbers")
    final class Numbers {

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 3650})
        void readTheGraceDays(int days) {
            assertThat(usable(Map.of("graceDays", "" + days)).schedule().graceDays())
                    .isEqualTo(days);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 3650})
        void readTheDaysOfNotNow(int days) {
            assertThat(usable(Map.of("snoozeDays", "" + days)).snooze().days()).isEqualTo(days);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 1000})
        void readTheLimitOfNotNow(int limit) {
            assertThat(usable(Map.of("snoozeLimit", "" + limit)).snooze().limit())
                    .isEqualTo(limit);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 86_400})
        void readTheMaximumAgeOfTheSignIn(int seconds) {
            assertThat(usable(Map.of("max_auth_age", "" + seconds)).maxAuthAge())
                    .isEqualTo(Duration.ofSeconds(seconds));
        }

        @Test
        void readLeadingZeros() {
            assertThat(usable(Map.of("snoozeLimit", "007")).snooze().limit()).isEqualTo(7);
        }

        @ParameterizedTest
        @CsvSource({
            "graceDays, 3651, 0, 3650",
            "graceDays, -1, 0, 3650",
            "snoozeDays, 3651, 0, 3650",
            "snoozeDays, 1.5, 0, 3650",
            "snoozeLimit, 1001, 0, 1000",
            "snoozeLimit, many, 0, 1000",
            "max_auth_age, 86401, 1, 86400",
            "max_auth_age, 5m, 1, 86400",
            "max_auth_age, 0, 1, 86400",
        })
        void rejectAnyOtherValueAndNameTheBounds(String key, String value, int min, int max) {
            assertThat(problems(Map.of(key, value)))
                    .containsExactly(new SettingProblem(
                            key,
                            key + " \"" + value + "\" cannot be used. Use a whole number from " + min + " to " + max
                                    + "."));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "2147483647",
                    "2147483648",
                    "99999999999999999999",
                    "-1",
                    "+1",
                    "1.0",
                    "1e2",
                    "0x1",
                    "1 0",
                    "one",
                    "١",
                    "１",
                    "²"
                })
        void rejectAnyOtherFormat(String value) {
            assertThat(problems(Map.of("snoozeLimit", value))).hasSize(1);
        }
    }

    @Nested
    @DisplayName("with times")
    final class Times {

        @Test
        void readTheCutoffAsTheFirstMomentOfADateInPacificTime() {
            assertThat(cutoff(Map.of("cutoff", "2020-04-01"))).contains(Instant.parse("2020-04-01T07:00:00Z"));
        }

        @Test
        void readTheCutoffInTheirZone() {
            assertThat(cutoff(Map.of("cutoff", "2020-04-01", "zone", "Asia/Tokyo")))
                    .contains(Instant.parse("2020-03-31T15:00:00Z"));
        }

        @Test
        void readTheCutoffAsALocalDateTime() {
            assertThat(cutoff(Map.of("cutoff", "2020-04-01T09:00"))).contains(Instant.parse("2020-04-01T16:00:00Z"));
        }

        @Test
        void readTheCutoffAsAnInstantWithoutTheZone() {
            assertThat(cutoff(Map.of("cutoff", "2020-04-01T16:00:00Z", "zone", "Asia/Tokyo")))
                    .contains(Instant.parse("2020-04-01T16:00:00Z"));
        }

        @Test
        void readTheCutoffWithSpaceAroundIt() {
            assertThat(cutoff(Map.of("cutoff", " 2020-04-01 "))).contains(Instant.parse("2020-04-01T07:00:00Z"));
        }

        @Test
        void readTheStartOfTheRemindersLikeTheCutoff() {
            assertThat(usable(Map.of("remindFrom", "2020-03-01")).schedule().remindFrom())
                    .contains(Instant.parse("2020-03-01T08:00:00Z"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"cutoff", "remindFrom"})
        void rejectAnyOtherFormatAndNameTheAcceptedOnes(String key) {
            assertThat(problems(Map.of(key, "1 April 2020")))
                    .containsExactly(new SettingProblem(
                            key,
                            key + " \"1 April 2020\" cannot be used. Use a date (2020-04-01), a local date and time"
                                    + " (2020-04-01T09:00) or an instant (2020-04-01T16:00:00Z)."));
        }

        @Test
        void rejectRemindersThatStartAfterTheCutoff() {
            assertThat(problems(Map.of("cutoff", "2020-04-01", "remindFrom", "2020-04-02")))
                    .containsExactly(new SettingProblem(
                            "remindFrom",
                            "remindFrom \"2020-04-02\" cannot be used. It must not be later than cutoff."));
        }

        @Test
        void rejectRemindersThatStartASecondAfterTheCutoff() {
            assertThat(problems(Map.of("cutoff", "2020-04-01", "remindFrom", "2020-04-01T00:00:01")))
                    .hasSize(1);
        }

        @Test
        void acceptRemindersThatStartAtTheCutoff() {
            assertThat(parse(Map.of("cutoff", "2020-04-01", "remindFrom", "2020-04-01T07:00:00Z")))
                    .isInstanceOf(Usable.class);
        }

        @Test
        void acceptRemindersWithoutACutoff() {
            assertThat(parse(Map.of("remindFrom", "2020-04-02"))).isInstanceOf(Usable.class);
        }
    }

    @Nested
    @DisplayName("with a zone")
    final class Zones {

        @ParameterizedTest
        @ValueSource(strings = {"UTC", "Europe/Berlin", "Asia/Kathmandu", "America/Argentina/Buenos_Aires"})
        void readItsName(String zone) {
            assertThat(usable(Map.of("zone", zone)).schedule().zone()).isEqualTo(ZoneId.of(zone));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "-08:00",
                    "+9",
                    "GMT+1",
                    "UTC-8",
                    "Z",
                    "PST",
                    "Pacific Time",
                    "america/los_angeles",
                    "America/Springfield",
                    "America"
                })
        void rejectOffsetsAndUnknownNames(String zone) {
            assertThat(problems(Map.of("zone", zone)))
                    .containsExactly(new SettingProblem(
                            "zone",
                            "zone \"" + zone
                                    + "\" cannot be used. Use an IANA time zone such as America/Los_Angeles or UTC."));
        }
    }

    @Nested
    @DisplayName("with lists")
    final class Lists {

        @Test
        void splitValuesAtKeycloaksSeparator() {
            assertThat(usable(Map.of("exemptRoles", String.join(Constants.CFG_DELIMITER, "admin", "app.operator")))
                            .exemptRoles())
                    .containsExactly("admin", "app.operator");
        }

        @Test
        void readGroupsInTheSameWay() {
            assertThat(usable(Map.of("exemptGroups", "/partners##/staff/night shift"))
                            .exemptGroups())
                    .containsExactly("/partners", "/staff/night shift");
        }

        @Test
        void removeEmptyValuesDuplicatesAndSpaceAround() {
            assertThat(usable(Map.of("exemptRoles", "## admin ####admin##\t##operator"))
                            .exemptRoles())
                    .containsExactly("admin", "operator");
        }

        @Test
        void doNotSplitAtASingleHash() {
            assertThat(usable(Map.of("exemptRoles", "team#1")).exemptRoles()).containsExactly("team#1");
        }
    }

    @Nested
    @DisplayName("with a support link")
    final class SupportUrl {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://support.example.com/a?b=c#d",
                    "http://intranet/help",
                    "https://bücher.example",
                    "mailto:help@example.com?subject=Magento"
                })
        void readWebAndMailAddresses(String url) {
            assertThat(usable(Map.of("supportUrl", url)).supportUrl()).contains(URI.create(url));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "javascript:alert(1)",
                    "JavaScript:alert(1)",
                    " javascript:alert(1)",
                    "java\nscript:alert(1)",
                    "data:text/html,<script>alert(1)</script>",
                    "vbscript:x",
                    "file:///etc/passwd",
                    "ftp://example.com",
                    "//example.com",
                    "/help",
                    "support.example.com",
                    "https://exa mple.com",
                    "https://example.com/\"onclick=alert(1)",
                    "https:",
                    "https:help",
                    "https:/help",
                    "http:///help",
                    "mailto:",
                    "null:x"
                })
        void rejectAnyOtherAddress(String url) {
            assertThat(problems(Map.of("supportUrl", url)))
                    .singleElement()
                    .extracting(SettingProblem::message, InstanceOfAssertFactories.STRING)
                    .startsWith("supportUrl \"")
                    .endsWith("\" cannot be used. Use an address that starts with https://, http:// or mailto:.");
        }
    }

    @Nested
    @DisplayName("for reminders")
    final class Reminders {

        @Test
        void readTheDaysInAnyOrder() {
            assertThat(usable(Map.of("reminderDays", "1, 30 ,7"))
                            .reminders()
                            .milestones()
                            .days())
                    .containsExactly(30, 7, 1);
        }

        @Test
        void sendNoneByDefaultAndLimitTheRate() {
            assertThat(usable(Map.of("mode", "on")).reminders().milestones().isEmpty())
                    .isTrue();
            assertThat(usable(Map.of("mode", "on")).reminders().perMinute()).isEqualTo(600);
            assertThat(usable(Map.of("reminderRate", "60000")).reminders().perMinute())
                    .isEqualTo(60_000);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "soon",
                    "-1",
                    "366",
                    "7,7",
                    "30,,7",
                    "30,",
                    ",",
                    "30;7",
                    "1.5",
                    "7d",
                    "1,2,3,4,5,6,7,8,9,10,11",
                    "99999999999",
                    "٧"
                })
        void rejectOtherDays(String days) {
            assertThat(problems(Map.of("reminderDays", days)))
                    .singleElement()
                    .extracting(SettingProblem::message, InstanceOfAssertFactories.STRING)
                    .isEqualTo(
                            "reminderDays \"" + days + "\" cannot be used. Use up to 10 different whole numbers from 0"
                                    + " to 365, separated by commas, such as 30,7,1.");
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "60001", "-5", "fast"})
        void rejectOtherRates(String rate) {
            assertThat(problems(Map.of("reminderRate", rate)))
                    .singleElement()
                    .extracting(SettingProblem::key)
                    .isEqualTo("reminderRate");
        }
    }

    @Nested
    @DisplayName("that are invalid")
    final class Invalid {

        @Test
        void haveAllProblemsAtOnce() {
            assertThat(problems(Map.of("mode", "maybe", "cutoff", "soon", "zone", "Mars", "graceDays", "-3")))
                    .extracting(SettingProblem::key)
                    .containsExactlyInAnyOrder("mode", "cutoff", "zone", "graceDays");
        }

        @Test
        void haveOneProblemPerSetting() {
            assertThat(problems(Map.of("cutoff", "2020-04-01", "remindFrom", "later")))
                    .extracting(SettingProblem::key)
                    .containsExactly("remindFrom");
        }

        @ParameterizedTest
        @EnumSource
        void stillContainWhatHappensWhenUnavailable(WhenUnavailable whenUnavailable) {
            String value = whenUnavailable == WhenUnavailable.DENY ? "deny" : "allow";

            assertThat(parse(Map.of("zone", "Mars", "whenUnavailable", value)))
                    .asInstanceOf(InstanceOfAssertFactories.type(Unusable.class))
                    .extracting(unusable -> unusable.readable().whenUnavailable())
                    .isEqualTo(whenUnavailable);
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "-1", "86401", "five minutes", "99999999999"})
        void haveTheDefaultOfANumberThatIsInvalid(String value) {
            assertThat(SettingsParser.parse(Map.of("max_auth_age", value))
                            .readable()
                            .maxAuthAge())
                    .isEqualTo(Duration.ofSeconds(300));
        }

        @Test
        void allowLoginsIfThatSettingIsInvalidToo() {
            assertThat(parse(Map.of("whenUnavailable", "explode")))
                    .asInstanceOf(InstanceOfAssertFactories.type(Unusable.class))
                    .extracting(unusable -> unusable.readable().whenUnavailable())
                    .isEqualTo(WhenUnavailable.ALLOW);
        }

        @Test
        void haveAProblemThatQuotesTheValueOnOneShortLine() {
            assertThat(problems(Map.of("zone", "Mars\n" + "x".repeat(10_000))))
                    .singleElement()
                    .extracting(SettingProblem::message, InstanceOfAssertFactories.STRING)
                    .startsWith("zone \"Mars?" + "x".repeat(75) + "…\" cannot be used.");
        }

        @Test
        void haveUnmodifiableProblems() {
            assertThat(problems(Map.of("zone", "Mars"))).isUnmodifiable();
        }
    }

    @Test
    void describeThePolicy() {
        LinkSettings settings = usable(Map.of(
                "mode", "report", "cutoff", "2020-04-01", "graceDays", "7", "snoozeDays", "2", "snoozeLimit", "3"));

        assertThat(settings.policy())
                .isEqualTo(new LinkPolicy(
                        Mode.REPORT,
                        new Schedule(Optional.of(Instant.parse("2020-04-01T07:00:00Z")), Optional.empty(), PACIFIC, 7),
                        new SnoozeRules(2, 3)));
    }

    @Test
    void readTheAliasOfTheProvider() {
        assertThat(usable(Map.of("idpAlias", " adobe-id ")).idpAlias()).isEqualTo("adobe-id");
    }

    private static ParsedSettings parse(Map<String, String> config) {
        return SettingsParser.parse(config);
    }

    private static LinkSettings usable(Map<String, String> config) {
        ParsedSettings parsed = parse(config);
        assertThat(parsed).isInstanceOf(Usable.class);
        return ((Usable) parsed).settings();
    }

    private static List<SettingProblem> problems(Map<String, String> config) {
        ParsedSettings parsed = parse(config);
        assertThat(parsed).isInstanceOf(Unusable.class);
        return ((Unusable) parsed).problems();
    }

    private static Optional<Instant> cutoff(Map<String, String> config) {
        return usable(config).schedule().cutoff();
    }
}
