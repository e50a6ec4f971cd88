package cloud.magento.accounts.link.config;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.config.ParsedSettings.Unusable;
import cloud.magento.accounts.link.config.ParsedSettings.Usable;
import cloud.magento.accounts.link.policy.Rehearsal;
import cloud.magento.accounts.link.policy.Schedule;
import cloud.magento.accounts.link.policy.Stages;
import cloud.magento.accounts.link.policy.Wave;
import cloud.magento.accounts.link.policy.Wave.Group;
import cloud.magento.accounts.link.policy.Wave.Share;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The settings of the stages")
final class StagesParserTest {

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Instant MARCH = Instant.parse("2030-03-01T00:00:00Z");
    private static final Instant FEBRUARY = Instant.parse("2030-02-01T00:00:00Z");

    @Test
    void areEmptyByDefault() {
        assertThat(stages(Map.of())).isEqualTo(Stages.NONE);
    }

    @Test
    void nameClients() {
        assertThat(stages(Map.of("exemptClients", " app one ##legacy##legacy")).exemptClients())
                .containsExactly("app one", "legacy");
    }

    @Nested
    @DisplayName("as waves")
    final class Waves {

        @Test
        void areAGroupAndACutoff() {
            assertThat(waves("/partners 2030-03-01"))
                    .containsExactly(new Wave(new Group("/partners"), schedule(Optional.empty())));
        }

        @Test
        void canHaveAStartOfReminders() {
            assertThat(waves("/partners 2030-03-01 2030-02-01"))
                    .containsExactly(new Wave(new Group("/partners"), schedule(Optional.of(FEBRUARY))));
        }

        @ParameterizedTest
        @CsvSource({
            "/our partners 2030-03-01 2030-02-01, /our partners",
            "/a  b/ 2030 c/  2030-03-01, /a  b/ 2030 c",
            "'/a\t 2030-03-01', /a",
            "/5% 2030-03-01, /5%",
            "/2030-01-01 2030-03-01, /2030-01-01",
        })
        void canNameAGroupWithSpaces(String line, String path) {
            assertThat(waves(line)).extracting(Wave::who).containsExactly(new Group(path));
        }

        @ParameterizedTest
        @CsvSource({
            "5%, 500",
            "0.01%, 1",
            "0.1%, 10",
            "0.5%, 50",
            "12.25%, 1225",
            "12.50%, 1250",
            "100%, 10000",
            "007%, 700",
        })
        void canBeAShare(String share, int hundredths) {
            assertThat(waves(share + " 2030-03-01")).extracting(Wave::who).containsExactly(new Share(hundredths));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "5%",
                    "2030-03-01",
                    "/partners",
                    "/partners 1 March 2030",
                    "/ 2030-03-01",
                    "// 2030-03-01",
                    "partners 2030-03-01",
                    "5 2030-03-01",
                    "5 % 2030-03-01",
                    "0% 2030-03-01",
                    "0.00% 2030-03-01",
                    "100.01% 2030-03-01",
                    "101% 2030-03-01",
                    "1000% 2030-03-01",
                    "-5% 2030-03-01",
                    "5,5% 2030-03-01",
                    "0.001% 2030-03-01",
                    ".5% 2030-03-01",
                    "5.% 2030-03-01",
                    "٥% 2030-03-01",
                    "5% 2030-02-01 2030-03-01T25:00",
                    "5% 2030-13-01 2030-02-01",
                    "2030-03-01 2030-02-01",
                })
        void areRejectedInAnyOtherForm(String line) {
            assertThat(problems(Map.of("waves", line)))
                    .containsExactly(new SettingProblem(
                            "waves",
                            "waves \"" + line + "\" cannot be used. Use a group path or a share (0.01% to 100%), the"
                                    + " cutoff and, if needed, the start of reminders, such as /partners 2030-03-01 or"
                                    + " 5% 2030-03-01 2030-02-15."));
        }

