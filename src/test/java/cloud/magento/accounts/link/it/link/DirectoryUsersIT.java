package cloud.magento.accounts.link.it.link;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.link.Directory.Kind;
import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.Changes;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudProvider;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.DirectGrant;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Reports;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Users from an LDAP directory, with each edit mode. */
@Tag("writes")
final class DirectoryUsersIT extends CloudScenario {

    private Directory directory;

    @AfterEach
    void closeDirectory() {
        if (directory != null) {
            directory.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theyConnectAndFromThenOnFinishAtMagento(Kind kind) {
        CloudUser carol = person(kind);
        CloudApp.SignIn request = app.signIn();
        ConnectPage ask = signInAndBeAsked(carol, request);
        assertThat(ask.offers("later")).isFalse();
        assertThat(events.of(carol, "LOGIN")).isEmpty();

        ConnectPage question = continueOn(ask).connectAs(carol.magento()).question();
        assertThat(users.linkOf(carol)).isEmpty();
        request.succeededAt(question.confirm().appPage());

        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).hasSize(1);
        try (Browser another = new Browser()) {
            CloudApp.SignIn next = app.signIn();
            next.succeededAt(signInThroughMagento(another, carol, next).appPage());
        }
        assertThat(events.errors(carol)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"READ_ONLY", "READ_ONLY_NOT_IMPORTED"})
    void notNowIsKept(Kind kind) {
        set(Schedules.REMINDING);
        CloudUser carol = person(kind);
        CloudApp.SignIn request = app.signIn();
        request.succeededAt(signInAndBeAsked(carol, request).notNow().appPage());
        browser.clearCookies();

        CloudApp.SignIn again = app.signIn();
        again.succeededAt(signIn(carol, again).appPage());
    }

    @ParameterizedTest
    @EnumSource(names = {"UNSYNCED", "READ_ONLY", "WRITABLE_NOT_IMPORTED"})
    void notNowIsCounted(Kind kind) {
        set(Map.of("cutoff", Schedules.FAR_AHEAD, "remindFrom", "2020-01-01", "snoozeDays", "0", "snoozeLimit", "2"));
        CloudUser carol = person(kind);
        for (int used = 0; used < 2; used++) {
            CloudApp.SignIn request = app.signIn();
            request.succeededAt(signInAndBeAsked(carol, request).notNow().appPage());
            browser.clearCookies();
        }

        assertThat(signInAndBeAsked(carol, app.signIn()).offers("later")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"READ_ONLY", "READ_ONLY_NOT_IMPORTED"})
    void aPasswordGrantIsRefused(Kind kind) {
        CloudUser carol = person(kind);
        DirectGrant script = new DirectGrant(app);

        assertRefused(script.signIn(carol));
        assertThat(users.linkOf(carol)).isEmpty();
        users.link(carol, carol.magento());
        assertRefused(script.signIn(carol));
        events.awaitError(carol, "magento_primary_login_required");
    }

    @ParameterizedTest
    @EnumSource
    void whatAnAdminSetsCountsWhateverTheDirectoryTakes(Kind kind) {
        set(Schedules.REMINDING);
        CloudUser carol = person(kind);
        assertThat(signInAndBeAsked(carol, app.signIn()).offers("later")).isTrue();

        assertThat(Changes.put("users/" + carol.id() + "/exemption", "{\"until\": \"2990-01-01\"}")
                        .status())
                .isEqualTo(200);
        CloudApp.SignIn request = app.signIn();
        browser.clearCookies();
        request.succeededAt(signIn(carol, request).appPage());

        assertThat(Changes.delete("users/" + carol.id() + "/exemption").status())
                .isEqualTo(204);
        assertThat(Changes.deadlines(carol.username() + ",2020-01-01\n").json()).containsEntry("changed", 1);
        assertThat(browser.open(app.signIn().address()).connectPage().asks().offers("later"))
                .isFalse();
        assertThat(Reports.get("users/" + carol.id() + "/deadline", Map.of())
                        .get("deadline")
                        .asText())
                .isEqualTo("2020-01-01T08:00:00Z");

        assertThat(Changes.delete("users/" + carol.id() + "/deadline").status()).isEqualTo(204);
        assertThat(browser.open(app.signIn().address()).connectPage().asks().offers("later"))
                .isTrue();
    }

    /** Keycloak asks the directory for each name that it does not know. */
    @Test
    void aDirectoryThatDoesNotAnswerFailsItsOwnLinesOnly() {
        CloudUser anna = users.unlinked();
        CloudUser bert = users.unlinked();
        CloudUser carol = person(Kind.READ_ONLY);
        directory.remove(carol);
        directory.stopAnswering();

        Http.Answer answer = Changes.deadlines(
                anna.username() + ",2030-01-01\nnobody,2030-01-01\n" + bert.username() + ",2030-01-01\n");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json()).containsEntry("changed", 2).containsEntry("failed", 1);
        assertThat(users.attribute(anna, "magentoLinkDeadline")).isPresent();
        assertThat(users.attribute(bert, "magentoLinkDeadline")).isPresent();
    }

