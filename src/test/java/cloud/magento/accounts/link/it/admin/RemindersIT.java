package cloud.magento.accounts.link.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Database;
import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Mailbox;
import cloud.magento.accounts.link.it.scenario.RealmFrontend;
import cloud.magento.accounts.link.it.scenario.Reports;
import cloud.magento.accounts.link.it.scenario.ServiceAdmin;
import cloud.magento.accounts.link.it.scenario.Site;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.core.Response;
import java.sql.Connection;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.keycloak.representations.idm.AdminEventRepresentation;
import org.keycloak.representations.idm.GroupRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/**
 * Reminders that an admin sends. Only users with a personal deadline have one soon, so that other users of the realm
 * are left alone.
 */
@Tag("writes")
@Tag("reports")
final class RemindersIT extends CloudScenario {

    private static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");

    private static final String SENT = "magentoLinkReminded";

    @BeforeEach
    void set() {
        set(Map.of("cutoff", "2999-01-01", "remindFrom", "", "reminderDays", "20,7,1", "reminderRate", "60000"));
    }

    @Test
    void sayTheDeadlineAsPeopleCountDaysAndLeadToTheAccountSettings() {
        CloudUser carol = dueIn(5);
        try (RealmFrontend frontend = new RealmFrontend(Site.cloud(), Site.address());
                Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            JsonNode answer = remind();

            Mailbox.Mail mail = mailbox.await(carol.email());
            assertThat(mail.subject()).isEqualTo("Please connect your account with Magento.com");
            for (String text : List.of(mail.plain(), mail.html())) {
                assertThat(text)
                        .contains("Your Magento Commerce Cloud account is not connected with Magento.com yet.")
                        .contains("Connect your account with Magento.com by the end of")
                        .contains(String.valueOf(day(4).getYear()))
                        .contains("5 days left")
                        .contains(carol.username())
                        .contains(Site.address() + "/realms/cloud/account")
                        .contains("https://support.example.com/connect-magento")
                        .doesNotContain("connectMagento");
            }
            assertThat(answer.get("dryRun").asBoolean()).isFalse();
            assertThat(answer.get("sent").asLong()).isEqualTo(due(answer)).isPositive();
            assertThat(answer.get("failed").asLong()).isZero();
            assertThat(answer.get("remaining").asLong()).isZero();
            assertThat(users.stored(carol).getAttributes().get(SENT)).containsExactly("magento:7");
        }
    }

