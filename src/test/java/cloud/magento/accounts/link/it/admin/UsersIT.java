package cloud.magento.accounts.link.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.MagentoAccount;
import cloud.magento.accounts.link.it.scenario.Reports;
import cloud.magento.accounts.link.it.scenario.ServiceAdmin;
import cloud.magento.accounts.link.it.scenario.Site;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of {@code users}, as pages of JSON and as CSV. */
@Tag("writes")
@Tag("reports")
final class UsersIT extends CloudScenario {

    private static final String CSV = "text/csv";

    @Test
    void saysWhatIsKnownOfEachUser() {
        CloudUser carol = users.unlinked();
        users.attribute(carol, "magentoLinkFirstAsked", "2026-01-01T10:00:00Z");
        users.attribute(carol, "magentoLinkSnoozedUntil", "2998-01-01T00:00:00Z");
        users.attribute(carol, "magentoLinkSnoozes", "2");
        users.attribute(carol, "magentoLinkDeadline", "2999-01-01T00:00:00Z");
        CloudUser dave = users.linked();
        CloudUser erin = users.unlinked();
        users.grant(erin, "magento-link-exempt");

        JsonNode snoozed = only(carol);
        assertThat(snoozed.get("id").asText()).isEqualTo(carol.id());
        assertThat(snoozed.get("email").asText()).isEqualTo(carol.email());
        assertThat(snoozed.get("state").asText()).isEqualTo("snoozed");
        assertThat(snoozed.get("deadline").asText()).isEqualTo("2999-01-01T00:00:00Z");
        assertThat(snoozed.get("firstAsked").asText()).isEqualTo("2026-01-01T10:00:00Z");
        assertThat(snoozed.get("snoozedUntil").asText()).isEqualTo("2998-01-01T00:00:00Z");
        assertThat(snoozed.get("snoozes").asInt()).isEqualTo(2);
        assertThat(snoozed.has("upstream")).isFalse();
        JsonNode connected = only(dave);
        assertThat(connected.get("state").asText()).isEqualTo("connected");
        assertThat(connected.get("upstream").asText()).isEqualTo(dave.magento().id());
        assertThat(connected.get("connectedSince").asText())
                .isEqualTo(users.attribute(dave, "magentoLinkSince").orElseThrow());
        assertThat(connected.has("deadline")).isFalse();
        assertThat(only(erin).get("exemptBy").asText()).isEqualTo("role");
        assertThat(only(erin).has("exemptUntil")).isFalse();
        CloudUser frank = users.unlinked();
        users.attribute(frank, "magentoLinkExemptUntil", "2999-01-01T00:00:00Z");
        assertThat(only(frank).get("state").asText()).isEqualTo("exempt");
        assertThat(only(frank).get("exemptBy").asText()).isEqualTo("until");
        assertThat(only(frank).get("exemptUntil").asText()).isEqualTo("2999-01-01T00:00:00Z");
        users.attribute(frank, "magentoLinkExemptUntil", "2020-01-01T00:00:00Z");
        assertThat(only(frank).get("state").asText()).isEqualTo("overdue");
        assertThat(only(frank).get("exemptUntil").asText()).isEqualTo("2020-01-01T00:00:00Z");
    }

    @Test
    void hasPagesThatMissNobodyAndRepeatNobody() {
        try (GeneratedUsers generated = new GeneratedUsers(1, 23)) {
            for (String state : List.of("", "overdue", "exempt", "connected", "pending")) {
                Map<String, String> query = Map.of("search", generated.search(), "state", state);
                List<String> all = ids(Reports.get("users", query));
                List<String> paged = new ArrayList<>();
                JsonNode page;
                do {
                    page = Reports.get(
                            "users",
                            Map.of(
                                    "search",
                                    generated.search(),
                                    "state",
                                    state,
                                    "max",
                                    "3",
                                    "after",
                                    paged.isEmpty() ? "" : paged.get(paged.size() - 1)));
                    paged.addAll(ids(page));
                } while (page.size() == 3);
                assertThat(paged).as("state %s", state).isEqualTo(all).doesNotHaveDuplicates();
            }
            assertThat(Reports.get("users", Map.of("search", generated.search())))
                    .hasSize(23);
        }
    }