        @Test
        void areReadInTheTimeZone() {
            assertThat(usable(Map.of("waves", "5% 2030-03-01", "zone", "Asia/Tokyo"))
                            .stages()
                            .waves()
                            .get(0)
                            .schedule()
                            .cutoff())
                    .contains(Instant.parse("2030-02-28T15:00:00Z"));
        }

        @Test
        void haveTheGraceDaysOfAll() {
            assertThat(usable(Map.of("waves", "5% 2030-03-01", "graceDays", "7"))
                            .stages()
                            .waves()
                            .get(0)
                            .schedule()
                            .graceDays())
                    .isEqualTo(7);
        }

        @ParameterizedTest
        @CsvSource({
            "2030-02-01, 2030-02-01T00:00:00Z",
            "2030-03-01, 2030-03-01T00:00:00Z",
            "2030-03-02, ",
        })
        void useTheGeneralStartOfRemindersUnlessItIsLaterThanTheirCutoff(String general, Instant start) {
            assertThat(usable(Map.of("waves", "5% 2030-03-01", "remindFrom", general, "zone", "UTC"))
                            .stages()
                            .waves()
                            .get(0)
                            .schedule()
                            .remindFrom())
                    .isEqualTo(Optional.ofNullable(start));
        }

        @Test
        void areRejectedIfRemindersStartAfterTheCutoff() {
            assertThat(problems(Map.of("waves", "5% 2030-02-01 2030-03-01")))
                    .containsExactly(new SettingProblem(
                            "waves",
                            "waves \"5% 2030-02-01 2030-03-01\" cannot be used. The second date, the start of"
                                    + " reminders, must not be later than the first, the cutoff."));
        }

