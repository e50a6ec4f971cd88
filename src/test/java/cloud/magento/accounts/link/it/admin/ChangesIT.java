package cloud.magento.accounts.link.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.Changes;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.FineGrained;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Mailbox;
import cloud.magento.accounts.link.it.scenario.Reports;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.ServiceAdmin;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.server.SinceKeycloak;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.representations.idm.AdminEventRepresentation;
import org.keycloak.representations.userprofile.config.UPConfig;

/** What an admin changes of a single user. */
@Tag("writes")
final class ChangesIT extends CloudScenario {

    private static final String UNKNOWN = "00000000-0000-0000-0000-000000000000";

    @BeforeEach
    void storeRepresentations() {
        Changes.storeRepresentations();
    }

    @ParameterizedTest
    @CsvSource({"deadline, deadline, magentoLinkDeadline", "exemption, until, magentoLinkExemptUntil"})
    void anInstantIsSetAndRemovedAndEachChangeIsAnAdminEvent(String path, String field, String attribute) {
        CloudUser carol = users.unlinked();
        String address = "users/" + carol.id() + "/" + path;
        assertThat(Reports.get(address, Map.of())).isEmpty();

        Http.Answer set = Changes.put(address, "{\"" + field + "\": \"2990-01-01\"}");

        assertThat(set.status()).as(set.body()).isEqualTo(200);
        assertThat(set.json()).isEqualTo(Map.of(field, "2990-01-01T08:00:00Z"));
        assertThat(users.attribute(carol, attribute)).contains("2990-01-01T08:00:00Z");
        assertThat(Reports.get(address, Map.of()).get(field).asText()).isEqualTo("2990-01-01T08:00:00Z");
        assertEvent(carol, path, 1, "UPDATE", "\"attribute\":\"" + attribute + "\",\"new\":\"2990-01-01T08:00:00Z\"");

        assertThat(Changes.put(address, "{\"" + field + "\": \"2990-01-01T08:00:00.5Z\"}")
                        .status())
                .isEqualTo(200);
        assertThat(eventsOf(carol, path)).as("nothing has changed").hasSize(1);

        assertThat(Changes.put(address, "{\"" + field + "\": \"2991-01-01\"}").status())
                .isEqualTo(200);
        assertEvent(carol, path, 2, "UPDATE", "\"old\":\"2990-01-01T08:00:00Z\",\"new\":\"2991-01-01T08:00:00Z\"");

        assertThat(Changes.delete(address).status()).isEqualTo(204);
        assertThat(users.attribute(carol, attribute)).isEmpty();
        assertEvent(carol, path, 3, "DELETE", "\"attribute\":\"" + attribute + "\",\"old\":\"2991-01-01T08:00:00Z\"");

        assertThat(Changes.delete(address).status()).as("again").isEqualTo(204);
        assertThat(eventsOf(carol, path)).hasSize(3);
    }

    private static List<AdminEventRepresentation> eventsOf(CloudUser user, String path) {
        return Changes.eventsOf(user, "magento-link/users/{id}/" + path);
    }