    @Test
    void aPageGoesOnAfterAUserWhoHasBeenRemoved() {
        try (GeneratedUsers generated = new GeneratedUsers(2, 3)) {
            List<String> all = ids(Reports.get("users", Map.of("search", generated.search())));
            CloudUser removed = users.unlinked(user -> user.setUsername(generated.search() + "-removed"));
            users.resource(removed).remove();

            List<String> rest = ids(Reports.get("users", Map.of("search", generated.search(), "after", removed.id())));

            assertThat(rest)
                    .containsExactlyElementsOf(all.stream()
                            .filter(id -> id.compareTo(removed.id()) > 0)
                            .toList());
        }
    }

    @Test
    void findsAPartOfTheNameOrTheAddressAndTakesWildcardsLiterally() {
        CloudUser carol = users.unlinked(user -> user.setEmail("Mail_50%-" + user.getUsername() + "@example.com"));

        assertThat(names(Map.of("search", "_50%-" + carol.username().toUpperCase(Locale.ROOT))))
                .containsExactly(carol.username());
        assertThat(names(Map.of("search", "x50%-" + carol.username()))).isEmpty();
        assertThat(names(Map.of("search", "%%" + carol.username()))).isEmpty();
        assertThat(names(Map.of("search", "' or '1'='1"))).isEmpty();
        assertThat(names(Map.of("search", "日本" + "x".repeat(253)))).isEmpty();
    }

    @Test
    void listsUsersWhoShareAnAccount() {
        CloudUser anna = users.linked();
        CloudUser bert = users.unlinked();
        CloudUser carol = users.linked();
        set(Map.of("mode", "off"));
        MagentoAccount account = anna.magento();
        users.link(bert, account);
        set(Map.of("mode", "on"));

        JsonNode duplicates = Reports.get("users", Map.of("state", "duplicate", "max", "1000"));

        assertThat(StreamSupport.stream(duplicates.spliterator(), false)
                        .filter(user -> user.get("upstream").asText().equals(account.id()))
                        .map(user -> user.get("username").asText()))
                .containsExactlyInAnyOrder(anna.username(), bert.username());
        assertThat(ids(duplicates)).doesNotContain(carol.id());
        users.resource(bert).remove();
        assertThat(ids(Reports.get("users", Map.of("state", "duplicate", "max", "1000"))))
                .doesNotContain(anna.id());
    }

