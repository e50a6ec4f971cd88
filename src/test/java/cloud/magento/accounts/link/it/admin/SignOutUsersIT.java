package cloud.magento.accounts.link.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.Grants;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.LinkClientPolicy;
import cloud.magento.accounts.link.it.scenario.LogoutReceiver;
import cloud.magento.accounts.link.it.scenario.Reports;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.ServiceAdmin;
import cloud.magento.accounts.link.it.scenario.Site;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.representations.idm.AdminEventRepresentation;
import org.keycloak.representations.idm.RealmEventsConfigRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/**
 * The endpoint {@code sign-out}. Without the client policy, so that nothing but the sign-out ends what users have from
 * before the deadline.
 */
@Tag("sessions")
@Tag("writes")
@Tag("reports")
final class SignOutUsersIT extends CloudScenario {

    private static final String PAST = "2020-04-01T07:00:00Z";

    private final Grants grants = Grants.of(app);

    @BeforeEach
    void switchThePolicyOff() {
        LinkClientPolicy.enable(false);
    }

    @AfterEach
    void switchThePolicyOn() {
        LinkClientPolicy.enable(true);
        saveAdminEvents(false);
    }

    @Test
    void endsTheSessionsAndTheOfflineTokensOfAnOverdueUser() {
        CloudUser user = users.unlinked();
        signInUnasked(user);
        Http.Answer online = before(user, "openid");
        Http.Answer offline = before(user, "openid offline_access");
        int sessions = users.resource(user).getUserSessions().size();

        JsonNode answer = signOut(user, Map.of());

        assertThat(answer.get("users").asInt()).isEqualTo(1);
        assertThat(answer.get("sessions").asInt()).isEqualTo(sessions).isGreaterThanOrEqualTo(2);
        assertThat(answer.get("offlineSessions").asInt()).isEqualTo(1);
        assertThat(answer.get("failed").asInt()).isZero();
        assertThat(answer.get("after").asText()).isEqualTo(user.id());
        assertThat(users.resource(user).getUserSessions()).isEmpty();
        for (Http.Answer tokens : List.of(online, offline)) {
            Http.Answer refused = grants.refresh(tokens.text("refresh_token"));
            assertThat(refused.text("error")).as(refused.body()).isEqualTo("invalid_grant");
        }
        assertThat(browser.open(app.signIn().address()).signInPage().ofCloud()).isNotNull();
    }

    @Test
    void aSecondCallFindsNothingToDo() {
        CloudUser user = users.unlinked();
        before(user, "openid");
        assertThat(signOut(user, Map.of()).get("users").asInt()).isEqualTo(1);
        int notBefore = users.stored(user).getNotBefore();

        Eventually.nextSecond();
        JsonNode answer = signOut(user, Map.of());

        assertThat(answer.get("users").asInt()).isZero();
        assertThat(users.stored(user).getNotBefore()).isEqualTo(notBefore).isPositive();
    }

    @Test
    void aDryRunCountsTheSameAndChangesNothing() {
        CloudUser user = users.unlinked();
        Http.Answer online = before(user, "openid");
        Http.Answer offline = before(user, "openid offline_access");
        saveAdminEvents(true);

        JsonNode dry = signOut(user, Map.of("dryRun", "true"));

        assertThat(dry.get("dryRun").asBoolean()).isTrue();
        assertThat(adminEvents()).isEmpty();
        assertThat(users.stored(user).getNotBefore()).isZero();
        assertThat(grants.refresh(online.text("refresh_token")).hasTokens()).isTrue();
        assertThat(grants.refresh(offline.text("refresh_token")).hasTokens()).isTrue();
        JsonNode real = signOut(user, Map.of("dryRun", "false"));
        assertThat(real.get("dryRun").asBoolean()).isFalse();
        for (String count : List.of("users", "sessions", "offlineSessions")) {
            assertThat(dry.get(count)).as(count).isEqualTo(real.get(count));
        }
    }

