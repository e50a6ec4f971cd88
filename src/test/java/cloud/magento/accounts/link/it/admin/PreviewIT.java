package cloud.magento.accounts.link.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.ActionSettings;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.OtherProvider;
import cloud.magento.accounts.link.it.scenario.Reports;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.representations.idm.RequiredActionProviderRepresentation;
import org.keycloak.representations.idm.RequiredActionProviderSimpleRepresentation;

/** What {@code preview} says of other settings and other days. */
@Tag("writes")
@Tag("reports")
final class PreviewIT extends CloudScenario {

    @Test
    void countsNowAndThenLikeProgress() {
        set(Schedules.NOT_BEGUN);
        users.unlinked();
        JsonNode before = progress();

        JsonNode preview = preview(Map.of("cutoff", "2020-04-01", "remindFrom", ""));

        assertThat(withoutInstant(preview.get("now"))).isEqualTo(withoutInstant(before));
        assertThat(withoutInstant(progress())).as("nothing changes").isEqualTo(withoutInstant(before));
        set(Schedules.DUE);
        assertThat(withoutInstant(preview.get("then"))).isEqualTo(withoutInstant(progress()));
        assertThat(preview.at("/then/overdue").asLong())
                .isGreaterThan(preview.at("/now/overdue").asLong());
    }

    @Test
    void countsWhatADayBringsIfNothingChanges() {
        set(Map.of("cutoff", "2998-06-01", "remindFrom", "2020-01-01", "zone", "Asia/Tokyo"));
        users.unlinked();
        users.attribute(users.unlinked(), "magentoLinkDeadline", "2999-01-01T00:00:00Z");

        JsonNode before = Reports.post("preview", Map.of("at", "2998-05-31T23:59:59"));
        JsonNode after = Reports.post("preview", Map.of("at", "2998-06-01"));
        JsonNode end = Reports.post("preview", Map.of("at", "2999-01-01T00:00:00Z"));

        assertThat(before.at("/then/at").asText()).isEqualTo("2998-05-31T14:59:59Z");
        assertThat(before.at("/then/phase").asText()).isEqualTo("remind");
        assertThat(after.at("/then/phase").asText()).isEqualTo("enforce");
        assertThat(after.at("/then/overdue").asLong())
                .isGreaterThan(before.at("/then/overdue").asLong());
        // Other tests of the same run can leave users with the same deadline.
        assertThat(end.at("/then/overdue").asLong())
                .isGreaterThan(after.at("/then/overdue").asLong());
        assertThat(end.at("/then/pending").asLong())
                .isLessThan(after.at("/then/pending").asLong());
    }

    @Test
    void putsTheSettingsOfTheRequestInPlaceOfTheStoredOnes() {
        CloudUser carol = users.unlinked();
        users.grant(carol, "magento-link-exempt");
        users.linked();
        JsonNode now = progress();

        long exempt = now.at("/exemptBy/role").asLong();
        assertThat(exempt).isPositive();
        for (Object none : List.of("", List.of())) {
            assertThat(preview(Map.of("exemptRoles", none))
                            .at("/then/exemptBy/role")
                            .asLong())
                    .isZero();
        }
        for (Object roles : List.of(
                "default-roles-cloud##magento-link-exempt", List.of("default-roles-cloud", "magento-link-exempt"))) {
            assertThat(preview(Map.of("exemptRoles", roles))
                            .at("/then/exemptBy/role")
                            .asLong())
                    .isGreaterThan(exempt);
        }
        try (OtherProvider other = OtherProvider.added()) {
            assertThat(preview(Map.of("idpAlias", other.alias()))
                            .at("/then/connected")
                            .asLong())
                    .isZero();
        }
    }

    @Test
    void answersWithoutAnEnabledActionAndWithInvalidSettings() {
        users.unlinked();
        force(Map.of("cutoff", "soon"));
        JsonNode invalid = preview(Map.of("cutoff", "2020-04-01"));
        assertThat(invalid.at("/now/phase").asText()).isEqualTo("invalid");
        assertThat(invalid.at("/then/phase").asText()).isEqualTo("enforce");
        assertThat(invalid.at("/then/overdue").asLong()).isPositive();
        Http.Answer unchanged = Reports.post("preview", "{}", Site.token());
        assertThat(unchanged.status()).isEqualTo(400);
        assertThat(unchanged.text("field")).isEqualTo("cutoff");

        force(Map.of("cutoff", "2020-04-01"));
        enable(false);
        try {
            JsonNode disabled = preview(Map.of());
            assertThat(disabled.at("/now/phase").asText()).isEqualTo("off");
            assertThat(disabled.at("/now/overdue").asLong()).isZero();
            assertThat(disabled.at("/then/phase").asText()).isEqualTo("enforce");
            assertThat(disabled.at("/then/overdue").asLong()).isPositive();
        } finally {
            enable(true);
        }
    }

