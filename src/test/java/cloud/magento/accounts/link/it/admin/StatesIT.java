package cloud.magento.accounts.link.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.SettingsParser;
import cloud.magento.accounts.link.it.admin.GeneratedUsers.Generated;
import cloud.magento.accounts.link.it.scenario.ActionSettings;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.Reports;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.policy.Wave;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Users drawn at random have the state that the policy decides for them: in the list, in the counts, and for each
 * schedule.
 */
@Tag("writes")
@Tag("reports")
final class StatesIT extends CloudScenario {

    private static final int USERS = 120;

    private static final List<String> STATES =
            List.of("disabled", "connected", "exempt", "overdue", "snoozed", "pending");

    private static final List<Map<String, String>> SCHEDULES = List.of(
            Map.of("cutoff", "2020-04-01", "remindFrom", "", "graceDays", "0"),
            Map.of("graceDays", String.valueOf(GeneratedUsers.GRACE_DAYS)),
            Map.of("zone", "Europe/Berlin"),
            Map.of("cutoff", "2998-01-01", "remindFrom", "2020-01-01"),
            Map.of("graceDays", "0"),
            Map.of("remindFrom", "2997-01-01"),
            Map.of("cutoff", "", "remindFrom", "2020-01-01"),
            Map.of("mode", "report"),
            Map.of("remindFrom", "", "cutoff", "2019-01-01"),
            Map.of("mode", "off"));

    @Test
    void areThoseOfThePolicy() {
        long seed = new Random().nextLong();
        try (GeneratedUsers generated = new GeneratedUsers(seed, USERS)) {
            set(Map.of("exemptGroups", generated.exemptGroup()));
            for (Map<String, String> schedule : SCHEDULES) {
                set(schedule);
                assertStates(generated, "seed " + seed + ", " + schedule);
            }
        }
    }

    @Test
    void areThoseOfThePolicyInWavesAndRehearsals() {
        long seed = new Random().nextLong();
        try (GeneratedUsers generated = new GeneratedUsers(seed, USERS)) {
            set(Map.of("exemptGroups", generated.exemptGroup()));
            for (Map<String, String> schedule : stages(generated.waveGroup())) {
                set(schedule);
                assertStates(generated, "seed " + seed + ", " + schedule);
            }
        }
    }