    /** Keycloak is not notified of a password change in the directory, and has no time of the change. */
    @Test
    void aPasswordChangedInTheDirectoryEndsNoSessionThatWaits() {
        CloudUser carol = person(Kind.READ_ONLY);
        CloudApp.SignIn request = app.signIn();
        ConnectPage question =
                signInToConnect(carol, request).connectAs(carol.magento()).question();

        directory.setPassword(carol, "changed");

        request.succeededAt(question.confirm().appPage());
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"READ_ONLY", "READ_ONLY_NOT_IMPORTED"})
    void signingThemOutEverywhereEndsTheRightOfASessionThatWaits(Kind kind) {
        CloudUser carol = person(kind);
        ConnectPage question =
                signInToConnect(carol, app.signIn()).connectAs(carol.magento()).question();

        users.resource(carol).logout();

        question.confirm().connectPage().asksToSignInAgain();
        assertThat(users.linkOf(carol)).isEmpty();
        events.awaitError(carol, "magento_reauthentication_required");
    }

    @ParameterizedTest
    @EnumSource(names = {"READ_ONLY", "READ_ONLY_NOT_IMPORTED"})
    void aUserWhoLeftTheDirectoryMeanwhileConnectsNothing(Kind kind) {
        CloudUser carol = person(kind);
        ConnectPage question =
                signInToConnect(carol, app.signIn()).connectAs(carol.magento()).question();

        directory.remove(carol);
        Site.cloud().clearUserCache();
        Shown end = question.confirm();

        assertThat(end.isAppPage()).as("%s", end).isFalse();
        assertThat(end.status()).as("%s", end).isLessThan(500);
        assertThat(end.text()).as("text of the page").isNotBlank();
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"READ_ONLY", "READ_ONLY_NOT_IMPORTED"})
    void namesThatTheDirectoryDoesNotTakeEndNoSignIn(Kind kind) {
        CloudProvider.syncMode("FORCE");
        try {
            CloudUser carol = person(kind);
            users.change(carol.magento(), account -> {
                account.setFirstName("Another");
                account.setLastName("Name");
                account.setEmail("other-" + account.getEmail());
            });
            CloudApp.SignIn request = app.signIn();
            signInToConnect(carol, request).connectAs(carol.magento()).confirm().landsIn(request);

            assertThat(users.isLinked(carol, carol.magento())).isTrue();
            browser.clearCookies();
            CloudApp.SignIn next = app.signIn();
            next.succeededAt(signInThroughMagento(carol, next).appPage());
        } finally {
            CloudProvider.syncMode("IMPORT");
        }
    }

    @Test
    void theyCanBeDisconnectedAlsoWhereTheDirectoryTakesNothingAnyMore() {
        CloudUser carol = person(Kind.UNSYNCED);
        users.link(carol, carol.magento());
        assertThat(users.attribute(carol, "magentoLinkSince")).isPresent();
        directory.changeTo(Kind.READ_ONLY);

        users.resource(carol).removeFederatedIdentity(CloudUsers.ALIAS);

        assertThat(users.linkOf(carol)).isEmpty();
        signInAndBeAsked(carol, app.signIn());
    }

    @Test
    void theirAccountCannotBeConnectedByAnotherUser() {
        CloudUser carol = person(Kind.READ_ONLY_NOT_IMPORTED);
        CloudUser dave = users.unlinked();
        users.link(carol, carol.magento());

        assertThat(users.give(dave, carol.magento())).isEqualTo(409);
        ConnectPage refused = refused(connectAs(signInAndBeAsked(dave, app.signIn()), carol.magento()));

        assertThat(refused.alert()).contains("already connected to another user");
        events.awaitError(dave, "magento_account_in_use");
        assertThat(users.linkOf(dave)).isEmpty();
    }

    @Test
    void theyCannotConnectTheAccountOfAnotherUser() {
        CloudUser carol = person(Kind.READ_ONLY_NOT_IMPORTED);
        CloudUser dave = users.linked();

        assertThat(users.give(carol, dave.magento())).isEqualTo(409);
        ConnectPage refused = refused(connectAs(signInAndBeAsked(carol, app.signIn()), dave.magento()));

        assertThat(refused.alert()).contains("already connected to another user");
        events.awaitError(carol, "magento_account_in_use");
        assertThat(users.linkOf(carol)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"UNSYNCED", "READ_ONLY"})
    void theReportsHaveThoseWhoAreImported(Kind kind) {
        CloudUser carol = person(kind);
        long overdue = Reports.get("progress", Map.of()).get("overdue").asLong();

        JsonNode listed = Reports.get("users", Map.of("search", carol.username()));
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).get("id").asText()).isEqualTo(carol.id());
        assertThat(listed.get(0).get("state").asText()).isEqualTo("overdue");
        users.link(carol, carol.magento());

        JsonNode connected =
                Reports.get("users", Map.of("search", carol.username())).get(0);
        assertThat(connected.get("state").asText()).isEqualTo("connected");
        assertThat(connected.get("upstream").asText()).isEqualTo(carol.magento().id());
        JsonNode progress = Reports.get("progress", Map.of());
        assertThat(progress.get("overdue").asLong()).isEqualTo(overdue - 1);
        assertThat(progress.get("unknown")).isEmpty();
    }

    /** The "Not now" of such a user is in Keycloak's storage for what the directory does not take. */
    @ParameterizedTest
    @EnumSource(names = {"UNSYNCED", "READ_ONLY"})
    void theReportsKnowThatTheyHavePostponed(Kind kind) {
        set(Schedules.REMINDING);
        CloudUser carol = person(kind);
        long snoozed = Reports.get("progress", Map.of()).get("snoozed").asLong();
        CloudApp.SignIn request = app.signIn();
        request.succeededAt(signInAndBeAsked(carol, request).notNow().appPage());

        JsonNode listed = Reports.get("users", Map.of("search", carol.username()));

        assertThat(listed.get(0).get("state").asText()).isEqualTo("snoozed");
        assertThat(listed.get(0).get("snoozes").asInt()).isEqualTo(1);
        assertThat(Reports.get("users", Map.of("search", carol.username(), "state", "snoozed")))
                .hasSize(1);
        assertThat(Reports.get("progress", Map.of()).get("snoozed").asLong()).isEqualTo(snoozed + 1);
    }

    @Test
    void theReportsNameAStoreThatDoesNotImport() {
        CloudUser carol = person(Kind.READ_ONLY_NOT_IMPORTED);

        assertThat(Reports.get("progress", Map.of()).get("unknown"))
                .extracting(JsonNode::asText)
                .containsExactly("directory");
        assertThat(Reports.get("users", Map.of("search", carol.username()))).isEmpty();
    }

    private CloudUser person(Kind kind) {
        directory = new Directory(Site.cloud(), Site.testHost(), kind);
        return directory.add(users.unlinked());
    }

    private static void assertRefused(Http.Answer answer) {
        assertThat(answer.hasTokens()).isFalse();
        assertThat(answer.text("error")).isEqualTo("invalid_grant");
        assertThat(answer.text("error_description")).contains("Magento.com");
    }
}