    @Test
    void everybodyElseStaysSignedIn() {
        CloudUser connected = users.unlinked();
        CloudUser exempt = users.unlinked();
        CloudUser pending = users.unlinked();
        CloudUser snoozed = users.unlinked();
        CloudUser disabled = users.unlinked();
        Map<CloudUser, Http.Answer> tokens = new HashMap<>();
        for (CloudUser user : List.of(connected, exempt, pending, snoozed, disabled)) {
            tokens.put(user, before(user, "openid"));
        }
        users.link(connected, connected.magento());
        users.grant(exempt, "magento-link-exempt");
        users.attribute(pending, "magentoLinkDeadline", "2999-01-01T00:00:00Z");
        users.attribute(snoozed, "magentoLinkDeadline", "2999-01-01T00:00:00Z");
        users.attribute(snoozed, "magentoLinkSnoozedUntil", "2998-01-01T00:00:00Z");
        enable(disabled, false);

        for (CloudUser user : tokens.keySet()) {
            assertThat(signOut(user, Map.of()).get("after").asText()).isNotEqualTo(user.id());
        }

        enable(disabled, true);
        tokens.forEach((user, before) -> {
            assertThat(users.stored(user).getNotBefore()).isZero();
            assertThat(grants.refresh(before.text("refresh_token")).hasTokens()).isTrue();
        });
    }

    @Test
    void permissionTokensBuyNoOthersAfterwards() {
        grants.allowPermissions();
        CloudUser user = users.unlinked();
        String bought =
                grants.permissions(before(user, "openid").text("access_token")).text("access_token");
        Http.Answer again = grants.permissions(bought);
        assertThat(again.hasTokens()).as(again.body()).isTrue();
        bought = again.text("access_token");

        signOut(user, Map.of());

        Http.Answer refused = grants.permissions(bought);
        assertThat(refused.status()).as(refused.body()).isBetween(400, 499);
        assertThat(refused.hasTokens()).isFalse();
    }

    @Test
    void appsThatNeverRefreshAreTold() {
        CloudUser user = users.unlinked();
        try (LogoutReceiver receiver = LogoutReceiver.of(app)) {
            String session = before(user, "openid").text("session_state");

            signOut(user, Map.of());

            assertThat(receiver.awaitSession()).isEqualTo(session);
        }
    }

    @Test
    void goesOnWhereTheLastCallEnded() {
        set(Schedules.NOT_BEGUN);
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            CloudUser user = users.unlinked();
            assertThat(grants.password(user, "openid").hasTokens()).isTrue();
            users.attribute(user, "magentoLinkDeadline", PAST);
            expected.add(user.id());
        }

        List<String> ids = new ArrayList<>();
        int sessions = 0;
        JsonNode answer;
        do {
            answer = json(Map.of("max", "1", "after", ids.isEmpty() ? "" : ids.get(ids.size() - 1)));
            if (!answer.get("done").asBoolean()) {
                ids.add(answer.get("after").asText());
            }
            sessions += answer.get("sessions").asInt();
        } while (!answer.get("done").asBoolean());