        @Test
        void canStartRemindersAtTheCutoff() {
            assertThat(waves("5% 2030-03-01 2030-03-01")).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "5% 2030-03-01##5% 2030-04-01",
                    "5% 2030-03-01##4.99% 2030-04-01",
                    "/a 2030-03-01##/a/ 2030-04-01",
                    "/a 2030-03-01##/a/b 2030-04-01",
                    "100% 2030-03-01##/a 2030-04-01",
                })
        void areRejectedIfNobodyIsLeftForThem(String lines) {
            assertThat(problems(Map.of("waves", lines)))
                    .containsExactly(new SettingProblem(
                            "waves",
                            "waves \"" + lines.split("##")[1] + "\" cannot be used. A wave before it includes all of"
                                    + " these users, so it would have no effect. Put the smaller group or share"
                                    + " first."));
        }

        @Test
        void areInTheOrderOfTheLines() {
            assertThat(waves("/a/b 2030-03-01##5% 2030-03-01##/a 2030-03-01##20% 2030-03-01"))
                    .extracting(Wave::name)
                    .containsExactly("/a/b", "5%", "/a", "20%");
        }

        @Test
        void areAtMostFifty() {
            assertThat(waves(groups(50))).hasSize(50);
            assertThat(problems(Map.of("waves", groups(51))))
                    .containsExactly(new SettingProblem(
                            "waves", "waves \"/51 2030-03-01\" cannot be used. There can be at most 50."));
        }

        @Test
        void areReportedOnceIfSeveralAreInvalid() {
            assertThat(problems(Map.of("waves", "a##b##c"))).hasSize(1);
        }

        @Test
        void areNoneIfOneIsInvalid() {
            assertThat(SettingsParser.parse(Map.of("waves", "5% 2030-03-01##b"))
                            .readable()
                            .stages())
                    .isEqualTo(Stages.NONE);
        }

        private static String groups(int count) {
            return IntStream.rangeClosed(1, count)
                    .mapToObj(index -> "/" + index + " 2030-03-01")
                    .collect(Collectors.joining("##"));
        }

        private static Schedule schedule(Optional<Instant> remindFrom) {
            return new Schedule(Optional.of(MARCH), remindFrom, UTC, 0);
        }

        private static List<Wave> waves(String lines) {
            return stages(Map.of("waves", lines)).waves();
        }
    }

    @Nested
    @DisplayName("as rehearsals")
    final class Rehearsals {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "2030-02-01/2030-02-08",
                    "2030-02-01T00:00Z/2030-02-08T00:00",
                    " 2030-02-01 / 2030-02-08 ",
                })
        void areAStartAndAnEnd(String line) {
            assertThat(rehearsals(line))
                    .containsExactly(new Rehearsal(FEBRUARY, Instant.parse("2030-02-08T00:00:00Z")));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "2030-02-01",
                    "/",
                    "2030-02-01/",
                    "/2030-02-01",
                    "2030-02-01 2030-02-02",
                    "2030-02-01/2030-02-02/2030-02-03",
                    "2030-02-01/P1D",
                    "a/b",
                })
        void areRejectedInAnyOtherForm(String line) {
            assertThat(problems(Map.of("rehearsals", line)))
                    .containsExactly(new SettingProblem(
                            "rehearsals",
                            "rehearsals \"" + line + "\" cannot be used. Use the start and the end, each in a format"
                                    + " of cutoff, separated by a slash, such as"
                                    + " 2030-03-04T09:00/2030-03-04T12:00."));
        }

        @ParameterizedTest
        @CsvSource({
            "2030-02-01/2030-02-01, The start must be before the end.",
            "2030-02-02/2030-02-01, The start must be before the end.",
            "2030-02-01/2030-02-08T00:00:01, It must not be longer than 7 days.",
            "2030-02-28T12:00/2030-03-01T00:01, It must not end after cutoff.",
            "2030-01-31/2030-02-02##2030-02-01/2030-02-03, It overlaps with a rehearsal before it.",
        })
        void areRejectedIfTheyCannotTakePlace(String lines, String reason) {
            String line = lines.contains("##") ? lines.split("##")[1] : lines;

            assertThat(problems(Map.of("rehearsals", lines, "cutoff", "2030-03-01")))
                    .containsExactly(
                            new SettingProblem("rehearsals", "rehearsals \"" + line + "\" cannot be used. " + reason));
        }

        @Test
        void canEndAtTheCutoffAndFollowEachOther() {
            assertThat(usable(Map.of(
                                    "rehearsals",
                                    "2030-02-27/2030-02-28##2030-02-28/2030-03-01",
                                    "cutoff",
                                    "2030-03-01"))
                            .stages()
                            .rehearsals())
                    .hasSize(2);
        }

        @Test
        void canBeSevenDaysLongAlsoIfTheClocksGoBack() {
            assertThat(usable(Map.of("rehearsals", "2030-11-01/2030-11-08"))
                            .stages()
                            .rehearsals())
                    .hasSize(1);
        }

        @Test
        void needNoCutoff() {
            assertThat(rehearsals("2030-02-01/2030-02-02")).hasSize(1);
        }

        @Test
        void areAtMostFifty() {
            assertThat(problems(Map.of("rehearsals", hours(51)))).hasSize(1);
            assertThat(rehearsals(hours(50))).hasSize(50);
        }

        private static String hours(int count) {
            return IntStream.range(0, count)
                    .mapToObj(index -> "20%02d-02-01/20%02d-02-02".formatted(30 + index, 30 + index))
                    .collect(Collectors.joining("##"));
        }

        private static List<Rehearsal> rehearsals(String lines) {
            return stages(Map.of("rehearsals", lines)).rehearsals();
        }
    }

    private static Stages stages(Map<String, String> config) {
        Map<String, String> inUtc = new HashMap<>(config);
        inUtc.put("zone", "UTC");
        return usable(Collections.unmodifiableMap(inUtc)).stages();
    }

    private static LinkSettings usable(Map<String, String> config) {
        return assertThat(SettingsParser.parse(config))
                .asInstanceOf(InstanceOfAssertFactories.type(Usable.class))
                .actual()
                .settings();
    }

    private static List<SettingProblem> problems(Map<String, String> config) {
        return assertThat(SettingsParser.parse(config))
                .asInstanceOf(InstanceOfAssertFactories.type(Unusable.class))
                .actual()
                .problems();
    }
}
