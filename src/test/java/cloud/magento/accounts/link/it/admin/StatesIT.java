package cloud.magento.accounts.link.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.SettingsParser;
import cloud.magento.accounts.link.it.admin.GeneratedUsers.Generated;
import cloud.magento.accounts.link.it.scenario.ActionSettings;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.Reports;
import cloud.magento.accounts.link.it.scenario.Site;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Users drawn at random have the state that the policy decides for them: in the list, in the counts, and for each
 * schedule.
 */
@Tag("writes")
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
        assertThat(listed(Map.of("search", generated.search(), "max", "1000", "state", "exempt"), "exemptBy"))
                .as(description)
                .containsExactlyEntriesOf(reasons);
        assertCounts(description);
    }

    /** The database counts, the policy lists: both must agree about each user of the realm. */
    private static void assertCounts(String description) {
        Map<String, Long> sums = new HashMap<>();
        Map<String, Long> reasons = new HashMap<>();
        JsonNode all = Reports.get("users", Map.of("max", "1000"));
        assertThat(all.size()).isLessThan(1000);
        all.forEach(user -> {
            sums.merge(user.get("state").asText(), 1L, Long::sum);
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
        progress.get("exemptBy")
                .fields()
                .forEachRemaining(reason -> assertThat(reason.getValue().asLong())
                        .as("%s, exempt by %s", description, reason.getKey())
                        .isEqualTo(reasons.getOrDefault(reason.getKey(), 0L)));
    }

    private static Map<String, String> listed(Map<String, String> query) {
        return listed(query, "state");
    }

    private static Map<String, String> listed(Map<String, String> query, String field) {
        return StreamSupport.stream(Reports.get("users", query).spliterator(), false)
                .collect(Collectors.toMap(
                        user -> user.get("username").asText(),
                        user -> user.get(field).asText(),
                        (one, other) -> one + " and " + other,
                        TreeMap::new));
    }
}