    private static void assertEvent(CloudUser user, String path, int count, String operation, String representation) {
        List<AdminEventRepresentation> events = eventsOf(user, path);
        assertThat(events).hasSize(count);
        assertThat(events.stream().filter(event -> event.getRepresentation().contains(representation)))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getResourceType()).isEqualTo("CUSTOM");
                    assertThat(event.getOperationType()).isEqualTo(operation);
                    assertThat(event.getAuthDetails().getUserId()).isNotBlank();
                });
    }

    @ParameterizedTest
    @CsvSource({
        "2030-07-01, 2030-07-01T07:00:00Z",
        "2030-07-01T09:00, 2030-07-01T16:00:00Z",
        "2030-07-01T09:00:00+09:00, 2030-07-01T00:00:00Z",
        "2030-07-01T16:00:00.999Z, 2030-07-01T16:00:00Z",
        "' 2030-07-01T16:00:00Z ', 2030-07-01T16:00:00Z"
    })
    void theFormatsOfTheCutoffAreAccepted(String text, String stored) {
        CloudUser carol = users.unlinked();

        Http.Answer answer = Changes.put("users/" + carol.id() + "/deadline", "{\"deadline\": \"" + text + "\"}");

        assertThat(answer.text("deadline")).isEqualTo(stored);
        assertThat(users.attribute(carol, "magentoLinkDeadline")).contains(stored);
    }

    @Test
    void aDeadlineOfThePastMeansAtOnce() {
        set(Schedules.REMINDING);
        CloudUser carol = users.unlinked();
        assertThat(signInAndBeAsked(carol, app.signIn()).offers("later")).isTrue();

        Changes.put("users/" + carol.id() + "/deadline", "{\"deadline\": \"2020-01-01\"}");

        browser.clearCookies();
        assertThat(signInAndBeAsked(carol, app.signIn()).offers("later")).isFalse();
    }

    @Test
    void anExemptionTakesEffectAtTheNextLogin() {
        CloudUser carol = users.unlinked();
        String address = "users/" + carol.id() + "/exemption";
        Changes.put(address, "{\"until\": \"2990-01-01\"}");
        CloudApp.SignIn request = app.signIn();
        request.succeededAt(signIn(carol, request).appPage());

        Changes.delete(address);

        browser.open(app.signIn().address()).connectPage().asks();
    }

    @Test
    void anExemptionThatIsOverIsRejected() {
        CloudUser carol = users.unlinked();
        for (String past : List.of("2020-01-01", Instant.now().toString())) {
            Http.Answer answer = Changes.put("users/" + carol.id() + "/exemption", "{\"until\": \"" + past + "\"}");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text("field")).isEqualTo("until");
            assertThat(answer.text("errorMessage")).isEqualTo("until must be later than now.");
        }
        assertThat(users.attribute(carol, "magentoLinkExemptUntil")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "7",
                "{}",
                "\"2030-01-01\"",
                "{\"deadline\": null}",
                "{\"deadline\": 7}",
                "{\"deadline\": [\"2030-01-01\"]}",
                "{\"deadline\": \"\"}",
                "{\"deadline\": \"soon\"}",
                "{\"deadline\": \"2030-02-30\"}",
                "{\"deadline\": \"2030-01-01T00:00:00ZZ\"}",
                "{\"deadline\": \"+999999999-01-01T00:00:00Z\"}",
                "{\"deadline\": \"9999-12-31T23:59:59-18:00\"}",
                "{\"deadline\": \"0000-01-01T00:00:00+18:00\"}",
                "{\"deadline\": \"2030-01-01\\u0000\"}",
                "{\"deadline\": \"2030-01-01\", \"x\": \"y\"}",
                "{\"until\": \"2030-01-01\"}"
            })
    void badInputIsAnsweredWithTheFieldAndWhatItAccepts(String body) {
        CloudUser carol = users.unlinked();

        Http.Answer answer = Changes.put("users/" + carol.id() + "/deadline", body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.text("field")).isEqualTo("deadline");
        assertThat(answer.text("errorMessage")).startsWith("deadline must be ").contains("2020-04-01");
        assertThat(users.attribute(carol, "magentoLinkDeadline")).isEmpty();
    }

    @Test
    void onlyJsonIsAccepted() {
        String address = "users/" + users.unlinked().id() + "/deadline";

        assertThat(Changes.send("PUT", address, "text/plain", "2030-01-01".getBytes(), Site.token())
                        .status())
                .isEqualTo(415);
        assertThat(Changes.send("PUT", address, "application/json", new byte[] {-1, -2, 0}, Site.token())
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deadline", "exemption", "link"})
    void usersWhoAreNotOfTheRealmDoNotExist(String path) {
        String ofMagento = users.unlinked().magento().id();
        for (String id : List.of(UNKNOWN, ofMagento, "f:x:y", "lightweight-x", "x".repeat(300), "%27", "a%20b")) {
            Http.Answer answer = Changes.delete("users/" + id + "/" + path);

            assertThat(answer.status()).as(id).isEqualTo(404);
            assertThat(answer.text("error")).isEqualTo("User not found");
        }
        try (ServiceAdmin clients = new ServiceAdmin(Site.cloud(), "manage-clients")) {
            assertThat(Changes.delete("users/" + UNKNOWN + "/" + path, clients.token())
                            .status())
                    .as("ids cannot be guessed")
                    .isEqualTo(403);
        }
    }

    @Test
    void usersAreChangedByThoseWhoMayManageThem() {
        CloudUser carol = users.unlinked();
        String address = "users/" + carol.id();
        ChangeRights.assertThatManageUsersIsRequired(
                token -> Changes.put(address + "/deadline", "{\"deadline\": \"2030-01-01\"}", token)
                        .status());
        ChangeRights.assertThatManageUsersIsRequired(
                token -> Changes.put(address + "/exemption", "{\"until\": \"2990-01-01\"}", token)
                        .status());
        ChangeRights.assertThatManageUsersIsRequired(
                token -> Changes.delete(address + "/deadline", token).status());
        ChangeRights.assertThatManageUsersIsRequired(
                token -> Changes.delete(address + "/exemption", token).status());
        users.link(carol, carol.magento());
        ChangeRights.assertThatManageUsersIsRequired(
                token -> Changes.delete(address + "/link", token).status());
        AdminRights.assertThatTheyAreRequired(address + "/deadline", "view-users", "manage-users");
        AdminRights.assertThatTheyAreRequired(address + "/exemption", "view-users", "manage-users");
    }

    @Test
    @SinceKeycloak(value = "26.7", because = "older versions answer 500 once fine-grained permissions are off again")
    void fineGrainedPermissionsAllowSingleUsers() {
        CloudUser carol = users.linked();
        CloudUser dave = users.linked();
        try (FineGrained permissions = new FineGrained();
                ServiceAdmin admin = new ServiceAdmin(Site.cloud(), "query-users")) {
            permissions.allow(admin, carol);
            String token = admin.token();

            assertThat(Changes.put("users/" + carol.id() + "/deadline", "{\"deadline\": \"2030-01-01\"}", token)
                            .status())
                    .isEqualTo(200);
            assertThat(Changes.put("users/" + dave.id() + "/deadline", "{\"deadline\": \"2030-01-01\"}", token)
                            .status())
                    .isEqualTo(403);
            assertThat(Changes.delete("users/" + dave.id() + "/link", token).status())
                    .isEqualTo(403);
            assertThat(Changes.delete("users/" + carol.id() + "/link", token).status())
                    .isEqualTo(204);
        }
        assertThat(users.attribute(dave, "magentoLinkDeadline")).isEmpty();
        assertThat(users.linkOf(dave)).isPresent();
    }

    @Test
    void disabledUsersAndServiceAccountsCanBeChangedAsInKeycloak() {
        CloudUser carol = users.unlinked(user -> user.setEnabled(false));
        try (ServiceAdmin service = new ServiceAdmin(Site.cloud())) {
            for (String id : List.of(carol.id(), service.userId())) {
                assertThat(Changes.put("users/" + id + "/deadline", "{\"deadline\": \"2030-01-01\"}")
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void anAttributeThatUsersCanWriteIsNotSet() {
        CloudUser carol = users.unlinked();
        UPConfig profile = Site.cloud().users().userProfile().getConfiguration();
        profile.getAttribute("magentoLinkExemptUntil").getPermissions().setEdit(Set.of("admin", "user"));
        Site.cloud().users().userProfile().update(profile);
        try {
            Http.Answer answer = Changes.put("users/" + carol.id() + "/exemption", "{\"until\": \"2990-01-01\"}");

            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.text("errorMessage")).contains("magentoLinkExemptUntil", "edited by admins only");
            assertThat(users.attribute(carol, "magentoLinkExemptUntil")).isEmpty();
        } finally {
            profile.getAttribute("magentoLinkExemptUntil").getPermissions().setEdit(Set.of("admin"));
            Site.cloud().users().userProfile().update(profile);
        }
    }

    @Test
    void aLinkIsRemovedAsKeycloaksOwnEndpointDoes() {
        CloudUser carol = users.linked();
        assertThat(users.attribute(carol, "magentoLinkSince")).isPresent();
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            assertThat(Changes.delete("users/" + carol.id() + "/link").status()).isEqualTo(204);

            assertThat(mailbox.await(carol.email()).plain()).contains("An administrator has disconnected");
        }
        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(users.attribute(carol, "magentoLinkSince")).isEmpty();
        assertThat(Changes.eventsOf(carol, "users/{id}/federated-identity/" + CloudUsers.ALIAS))
                .filteredOn(event -> event.getOperationType().equals("DELETE"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getResourceType()).isEqualTo("USER");
                    assertThat(event.getRepresentation())
                            .contains(carol.magento().id(), carol.magento().username());
                });
        signInAndBeAsked(carol, app.signIn());
    }

    @Test
    void aLinkThatIsNotThereIsToldInWords() {
        Http.Answer answer = Changes.delete("users/" + users.unlinked().id() + "/link");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text("error")).isEqualTo("The user has no link with the identity provider magento");
    }
}
