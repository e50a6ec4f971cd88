package cloud.magento.accounts.link.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.Changes;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.FineGrained;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Reports;
import cloud.magento.accounts.link.it.scenario.ServiceAdmin;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.server.SinceKeycloak;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Personal deadlines of many users, from a file. */
@Tag("writes")
@Tag("reports")
final class DeadlinesIT extends CloudScenario {

    private static final String DEADLINE = "magentoLinkDeadline";

    @BeforeEach
    void storeRepresentations() {
        Changes.storeRepresentations();
    }

    @Test
    void eachLineSetsOrRemovesADeadlineAndTheFileCanBeSentAgain() {
        CloudUser anna = users.unlinked();
        CloudUser bert = users.unlinked();
        CloudUser carol = users.unlinked();
        users.attribute(carol, DEADLINE, "2030-01-01T00:00:00Z");
        String csv = "\uFEFFUser,Deadline\r\n"
                + anna.username().toUpperCase(Locale.ROOT) + ",2031-07-01\r\n\r\n"
                + "\"" + bert.id() + "\",\"2031-07-01T00:00:00Z\"\r\n"
                + carol.username() + ",";

        assertThat(counts(Changes.deadlines(csv))).isEqualTo("3 lines: 3 changed, 0 unchanged, 0 failed");

        assertThat(users.attribute(anna, DEADLINE)).contains("2031-07-01T07:00:00Z");
        assertThat(users.attribute(bert, DEADLINE)).contains("2031-07-01T00:00:00Z");
        assertThat(users.attribute(carol, DEADLINE)).isEmpty();
        assertThat(eventsOf(anna)).isEqualTo(List.of("UPDATE"));
        assertThat(eventsOf(carol)).isEqualTo(List.of("DELETE"));
        assertThat(Changes.eventsOf(anna, "magento-link/users/{id}/deadline")
                        .get(0)
                        .getRepresentation())
                .isEqualTo("{\"attribute\":\"magentoLinkDeadline\",\"new\":\"2031-07-01T07:00:00Z\"}");

        assertThat(counts(Changes.deadlines(csv))).isEqualTo("3 lines: 0 changed, 3 unchanged, 0 failed");
        assertThat(eventsOf(anna)).hasSize(1);
        assertThat(eventsOf(carol)).hasSize(1);
    }

    @Test
    void aDryRunAnswersTheSameAndChangesNothing() {
        CloudUser anna = users.unlinked();

        Http.Answer answer = Changes.deadlines(
                "?dryRun=true", bytes(anna.username() + ",2030-01-01\nnobody,2030-01-01\n"), Site.token());

        assertThat(counts(answer)).isEqualTo("2 lines: 1 changed, 0 unchanged, 1 failed");
        assertThat(Reports.json(answer).get("dryRun").asBoolean()).isTrue();
        assertThat(users.attribute(anna, DEADLINE)).isEmpty();
        assertThat(eventsOf(anna)).isEmpty();
    }

    @Test
    void tellsOfEachLineWhatIsWrongAndProcessesTheOthers() {
        CloudUser anna = users.unlinked();
        CloudUser bert = users.unlinked();

        Http.Answer answer = Changes.deadlines("nobody,2030-01-01\n"
                + anna.username() + ",tomorrow\n"
                + "\n"
                + anna.username() + "\n"
                + anna.username() + ",2030-01-01,x\n"
                + bert.username() + ",2030-01-01T00:00:00Z\n"
                + ",2030-01-01\n");

        assertThat(counts(answer)).isEqualTo("6 lines: 1 changed, 0 unchanged, 5 failed");
        assertThat(answer.body()).doesNotContain("errorMessage").doesNotContain("moreErrors");
        JsonNode errors = Reports.json(answer).get("errors");
        assertError(errors.get(0), 1, "nobody", "No user whom you can manage");
        assertError(errors.get(1), 2, anna.username(), "or an instant (2020-04-01T16:00:00Z)");
        assertError(errors.get(2), 4, anna.username(), "a comma");
        assertError(errors.get(3), 5, anna.username(), "a comma");
        assertError(errors.get(4), 7, "", "No user whom you can manage");
        assertThat(users.attribute(anna, DEADLINE)).isEmpty();
        assertThat(users.attribute(bert, DEADLINE)).contains("2030-01-01T00:00:00Z");
    }