        assertThat(ids).isSorted().doesNotHaveDuplicates().containsAll(expected);
        assertThat(sessions).isGreaterThanOrEqualTo(3);
        JsonNode again = json(Map.of());
        assertThat(again.get("users").asInt()).isZero();
        assertThat(again.get("done").asBoolean()).isTrue();
    }

    @Test
    void writesOneAdminEventForACallThatChangedSomething() {
        CloudUser user = users.unlinked();
        before(user, "openid");
        saveAdminEvents(true);

        signOut(user, Map.of());
        signOut(user, Map.of());

        assertThat(adminEvents()).singleElement().satisfies(event -> {
            assertThat(event.getOperationType()).isEqualTo("ACTION");
            assertThat(event.getResourceType()).isEqualTo("USER");
            assertThat(event.getRepresentation())
                    .containsPattern("\"users\":1\\b")
                    .containsPattern("\"sessions\":1\\b");
        });
    }

    @Test
    void isRefusedIfNobodyIsOverdueOrNobodyCouldConnect() {
        CloudUser user = users.unlinked();
        Http.Answer tokens = before(user, "openid");

        set(Map.of("mode", "report"));
        assertConflict("In mode report nobody");
        set(Map.of("mode", "off"));
        assertConflict("In mode off nobody");
        force(Map.of("mode", "on", "cutoff", "soon"));
        assertConflict("cutoff");
        force(Map.of("cutoff", "2020-04-01", "idpAlias", "nowhere"));
        assertConflict("nowhere");

        force(Map.of("mode", "off", "idpAlias", CloudUsers.ALIAS));
        assertThat(grants.refresh(tokens.text("refresh_token")).hasTokens()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void badInputIsAnsweredWithTheFieldAndWhatItAccepts(String field, String value, String accepted) {
        Http.Answer answer = Reports.post("sign-out", Map.of(field, value), Site.token());

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.text("field")).isEqualTo(field);
        assertThat(answer.text("errorMessage")).startsWith(field + " ").contains(accepted);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("dryRun", "yes", "true or false"),
                Arguments.of("dryRun", "", "true or false"),
                Arguments.of("dryRun", "TRUE", "true or false"),
                Arguments.of("max", "0", "1 to 10000"),
                Arguments.of("max", "10001", "1 to 10000"),
                Arguments.of("max", "99999999999999999999", "1 to 10000"),
                Arguments.of("after", "../x", "id"),
                Arguments.of("dryrun", "true", "dryRun, after, max"));
    }

    @Test
    void isForThoseWhoMayManageUsers() {
        AdminRights.assertThatTheyAreRequired(
                token -> Reports.post("sign-out", Map.of("dryRun", "true", "max", "1"), token), "manage-users");
        try (ServiceAdmin viewer = new ServiceAdmin(Site.cloud(), "view-users", "view-realm", "manage-realm")) {
            assertThat(Reports.post("sign-out", Map.of(), viewer.token()).status())
                    .isEqualTo(403);
        }
    }

    /** Calls it for this user alone, by the ids: a part of an id is before the whole one. */
    private static JsonNode signOut(CloudUser user, Map<String, String> more) {
        Map<String, String> query = new HashMap<>(more);
        query.put("after", user.id().substring(0, user.id().length() - 1));
        query.put("max", "1");
        return json(query);
    }

    private static JsonNode json(Map<String, String> query) {
        Http.Answer answer = Reports.post("sign-out", query, Site.token());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return Reports.json(answer);
    }

    private static void assertConflict(String words) {
        for (String dryRun : List.of("true", "false")) {
            Http.Answer answer = Reports.post("sign-out", Map.of("dryRun", dryRun), Site.token());
            assertThat(answer.status()).as(answer.body()).isEqualTo(409);
            assertThat(answer.text("errorMessage")).contains(words);
        }
    }

    /** Tokens from a sign-in while the mode was off. */
    private Http.Answer before(CloudUser user, String scope) {
        set(Map.of("mode", "off"));
        Http.Answer tokens = grants.password(user, scope);
        assertThat(tokens.hasTokens()).as(tokens.body()).isTrue();
        set(Map.of("mode", "on"));
        return tokens;
    }

    private void enable(CloudUser user, boolean enabled) {
        UserRepresentation representation = users.stored(user);
        representation.setEnabled(enabled);
        users.resource(user).update(representation);
    }

    /** With the representation. What was saved before is removed. */
    private static void saveAdminEvents(boolean saved) {
        RealmEventsConfigRepresentation config = Site.cloud().getRealmEventsConfig();
        config.setAdminEventsEnabled(saved);
        config.setAdminEventsDetailsEnabled(saved);
        Site.cloud().updateRealmEventsConfig(config);
        Site.cloud().clearAdminEvents();
    }

    private static List<AdminEventRepresentation> adminEvents() {
        return Site.cloud().getAdminEvents().stream()
                .filter(event -> event.getResourcePath().equals("magento-link/sign-out"))
                .toList();
    }
}