    private static List<Map<String, String>> stages(String group) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return List.of(
                Map.of(
                        "cutoff", "2998-01-01",
                        "remindFrom", "2020-01-01",
                        "waves", "30% 2020-04-01##" + group + " 2020-04-02 2020-04-01##60% 2997-01-01 2996-01-01"),
                Map.of("graceDays", String.valueOf(GeneratedUsers.GRACE_DAYS)),
                Map.of("rehearsals", now.minus(1, ChronoUnit.HOURS) + "/" + now.plus(1, ChronoUnit.HOURS)),
                Map.of("waves", "60% 2997-01-01 2996-01-01"),
                Map.of("graceDays", "0", "waves", group + "/below 2020-04-01##" + group + " 2997-01-01"),
                Map.of("rehearsals", ""),
                Map.of("cutoff", "2020-04-01", "waves", "12.34% 2997-01-01##50% 2996-01-01 2020-01-01"),
                Map.of("waves", "100% 2996-01-01 2995-01-01"),
                Map.of("mode", "report"),
                Map.of("mode", "off"));
    }

    private static void assertStates(GeneratedUsers generated, String description) {
        LinkSettings settings = SettingsParser.parse(Site.cloud()
                        .flows()
                        .getRequiredActionConfig(ActionSettings.ACTION)
                        .getConfig())
                .readable();
        Map<String, String> expected = new TreeMap<>();
        for (Map.Entry<String, Generated> user : generated.byName().entrySet()) {
            expected.put(user.getKey(), GeneratedUsers.state(user.getValue(), settings, Instant.now()));
        }

        assertThat(listed(Map.of("search", generated.search(), "max", "1000")))
                .as(description)
                .containsExactlyEntriesOf(expected);
        for (String state : STATES) {
            Map<String, String> wanted = new TreeMap<>(expected);
            wanted.values().removeIf(value -> !value.equals(state));
            assertThat(listed(Map.of("search", generated.search(), "max", "1000", "state", state)))
                    .as("%s, state %s", description, state)
                    .containsExactlyEntriesOf(wanted);
        }
        Map<String, String> reasons = new TreeMap<>();
        generated
                .byName()
                .forEach((name, user) -> GeneratedUsers.exemptBy(user, Instant.now())
                        .filter(reason -> expected.get(name).equals("exempt"))
                        .ifPresent(reason -> reasons.put(name, reason)));
        assertThat(listed(
                        Map.of("search", generated.search(), "max", "1000", "state", "exempt"),
                        user -> user.get("exemptBy").asText()))
                .as(description)
                .containsExactlyEntriesOf(reasons);
        Map<String, String> waves = new TreeMap<>();
        generated
                .byName()
                .forEach((name, user) ->
                        waves.put(name, user.wave(settings).map(Wave::name).orElse("*")));
        if (!settings.stages().waves().isEmpty()) {
            for (String wave : Stream.concat(settings.stages().waves().stream().map(Wave::name), Stream.of("*"))
                    .toList()) {
                Map<String, String> wanted = new TreeMap<>(waves);
                wanted.values().removeIf(value -> !value.equals(wave));
                assertThat(listed(
                                Map.of("search", generated.search(), "max", "1000", "wave", wave),
                                user -> user.path("wave").asText("*")))
                        .as("%s, wave %s", description, wave)
                        .containsExactlyEntriesOf(wanted);
            }
        }
        assertCounts(description);
    }

    /** The database counts, the policy lists: both must agree about each user of the realm. */
    private static void assertCounts(String description) {
        Map<String, Long> sums = new HashMap<>();
        Map<String, Long> reasons = new HashMap<>();
        Map<String, Long> waves = new HashMap<>();
        JsonNode all = Reports.get("users", Map.of("max", "1000"));
        assertThat(all.size()).isLessThan(1000);
        all.forEach(user -> {
            sums.merge(user.get("state").asText(), 1L, Long::sum);
            String wave = user.path("wave").asText("*");
            waves.merge(wave + " " + user.get("state").asText(), 1L, Long::sum);
            waves.merge(wave + " total", 1L, Long::sum);
            if (user.get("state").asText().equals("exempt")) {
                reasons.merge(user.get("exemptBy").asText(), 1L, Long::sum);
            }
        });
        JsonNode progress = Reports.get("progress", Map.of());

        for (String state : STATES) {
            assertThat(progress.get(state).asLong())
                    .as("%s, count of %s", description, state)
                    .isEqualTo(sums.getOrDefault(state, 0L));
        }
        assertThat(progress.get("total").asLong()).isEqualTo(all.size());
        for (JsonNode wave : progress.get("waves")) {
            Stream.concat(STATES.stream(), Stream.of("total"))
                    .forEach(count -> assertThat(wave.get(count).asLong())
                            .as("%s, count of %s in %s", description, count, wave)
                            .isEqualTo(waves.getOrDefault(wave.get("wave").asText() + " " + count, 0L)));
        }
        progress.get("exemptBy")
                .fields()
                .forEachRemaining(reason -> assertThat(reason.getValue().asLong())
                        .as("%s, exempt by %s", description, reason.getKey())
                        .isEqualTo(reasons.getOrDefault(reason.getKey(), 0L)));
    }

    private static Map<String, String> listed(Map<String, String> query) {
        return listed(query, user -> user.get("state").asText());
    }

    private static Map<String, String> listed(Map<String, String> query, Function<JsonNode, String> field) {
        return StreamSupport.stream(Reports.get("users", query).spliterator(), false)
                .collect(Collectors.toMap(
                        user -> user.get("username").asText(),
                        field,
                        (one, other) -> one + " and " + other,
                        TreeMap::new));
    }
}