    private static void assertError(JsonNode error, int line, String user, String text) {
        assertThat(error.get("line").asInt()).isEqualTo(line);
        assertThat(error.get("user").asText()).isEqualTo(user);
        assertThat(error.get("error").asText()).contains(text);
    }

    @Test
    void ofTwoLinesTheLaterCounts() {
        CloudUser anna = users.unlinked();

        Changes.deadlines(anna.username() + ",2030-01-01\n" + anna.id() + ",2031-01-01\n");

        assertThat(users.attribute(anna, DEADLINE)).contains("2031-01-01T08:00:00Z");
    }

    @Test
    void aNameCountsBeforeAnId() {
        CloudUser anna = users.unlinked();
        CloudUser named = users.unlinked(user -> user.setUsername(anna.id()));

        Changes.deadlines(anna.id() + ",2030-01-01\n");

        assertThat(users.attribute(named, DEADLINE)).isPresent();
        assertThat(users.attribute(anna, DEADLINE)).isEmpty();
    }

    @Test
    void manyErrorsAreCountedAndTheFirstAreListed() {
        CloudUser last = users.unlinked();
        String csv = IntStream.range(0, 1234)
                        .mapToObj(i -> "nobody-" + i + ",2030-01-01\n")
                        .collect(Collectors.joining())
                + last.username() + ",2030-01-01\n";

        Http.Answer answer = Changes.deadlines(csv);

        assertThat(counts(answer)).isEqualTo("1235 lines: 1 changed, 0 unchanged, 1234 failed");
        assertThat(Reports.json(answer).get("errors")).hasSize(1000);
        assertThat(Reports.json(answer).get("moreErrorsAfterLine").asInt()).isEqualTo(1000);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void aMalformedFileIsProcessedUpToThereAndToldSo(String what, byte[] malformed, String message) {
        CloudUser anna = users.unlinked();
        byte[] csv = concat(bytes(anna.username() + ",2030-01-01\n"), malformed);

        Http.Answer answer = Changes.deadlines("", csv, Site.token());

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.text("field")).isEqualTo("line 2");
        assertThat(answer.text("errorMessage"))
                .startsWith("line 2: ")
                .contains(message, "the numbers say what was changed");
        assertThat(counts(answer)).isEqualTo("1 lines: 1 changed, 0 unchanged, 0 failed");
        assertThat(users.attribute(anna, DEADLINE)).isPresent();
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("ISO 8859-1", "j\u00fcrgen,2030-01-01\n".getBytes(StandardCharsets.ISO_8859_1), "UTF-8"),
                Arguments.of("binary", new byte[] {'P', 'K', 3, 4, 0, 0, '\n'}, "control characters"),
                Arguments.of("an open quotation mark", bytes("\"a,2030-01-01\n"), "not closed"),
                Arguments.of("text after a quotation mark", bytes("\"a\"b,2030-01-01\n"), "comma"),
                Arguments.of("a bare quotation mark", bytes("a\"b,2030-01-01\n"), "double it"),
                Arguments.of("a very long line", bytes("x".repeat(100_000)), "4096 bytes"));
    }

    @ParameterizedTest
    @MethodSource("separators")
    void anotherSeparatorIsNamed(String csv) {
        Http.Answer answer = Changes.deadlines(csv);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("errorMessage")).startsWith("line 1: The separator must be a comma.");
    }

    static Stream<String> separators() {
        return Stream.of("user;deadline\r\ncarol;2030-01-01\r\n", "carol\t2030-01-01\n");
    }

    /** Quarkus limits the body of a request to 10 MB. */
    @Test
    void aFileThatIsTooLongForARequestIsNoServerError() {
        // Long lines, because each is looked up before the limit is reached.
        byte[] csv = bytes(("n".repeat(4000) + ",2030-01-01\n").repeat(2_800));
        assertThat(csv.length).isGreaterThan(11_000_000);

        assertThat(status(HttpRequest.BodyPublishers.ofByteArray(csv))).contains(413);
        assertThat(status(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(csv)))
                        .orElse(413))
                .as("without a length")
                .isBetween(400, 499);
    }

    /** The server can close the connection before it has read everything. */
    private static Optional<Integer> status(HttpRequest.BodyPublisher body) {
        try {
            return Optional.of(Http.send(HttpRequest.newBuilder(
                                    URI.create(Site.address() + "/admin/realms/cloud/magento-link/deadlines"))
                            .header("Authorization", "Bearer " + Site.token())
                            .header("Content-Type", "text/csv")
                            .POST(body)
                            .build())
                    .status());
        } catch (java.io.UncheckedIOException e) {
            return Optional.empty();
        }
    }

    @Test
    void anEmptyFileChangesNothing() {
        for (String csv : List.of("", "\uFEFF", "\r\n\n", "user,deadline\n")) {
            assertThat(counts(Changes.deadlines(csv))).isEqualTo("0 lines: 0 changed, 0 unchanged, 0 failed");
        }
    }

    @Test
    void badParametersAndTypesAreRejected() {
        byte[] csv = bytes("nobody,2030-01-01\n");
        for (String query : List.of("?dryRun=yes", "?dryRun=", "?dryRun=TRUE")) {
            Http.Answer answer = Changes.deadlines(query, csv, Site.token());
            assertThat(answer.status()).as(query).isEqualTo(400);
            assertThat(answer.text("errorMessage")).isEqualTo("dryRun must be true or false.");
        }
        assertThat(Changes.deadlines("?dryrun=true", csv, Site.token()).text("field"))
                .isEqualTo("dryrun");
        assertThat(Changes.send("POST", "deadlines", "application/json", csv, Site.token())
                        .status())
                .isEqualTo(415);
        assertThat(Changes.send("POST", "deadlines", "text/csv; charset=ISO-8859-1", csv, Site.token())
                        .text("field"))
                .isEqualTo("Content-Type");
        assertThat(Changes.send("POST", "deadlines", "text/csv; charset=utf-8", csv, Site.token())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void deadlinesAreSetByThoseWhoMayManageUsers() {
        byte[] csv = bytes(users.unlinked().username() + ",2030-01-01\n");
        ChangeRights.assertThatManageUsersIsRequired(
                token -> Changes.deadlines("", csv, token).status());
    }

    @Test
    @SinceKeycloak(value = "26.7", because = "older versions answer 500 once fine-grained permissions are off again")
    void fineGrainedPermissionsCountForEachLine() {
        CloudUser anna = users.unlinked();
        CloudUser bert = users.unlinked();
        try (FineGrained permissions = new FineGrained();
                ServiceAdmin admin = new ServiceAdmin(Site.cloud(), "query-users");
                ServiceAdmin nobody = new ServiceAdmin(Site.cloud(), "manage-clients")) {
            permissions.allow(admin, anna);
            byte[] csv = bytes(anna.username() + ",2030-01-01\n" + bert.username() + ",2030-01-01\nnobody,\n");

            JsonNode answer = Reports.json(Changes.deadlines("", csv, admin.token()));

            assertThat(answer.get("changed").asInt()).isEqualTo(1);
            assertThat(answer.get("errors")).hasSize(2);
            assertThat(answer.get("errors").get(0).get("error"))
                    .as("it does not tell who exists")
                    .isEqualTo(answer.get("errors").get(1).get("error"));
            assertThat(Changes.deadlines("", csv, nobody.token()).status()).isEqualTo(403);
        }
        assertThat(users.attribute(anna, DEADLINE)).isPresent();
        assertThat(users.attribute(bert, DEADLINE)).isEmpty();
    }

    private static List<String> eventsOf(CloudUser user) {
        return Changes.eventsOf(user, "magento-link/users/{id}/deadline").stream()
                .map(event -> event.getOperationType())
                .toList();
    }

    private static String counts(Http.Answer answer) {
        JsonNode json = Reports.json(answer);
        return json.get("lines").asInt() + " lines: " + json.get("changed").asInt() + " changed, "
                + json.get("unchanged").asInt() + " unchanged, "
                + json.get("failed").asInt() + " failed";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] all = new byte[first.length + second.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