    @Test
    void answersIfTheActionIsNotRegistered() {
        RequiredActionProviderRepresentation action = Site.cloud().flows().getRequiredAction(ActionSettings.ACTION);
        Site.cloud().flows().removeRequiredAction(ActionSettings.ACTION);
        try {
            JsonNode preview = preview(Map.of("cutoff", "2020-04-01"));
            assertThat(preview.at("/now/phase").asText()).isEqualTo("off");
            assertThat(preview.at("/then/phase").asText()).isEqualTo("enforce");
            assertThat(preview.at("/then/connected").asLong())
                    .isEqualTo(preview.at("/now/connected").asLong());
        } finally {
            RequiredActionProviderSimpleRepresentation again = new RequiredActionProviderSimpleRepresentation();
            again.setProviderId(action.getProviderId());
            again.setName(action.getName());
            Site.cloud().flows().registerRequiredAction(again);
            Site.cloud().flows().updateRequiredAction(ActionSettings.ACTION, action);
        }
    }

    @Test
    void anUnknownKeyThatIsStoredDoesNotMatter() {
        force(Map.of("cutof", "2020-04-01"));

        assertThat(preview(Map.of()).at("/then/phase").asText()).isEqualTo("enforce");
        Http.Answer answer = Reports.post("preview", "{\"settings\": {\"cutof\": \"2020-04-01\"}}", Site.token());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("Did you mean");
    }

    @ParameterizedTest
    @MethodSource
    void wrong(String body, String field, String accepted) {
        Http.Answer answer = Reports.post("preview", body, Site.token());

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.text("field")).isEqualTo(field);
        assertThat(answer.text("errorMessage")).contains(accepted);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("", "body", "JSON object"),
                Arguments.of("cutoff=2020-04-01", "body", "JSON object"),
                Arguments.of("[]", "body", "JSON object"),
                Arguments.of(" ".repeat(70_000), "body", "65536"),
                Arguments.of("{\"setting\": {}}", "setting", "settings, at"),
                Arguments.of("{\"settings\": {\"graceDays\": 3}}", "graceDays", "text"),
                Arguments.of("{\"settings\": {\"graceDays\": \"-1\"}}", "graceDays", "0 to 3650"),
                Arguments.of("{\"settings\": {\"mode\": \"maybe\"}}", "mode", "on, report, off"),
                Arguments.of("{\"settings\": {\"exemptRoles\": [\"nobody\"]}}", "exemptRoles", "no such role"),
                Arguments.of("{\"settings\": {\"exemptGroups\": \"/a\"}}", "exemptGroups", "no such group"),
                Arguments.of("{\"settings\": {\"idpAlias\": \"nowhere\"}}", "idpAlias", "identity provider"),
                Arguments.of("{\"settings\": {\"idpAlias\": \"a\\u0000\"}}", "idpAlias", "control"),
                Arguments.of("{\"settings\": {\"remindFrom\": \"2021-01-01\"}}", "remindFrom", "cutoff"),
                Arguments.of("{\"at\": \"tomorrow\"}", "at", "2020-04-01T16:00:00Z"),
                Arguments.of("{\"at\": \"1969-12-31\"}", "at", "1970"),
                Arguments.of("{\"at\": \"9999-12-31\"}", "at", "9998"),
                Arguments.of("{\"at\": \"+10000-01-01T00:00:00Z\"}", "at", "cannot be used"));
    }

    @Test
    void namesEverySettingThatCannotBeUsed() {
        Http.Answer answer = Reports.post(
                "preview", "{\"settings\": {\"cutoff\": \"soon\", \"zone\": \"here\", \"x\": \"\"}}", Site.token());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(StreamSupport.stream(Reports.json(answer).get("errors").spliterator(), false)
                        .map(error -> error.get("field").asText()))
                .containsExactlyInAnyOrder("cutoff", "zone", "x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
    void otherTypesAreNotAServerError(String type) {
        assertThat(Reports.post("preview", "{}", Site.token(), type).status()).isBetween(400, 499);
    }

    @Test
    void isForThoseWhoMayViewUsers() {
        AdminRights.assertThatTheyAreRequired(
                token -> Reports.post("preview", "{}", token), "view-users", "manage-users");
    }

    private static JsonNode preview(Map<String, Object> settings) {
        return Reports.post("preview", Map.of("settings", settings));
    }

    private static JsonNode progress() {
        return Reports.get("progress", Map.of());
    }

    private static JsonNode withoutInstant(JsonNode progress) {
        ObjectNode copy = progress.deepCopy();
        copy.remove("at");
        return copy;
    }

    private static void enable(boolean enabled) {
        RequiredActionProviderRepresentation action = Site.cloud().flows().getRequiredAction(ActionSettings.ACTION);
        action.setEnabled(enabled);
        Site.cloud().flows().updateRequiredAction(ActionSettings.ACTION, action);
    }
}