    @Test
    void speakTheLanguageOfTheUser() {
        CloudUser carol = dueIn(1, user -> user.singleAttribute("locale", "ja"));
        CloudUser ahmad = dueIn(3, user -> user.singleAttribute("locale", "ar"));
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            remind();

            Mailbox.Mail mail = mailbox.await(carol.email());
            assertThat(mail.subject()).isEqualTo("アカウントをMagento.comと連携してください");
            assertThat(mail.plain()).contains("本日").contains("年").contains("まだMagento.comと連携されていません");
            assertThat(mail.html()).contains("lang=\"ja\"");
            assertThat(mailbox.await(ahmad.email()).html()).contains("dir=\"rtl\"");
        }
    }

    /** A link that is made of the address of an admin's request would lead nowhere. */
    @Test
    void haveNoButtonIfTheServerDoesNotKnowItsAddress() {
        CloudUser carol = dueIn(5);
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            assertThat(findings()).contains("reminders_without_address").doesNotContain("reminders_without_smtp");
            remind();

            assertThat(mailbox.await(carol.email()).text()).doesNotContain("/realms/cloud/account");
        }
    }

    @Test
    void haveTheWholeSupportLinkAlsoInPlainText() {
        String link = "mailto:help@example.com?subject=" + "connect%20".repeat(30) + "end";
        set(Map.of("supportUrl", link));
        CloudUser carol = dueIn(5);
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            remind();

            assertThat(mailbox.await(carol.email()).plain()).contains(link);
        }
    }

    @Test
    void comeOncePerMilestoneWhateverBecomesOfTheDeadline() {
        CloudUser carol = dueIn(6);
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            remind();
            assertThat(mailbox.to(carol.email())).hasSize(1);
            remind();
            assertThat(mailbox.to(carol.email())).as("the same again").hasSize(1);

            users.attribute(carol, "magentoLinkDeadline", instant(15));
            remind();
            assertThat(mailbox.to(carol.email())).as("20 days").hasSize(2);
            users.attribute(carol, "magentoLinkDeadline", instant(7));
            remind();
            assertThat(mailbox.to(carol.email())).as("7 days again").hasSize(2);
            users.attribute(carol, "magentoLinkDeadline", instant(1));
            remind();

            assertThat(mailbox.to(carol.email())).as("1 day").hasSize(3);
            assertThat(users.stored(carol).getAttributes().get(SENT))
                    .containsExactlyInAnyOrder("magento:20", "magento:7", "magento:1");
            users.attribute(carol, "magentoLinkDeadline", instant(0));
            remind();
            assertThat(mailbox.to(carol.email())).as("after the deadline").hasSize(3);
        }
    }

    @Test
    void areNotForThoseWhoNeedNotOrCannot() {
        CloudUser connected = dueIn(5);
        users.link(connected, connected.magento());
        CloudUser exempt = dueIn(5);
        users.grant(exempt, "magento-link-exempt");
        CloudUser exemptForNow = dueIn(5);
        users.attribute(exemptForNow, "magentoLinkExemptUntil", "2999-01-01T00:00:00Z");
        CloudUser exemptBefore = dueIn(5);
        users.attribute(exemptBefore, "magentoLinkExemptUntil", "2020-01-01T00:00:00Z");
        CloudUser disabled = dueIn(5);
        UserRepresentation stored = users.stored(disabled);
        stored.setEnabled(false);
        users.resource(disabled).update(stored);
        CloudUser unverified = dueIn(5, user -> user.setEmailVerified(false));
        CloudUser later = dueIn(21);
        CloudUser due = dueIn(5);
        dueIn(5, user -> user.setEmail(null));
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            JsonNode before = remind(Map.of("dryRun", "true"));
            assertThat(before.get("unverified").asLong()).isGreaterThanOrEqualTo(2);
            assertThat(mailbox.to(due.email())).as("a dry run").isEmpty();
            assertThat(users.attribute(due, SENT)).as("a dry run").isEmpty();
            remind();

            mailbox.await(due.email());
            mailbox.await(exemptBefore.email());
            for (CloudUser other : List.of(connected, exempt, exemptForNow, disabled, unverified, later)) {
                assertThat(mailbox.to(other.email())).isEmpty();
                assertThat(users.attribute(other, SENT)).isEmpty();
            }
        }
    }

    @Test
    void areCountedByADryRunAndNotSent() {
        set(Map.of("mode", "report"));
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            JsonNode before = remind(Map.of("dryRun", "true"));
            CloudUser carol = dueIn(5);
            dueIn(20);
            dueIn(20, user -> user.setEmailVerified(false));
            JsonNode after = remind(Map.of("dryRun", "true"));

            assertThat(after.get("dryRun").asBoolean()).isTrue();
            assertThat(added(before, after, "/due/7")).isEqualTo(1);
            assertThat(added(before, after, "/due/20")).isEqualTo(1);
            assertThat(added(before, after, "/due/1")).isZero();
            assertThat(added(before, after, "/unverified")).isEqualTo(1);
            assertThat(added(before, after, "/remaining")).isEqualTo(2);
            assertThat(after.get("sent").asLong()).isZero();
            assertThat(mailbox.to(carol.email())).isEmpty();
            assertThat(users.attribute(carol, SENT)).isEmpty();
        }
    }

    /** The users whose deadline is the cutoff are counted by the database, and the others by the policy. */
    @Test
    void countTheUsersOfTheCutoff() {
        set(Map.of("mode", "report", "cutoff", day(7).toString(), "graceDays", "3"));
        JsonNode before = remind(Map.of("dryRun", "true"));
        users.unlinked();
        users.attribute(users.unlinked(), "magentoLinkReminded", "magento:7");
        users.attribute(users.unlinked(), "magentoLinkReminded", "another:7");
        users.unlinked(user -> user.setEmailVerified(false));
        users.grant(users.unlinked(), "magento-link-exempt");
        users.linked();
        dueIn(-1);
        dueIn(20);
        CloudUser asked = users.unlinked();
        users.attribute(asked, "magentoLinkFirstAsked", instant(0));
        CloudUser askedLate = users.unlinked();
        users.attribute(askedLate, "magentoLinkFirstAsked", instant(6));

        JsonNode after = remind(Map.of("dryRun", "true"));

        assertThat(added(before, after, "/due/7")).isEqualTo(3);
        assertThat(added(before, after, "/due/20")).as("9 days and 20 days").isEqualTo(2);
        assertThat(added(before, after, "/unverified")).isEqualTo(1);
    }

    /** Each wave has a cutoff of its own, and the milestone that has come for it. */
    @Test
    void followTheWaveOfTheUser() {
        String soon = group();
        String later = group();
        String far = group();
        set(Map.of(
                "graceDays",
                "3",
                "waves",
                "/" + soon + " " + day(4) + "##/" + later + " " + day(12) + "##/" + far + " 2998-01-01"));
        JsonNode before = remind(Map.of("dryRun", "true"));
        CloudUser inBoth = member(soon);
        users.resource(inBoth).joinGroup(groupId(later));
        CloudUser inLater = member(later);
        CloudUser reminded = member(later);
        users.attribute(reminded, SENT, "magento:20");
        CloudUser exempt = member(later);
        users.attribute(exempt, "magentoLinkExemptUntil", "2999-01-01T00:00:00Z");
        CloudUser inFar = member(far);
        CloudUser inNone = users.unlinked();
        CloudUser ownDeadline = member(far);
        users.attribute(ownDeadline, "magentoLinkDeadline", instant(10));
        JsonNode after = remind(Map.of("dryRun", "true"));

        assertThat(added(before, after, "/due/7")).isEqualTo(1);
        assertThat(added(before, after, "/due/20")).isEqualTo(2);
        assertThat(added(before, after, "/due/1")).isZero();
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            remind();

            assertThat(mailbox.await(inBoth.email()).plain()).contains("4 days left");
            assertThat(mailbox.await(inLater.email()).plain()).contains("12 days left");
            assertThat(mailbox.await(ownDeadline.email()).plain()).contains("10 days left");
            for (CloudUser other : List.of(reminded, exempt, inFar, inNone)) {
                assertThat(mailbox.to(other.email())).isEmpty();
            }
        }
    }

    @Test
    void areSentLaterIfTheMailServerIsDown() {
        CloudUser carol = dueIn(5);
        try (Mailbox down = new Mailbox(Site.cloud(), Site.testHost())) {
            down.stopAnswering();
            JsonNode answer = remind();

            assertThat(answer.get("failed").asLong()).isPositive();
            assertThat(answer.get("sent").asLong()).isZero();
            assertThat(answer.get("remaining").asLong()).isEqualTo(due(answer));
            assertThat(users.attribute(carol, SENT)).isEmpty();
        }
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            remind();

            mailbox.await(carol.email());
            assertThat(users.attribute(carol, SENT)).contains("magento:7");
        }
    }

    /** More in a row than the failures after which a mail server counts as down. */
    @Test
    void reachThoseBehindRecipientsWhomTheMailServerRejects() {
        List<CloudUser> due = IntStream.range(0, 7)
                .mapToObj(number -> dueIn(5))
                .sorted(Comparator.comparing(CloudUser::id))
                .toList();
        List<CloudUser> rejected = due.subList(0, 6);
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            mailbox.reject(rejected.stream().map(CloudUser::email).toList());
            JsonNode answer = remind();

            mailbox.await(due.get(6).email());
            assertThat(answer.get("failed").asLong()).isEqualTo(6);
            assertThat(answer.get("remaining").asLong()).isEqualTo(6);
            rejected.forEach(user -> assertThat(users.attribute(user, SENT)).isEmpty());

            mailbox.reject(List.of());
            remind();
            due.forEach(user -> assertThat(mailbox.to(user.email())).hasSize(1));
        }
    }

    /** Better none than two. */
    @Test
    void areNotSentAgainIfTheMailServerDoesNotConfirmThem() {
        CloudUser carol = dueIn(5);
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            mailbox.keepWithoutAnswer(carol.email());
            saveAdminEvents(true);
            JsonNode answer = remind();

            assertThat(answer.get("failed").asLong()).isEqualTo(1);
            assertThat(answer.get("remaining").asLong()).isZero();
            assertThat(users.attribute(carol, SENT)).contains("magento:7");
            assertThat(events())
                    .singleElement()
                    .satisfies(event -> assertThat(event.getRepresentation()).containsPattern("\"failed\":1\\b"));
            remind();
            assertThat(mailbox.to(carol.email())).hasSize(1);
        } finally {
            saveAdminEvents(false);
        }
    }

    /** The mail was not sent, but nothing says so to the next run. */
    @Test
    @EnabledIfSystemProperty(named = Database.URL, matches = "jdbc:postgresql:.*")
    void areNotDueAnyLongerIfTheUserIsLockedAfterAFailure() throws Exception {
        int mark = Site.server().log().size();

        CloudUser carol = failsWhileLocked((answer, lock) -> {
            assertThat(answer.get(40, TimeUnit.SECONDS).get("failed").asLong()).isEqualTo(1);
            lock.rollback();
            assertThat(answer.get().get("remaining").asLong()).isZero();
        });

        assertThat(remind(Map.of("dryRun", "true")).get("remaining").asLong()).isZero();
        assertThat(users.attribute(carol, SENT)).contains("magento:7");
        assertThat(Site.server().logSince(mark))
                .anyMatch(line ->
                        line.contains("remove the value magento:7 from the user's attribute magentoLinkReminded"));
    }

    @Test
    @EnabledIfSystemProperty(named = Database.URL, matches = "jdbc:postgresql:.*")
    void areDueAgainIfTheUserIsLockedForALittleWhileAfterAFailure() throws Exception {
        int mark = Site.server().log().size();

        CloudUser carol = failsWhileLocked((answer, lock) -> {
            Eventually.get(
                    () -> Site.server().logSince(mark).stream()
                            .filter(line -> line.contains("Gave up waiting for another request"))
                            .findFirst(),
                    () -> "Nothing waited for the lock");
            lock.rollback();
            assertThat(answer.get(40, TimeUnit.SECONDS).get("remaining").asLong())
                    .isEqualTo(1);
        });

        assertThat(users.attribute(carol, SENT)).isEmpty();
    }

    /** What happens while a run that could not send to a user waits for the lock on that user. */
    private interface WhileLocked {
        void go(Future<JsonNode> answer, Connection lock) throws Exception;
    }

    private CloudUser failsWhileLocked(WhileLocked then) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost());
                Connection another = Database.connect()) {
            // Other tests leave users who are due.
            remind();
            CloudUser carol = dueIn(5);
            mailbox.reject(List.of(carol.email()));
            mailbox.keepWaiting();
            Future<JsonNode> answer = thread.submit(() -> remind());
            Eventually.get(() -> users.attribute(carol, SENT), () -> "The reminder was not claimed");
            Database.hold(another, Database.keyOf(carol));
            mailbox.answerAgain();
            then.go(answer, another);
            return carol;
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void areSentByHandAlsoToThoseBehindAUser() {
        List<CloudUser> due = Stream.of(dueIn(5), dueIn(5))
                .sorted(Comparator.comparing(CloudUser::id))
                .toList();
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            JsonNode answer = remind(Map.of("after", due.get(0).id()));

            mailbox.await(due.get(1).email());
            assertThat(users.attribute(due.get(0), SENT)).isEmpty();
            assertThat(answer.has("after")).as("the end of the users").isFalse();
        }
    }

    @Test
    void sayAtWhomARunHasEnded() {
        List<CloudUser> due = IntStream.range(0, 6)
                .mapToObj(number -> dueIn(5))
                .sorted(Comparator.comparing(CloudUser::id))
                .toList();
        try (Mailbox down = new Mailbox(Site.cloud(), Site.testHost())) {
            down.stopAnswering();
            // Other tests leave users who are due.
            String before = due.get(0).id().substring(0, 35);
            JsonNode answer = remind(Map.of("after", before));

            assertThat(answer.get("failed").asLong()).isEqualTo(5);
            assertThat(answer.get("after").asText())
                    .isBetween(due.get(0).id(), due.get(4).id());
        }
    }

    /** Several nodes behave in the same way as several requests. */
    @Test
    void areSentOnceByRunsAtTheSameTime() throws Exception {
        List<CloudUser> due = IntStream.range(0, 5).mapToObj(number -> dueIn(5)).toList();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            Callable<Integer> run =
                    () -> Reports.post("reminders", Map.of(), Site.token()).status();
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> status : pool.invokeAll(List.of(run, run, run, run))) {
                statuses.add(status.get());
            }

            assertThat(statuses).isSubsetOf(200, 409).contains(200);
            due.forEach(user -> assertThat(mailbox.to(user.email())).hasSize(1));
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void writeAnAdminEventIfAnyAreSent() {
        saveAdminEvents(true);
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            remind();
            Site.cloud().clearAdminEvents();
            remind();
            assertThat(events()).isEmpty();

            CloudUser carol = dueIn(5);
            remind();
            mailbox.await(carol.email());

            assertThat(events()).singleElement().satisfies(event -> {
                assertThat(event.getOperationType()).isEqualTo("ACTION");
                assertThat(event.getRepresentation()).containsPattern("\"sent\":1\\b");
            });
        } finally {
            saveAdminEvents(false);
        }
    }

    @Test
    void areNotSentWithoutWhatTheyNeed() {
        CloudUser carol = dueIn(5);
        assertRejected(Map.of(), "smtpServer", "the realm has no mail server");
        assertThat(users.attribute(carol, SENT)).isEmpty();
        assertThat(findings()).contains("reminders_without_smtp");

        set(Map.of("mode", "report"));
        assertRejected(Map.of(), "mode", "mode is report. Reminders are sent in mode on only.");
        set(Map.of("mode", "on", "reminderDays", ""));
        assertRejected(Map.of(), "reminderDays", "reminderDays is not set");
        assertRejected(Map.of("dryRun", "true"), "reminderDays", "Set days such as 30,7,1.");
        force(Map.of("reminderDays", "soon"));
        assertRejected(Map.of("dryRun", "true"), "reminderDays", "reminderDays cannot be used");
    }

    @Test
    void rejectOtherParameters() {
        for (String value : List.of("", "1", "TRUE", "yes")) {
            assertRejected(Map.of("dryRun", value), "dryRun", "dryRun must be true or false.");
        }
        assertRejected(Map.of("dryrun", "true"), "dryrun", "dryrun is not a parameter. Use dryRun, after.");
    }

    @Test
    void areForThoseWhoMayManageUsers() {
        AdminRights.assertThatTheyAreRequired(
                token -> Reports.post("reminders", Map.of("dryRun", "true"), token), "manage-users");
        try (ServiceAdmin viewer = new ServiceAdmin(Site.cloud(), "view-users", "view-realm")) {
            assertThat(Reports.post("reminders", Map.of("dryRun", "true"), viewer.token())
                            .status())
                    .as("read-only")
                    .isEqualTo(403);
        }
    }

    private static JsonNode remind() {
        return remind(Map.of());
    }

    private static JsonNode remind(Map<String, String> query) {
        Http.Answer answer = Reports.post("reminders", query, Site.token());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return Reports.json(answer);
    }

    private static long due(JsonNode answer) {
        return StreamSupport.stream(answer.get("due").spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .sum();
    }

    private static void assertRejected(Map<String, String> query, String field, String words) {
        Http.Answer answer = Reports.post("reminders", query, Site.token());
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(Reports.json(answer).get("field").asText()).isEqualTo(field);
        assertThat(Reports.json(answer).get("errorMessage").asText()).contains(words);
    }

    private static long added(JsonNode before, JsonNode after, String path) {
        return after.at(path).asLong() - before.at(path).asLong();
    }

    private static List<String> findings() {
        return StreamSupport.stream(Reports.get("check", Map.of()).spliterator(), false)
                .map(finding -> finding.get("code").asText())
                .toList();
    }

    private static void saveAdminEvents(boolean on) {
        RealmRepresentation realm = Site.cloud().toRepresentation();
        realm.setAdminEventsEnabled(on);
        realm.setAdminEventsDetailsEnabled(on);
        Site.cloud().update(realm);
        Site.cloud().clearAdminEvents();
    }

    private static List<AdminEventRepresentation> events() {
        return Site.cloud().getAdminEvents().stream()
                .filter(event -> String.valueOf(event.getResourcePath()).endsWith("magento-link/reminders"))
                .toList();
    }

    private static String group() {
        GroupRepresentation group = new GroupRepresentation();
        group.setName("reminded-" + UUID.randomUUID());
        try (Response response = Site.cloud().groups().add(group)) {
            assertThat(response.getStatus()).isEqualTo(201);
        }
        return group.getName();
    }

    private static String groupId(String name) {
        return Site.cloud().getGroupByPath("/" + name).getId();
    }

    private CloudUser member(String group) {
        CloudUser user = users.unlinked();
        users.resource(user).joinGroup(groupId(group));
        return user;
    }

    private CloudUser dueIn(int days) {
        return dueIn(days, user -> {});
    }

    /** A user whose deadline is the first moment of a day. */
    private CloudUser dueIn(int days, Consumer<UserRepresentation> change) {
        return users.unlinked(user -> {
            user.singleAttribute("magentoLinkDeadline", instant(days));
            change.accept(user);
        });
    }

    private static String instant(int days) {
        return day(days).atStartOfDay(ZONE).toInstant().toString();
    }

    private static LocalDate day(int days) {
        return LocalDate.now(ZONE).plusDays(days);
    }
}
