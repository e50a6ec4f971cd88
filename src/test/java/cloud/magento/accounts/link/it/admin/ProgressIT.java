package cloud.magento.accounts.link.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Reports;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** The counts of {@code progress}. */
@Tag("writes")
@Tag("reports")
final class ProgressIT extends CloudScenario {

    private static final List<String> STATES =
            List.of("disabled", "connected", "exempt", "overdue", "snoozed", "pending");

    @Test
    void countsEachUserOnce() {
        JsonNode before = progress();
        CloudUser disabled = users.linked();
        UserRepresentation stored = users.stored(disabled);
        stored.setEnabled(false);
        users.resource(disabled).update(stored);
        users.linked();
        users.grant(users.unlinked(), "magento-link-exempt");
        users.unlinked();
        users.attribute(users.unlinked(), "magentoLinkDeadline", "2999-01-01T00:00:00Z");
        CloudUser snoozed = users.unlinked();
        users.attribute(snoozed, "magentoLinkDeadline", "2999-01-01T00:00:00Z");
        users.attribute(snoozed, "magentoLinkSnoozedUntil", "2998-01-01T00:00:00Z");

        JsonNode after = progress();

        assertThat(added(before, after, STATES))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "disabled", 1L, "connected", 1L, "exempt", 1L, "overdue", 1L, "snoozed", 1L, "pending", 1L));
        assertThat(added(before, after, List.of("total", "disabledConnected")))
                .containsExactlyInAnyOrderEntriesOf(Map.of("total", 6L, "disabledConnected", 1L));
        assertThat(sum(after)).isEqualTo(after.get("total").asLong());
        assertThat(after.get("connected").asLong()
                        + after.get("disabledConnected").asLong())
                .isEqualTo(linkedByKeycloak());
    }

    @Test
    void saysTheScheduleAndThePhase() {
        JsonNode enforced = progress();
        assertThat(enforced.get("phase").asText()).isEqualTo("enforce");
        assertThat(enforced.get("cutoff").asText()).isEqualTo("2020-04-01T07:00:00Z");
        assertThat(enforced.get("remindFrom").asText()).isEqualTo("2020-03-01T08:00:00Z");
        assertThat(enforced.get("zone").asText()).isEqualTo("America/Los_Angeles");
        assertThat(Instant.parse(enforced.get("at").asText()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));

        set(Schedules.REMINDING);
        assertThat(progress().get("phase").asText()).isEqualTo("remind");
        set(Schedules.NOT_BEGUN);
        assertThat(progress().get("phase").asText()).isEqualTo("before");
        set(Map.of("mode", "report"));
        assertThat(progress().get("phase").asText()).isEqualTo("report");
        set(Map.of("mode", "off"));
        assertThat(progress().get("phase").asText()).isEqualTo("off");
        force(Map.of("mode", "on", "cutoff", "soon"));
        JsonNode invalid = progress();
        assertThat(invalid.get("phase").asText()).isEqualTo("invalid");
        assertThat(invalid.has("cutoff")).isFalse();
    }

    @Test
    void inModeReportTheStatesAreThoseOfModeOn() {
        long overdue = progress().get("overdue").asLong();

        set(Map.of("mode", "report"));
        assertThat(progress().get("overdue").asLong()).isEqualTo(overdue).isPositive();
        set(Map.of("mode", "off"));
        assertThat(progress().get("overdue").asLong()).isZero();
    }

    @Test
    void countsTheConnectedByTheDayInTheZoneOfTheSettings() {
        set(Map.of("zone", "Asia/Kathmandu"));
        CloudUser late = users.linked();
        users.attribute(late, "magentoLinkSince", "1999-12-30T18:14:59Z");
        CloudUser early = users.linked();
        users.attribute(early, "magentoLinkSince", "1999-12-30T18:15:00Z");
        users.attribute(users.linked(), "magentoLinkSince", "1999-12-29T00:00:00+01:00");

        Map<String, Long> byDay = byDay(progress());

        assertThat(byDay)
                .containsEntry("1999-12-30", 1L)
                .containsEntry("1999-12-31", 1L)
                .doesNotContainKey("1999-12-29");
        users.resource(late).remove();
        users.resource(early).remove();
        users.linked();
        assertThat(byDay(progress()))
                .doesNotContainKeys("1999-12-30", "1999-12-31")
                .containsKey(LocalDate.now(ZoneId.of("Asia/Kathmandu")).toString());
    }

    /**
     * After some executions, PostgreSQL plans a statement with a parameter for any realm. Then it looks up each user on
     * its own.
     */
    @Test
    void namesTheRealmByALiteralInEachQueryThatGroupsItsUsers() {
        String realm = Site.cloud().toRepresentation().getId();
        int mark = Site.server().log().size();

        progress();

        assertThat(Site.server().logSince(mark))
                .filteredOn(line -> line.contains("org.hibernate.SQL]") && line.contains("group by s1_0."))
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(line -> assertThat(line).contains("REALM_ID='" + realm + "'"));
    }

    /** Keycloak accepts such an id in an import, and the queries have it as a literal. */
    @Test
    void countsInARealmWhoseIdHasAQuote() {
        RealmRepresentation representation = new RealmRepresentation();
        representation.setId("it's -- '" + UUID.randomUUID().toString().substring(0, 8));
        representation.setRealm("quoted" + UUID.randomUUID().toString().substring(0, 8));
        RealmResource realm = Site.create(representation);
        try {
            new CloudUsers(realm, Site.magento()).unlinked();

            Http.Answer answer = Http.send(HttpRequest.newBuilder(URI.create(
                            Site.address() + "/admin/realms/" + representation.getRealm() + "/magento-link/progress"))
                    .header("Authorization", "Bearer " + Site.token())
                    .build());

            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(Reports.json(answer).get("total").asLong()).isEqualTo(1);
        } finally {
            realm.remove();
        }
    }

    @Test
    void isForThoseWhoMayViewUsers() {
        AdminRights.assertThatTheyAreRequired("progress", "view-users", "manage-users");
    }

    private static JsonNode progress() {
        return Reports.get("progress", Map.of());
    }

    private static Map<String, Long> added(JsonNode before, JsonNode after, List<String> fields) {
        Map<String, Long> added = new HashMap<>();
        fields.forEach(field ->
                added.put(field, after.get(field).asLong() - before.get(field).asLong()));
        return added;
    }

    private static long sum(JsonNode progress) {
        return STATES.stream().mapToLong(state -> progress.get(state).asLong()).sum();
    }

    private static Map<String, Long> byDay(JsonNode progress) {
        Map<String, Long> days = new HashMap<>();
        Stream<JsonNode> all =
                StreamSupport.stream(progress.get("connectedByDay").spliterator(), false);
        all.forEach(
                day -> days.put(day.get("date").asText(), day.get("connected").asLong()));
        return days;
    }

    /** By the list: Keycloak 26.4 knows no such filter for users/count. */
    private static long linkedByKeycloak() {
        return Site.cloud()
                .users()
                .search(null, null, null, null, null, CloudUsers.ALIAS, null, 0, 10_000, null, true)
                .size();
    }
}