    @Test
    void csvHasEveryUserOnALineOfItsOwn() {
        try (GeneratedUsers generated = new GeneratedUsers(3, 40)) {
            Http.Answer answer = Reports.get("users", Map.of("search", generated.search()), CSV, Site.token());

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).endsWith("\r\n");
            List<String> lines = answer.body().lines().toList();
            assertThat(lines.get(0))
                    .isEqualTo("id,username,email,state,wave,deadline,firstAsked,snoozedUntil,snoozes,"
                            + "connectedSince,upstream,exemptBy,exemptUntil");
            List<String> listed = StreamSupport.stream(
                            Reports.get("users", Map.of("search", generated.search()))
                                    .spliterator(),
                            false)
                    .map(user -> user.get("id").asText() + ","
                            + user.get("username").asText() + ","
                            + user.get("email").asText() + ","
                            + user.get("state").asText())
                    .toList();
            assertThat(lines.subList(1, lines.size())).hasSameSizeAs(listed);
            for (int i = 0; i < listed.size(); i++) {
                assertThat(lines.get(i + 1)).startsWith(listed.get(i) + ",");
            }
        }
        assertThat(Reports.get("users", Map.of("state", "connected"), CSV, Site.token())
                        .body()
                        .lines()
                        .skip(1))
                .isNotEmpty()
                .allMatch(line -> line.contains(",connected,"));
    }

    @Test
    void csvDoesNotLetASpreadsheetCalculate() {
        MagentoAccount account = users.unlinked().magento();
        CloudUser carol = users.unlinked();
        users.link(carol, new MagentoAccount("=1+1,\"x\"", account.username(), account.email()));

        assertThat(Reports.get("users", Map.of("search", carol.username()), CSV, Site.token())
                        .body())
                .contains(",\"'=1+1,\"\"x\"\"\",");
    }

    @Test
    void areJsonForWhoAsksForAnything() {
        for (String accept : List.of("*/*", "application/json, text/csv;q=0.5")) {
            assertThat(Reports.get("users", Map.of("max", "1"), accept, Site.token())
                            .body())
                    .startsWith("[{");
        }
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void badInputIsAnsweredWithTheFieldAndWhatItAccepts(String field, String value, String accepted) {
        for (String accept : List.of("application/json", CSV)) {
            Http.Answer answer = Reports.get("users", Map.of(field, value), accept, Site.token());

            assertThat(answer.status()).as(answer.body()).isEqualTo(400);
            assertThat(answer.text("field")).isEqualTo(field);
            assertThat(answer.text("errorMessage")).startsWith(field + " ").contains(accepted);
        }
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("state", "foo", "disabled, connected, exempt, overdue, snoozed, pending, duplicate"),
                Arguments.of("state", "Pending", "pending"),
                Arguments.of("max", "0", "1 to 1000"),
                Arguments.of("max", "1001", "1 to 1000"),
                Arguments.of("max", "-1", "1 to 1000"),
                Arguments.of("max", "abc", "1 to 1000"),
                Arguments.of("max", "99999999999999999999", "1 to 1000"),
                Arguments.of("max", "１０", "1 to 1000"),
                Arguments.of("after", "../../x", "id"),
                Arguments.of("after", "x".repeat(37), "id"),
                Arguments.of("search", "x".repeat(256), "255"),
                Arguments.of("search", "a\nb", "control"),
                Arguments.of("wave", "1", "no waves"),
                Arguments.of("waves", "1", "state, wave, search, after, max"));
    }

    @Test
    void csvHasNoPages() {
        Http.Answer answer = Reports.get("users", Map.of("max", "5"), CSV, Site.token());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("field")).isEqualTo("max");
    }

    /** Keycloak itself refuses this character. */
    @ParameterizedTest
    @ValueSource(strings = {"state", "search", "after", "max"})
    void aNullCharacterIsRefused(String field) {
        for (String accept : List.of("application/json", CSV)) {
            Http.Answer answer = Reports.get("users", Map.of(field, "a\u0000b"), accept, Site.token());
            assertThat(answer.status()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%zz", "%ff%fe", "%00", "%ED%A0%80"})
    void bytesThatAreNoTextAreNotAServerError(String raw) {
        for (String name : List.of("state", "search", "after", "max")) {
            assertThat(Reports.status("users?" + name + "=" + raw)).as(name).isBetween(200, 499);
        }
    }

    @Test
    void areForThoseWhoMayViewUsers() {
        AdminRights.assertThatTheyAreRequired("users", "view-users", "manage-users");
        try (ServiceAdmin nobody = new ServiceAdmin(Site.cloud())) {
            assertThat(Reports.get("users", Map.of(), CSV, nobody.token()).status())
                    .isEqualTo(403);
        }
    }

    private static JsonNode only(CloudUser user) {
        JsonNode found = Reports.get("users", Map.of("search", user.username()));
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static List<String> ids(JsonNode list) {
        return values(list, "id");
    }

    private static List<String> names(Map<String, String> query) {
        return values(Reports.get("users", query), "username");
    }

    private static List<String> values(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(user -> user.get(field).asText())
                .toList();
    }
}
