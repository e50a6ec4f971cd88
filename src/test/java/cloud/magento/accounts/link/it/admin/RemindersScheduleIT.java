package cloud.magento.accounts.link.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.ActionSettings;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Mailbox;
import cloud.magento.accounts.link.it.server.KeycloakServer;
import cloud.magento.accounts.link.it.server.SharedKeycloak;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.resource.RealmResource;

/** Reminders that Keycloak's scheduler sends, on a server of its own whose scheduler looks each second. */
final class RemindersScheduleIT {

    @Test
    void areSentByTheSchedulerOnceAndAgainWhenTheMailServerWorks() {
        try (KeycloakServer server = SharedKeycloak.other(
                "keycloak-reminders.log", "--spi-events-listener--magento-link-lost-answers--reminder-interval=1")) {
            server.start();
            try (Keycloak admin = Keycloak.getInstance(
                    server.address().toString(),
                    "master",
                    server.adminUsername(),
                    server.adminPassword(),
                    "admin-cli")) {
                assertSent(server, admin.realm("cloud"), admin.realm("magento"));
                assertPausedWhileTheMailServerIsDown(server, admin);
                assertLimited(server, admin);
            }
        }
    }

    private static void assertSent(KeycloakServer server, RealmResource cloud, RealmResource magento) {
        CloudUsers users = new CloudUsers(cloud, magento);
        List<CloudUser> due = List.of(users.unlinked(), users.unlinked());
        CloudUser connected = users.linked();
        ActionSettings settings = new ActionSettings(cloud);
        LocalDate today = LocalDate.now(ZoneId.of("America/Los_Angeles"));
        int mark = server.log().size();
        try (Mailbox down = new Mailbox(cloud, server.testHost())) {
            down.stopAnswering();
            settings.change(Map.of("cutoff", today.plusDays(7).toString(), "remindFrom", "", "reminderDays", "30,7,1"));
            awaitLine(server, mark, "the mail server does not accept all reminders");
        }

        try (Mailbox mailbox = new Mailbox(cloud, server.testHost())) {
            awaitLine(server, mark, "users were reminded to connect");
            due.forEach(user -> assertThat(mailbox.await(user.email()).plain()).contains("7 days left"));

            // A new pass over all users, because the settings have changed.
            int again = server.log().size();
            settings.change(Map.of("cutoff", today.plusDays(6).toString()));
            CloudUser next = users.unlinked();
            settings.change(Map.of("cutoff", today.plusDays(5).toString()));
            mailbox.await(next.email());
            // The line of the whole run, which has come to the other users, too.
            awaitLine(server, again, "users were reminded to connect");

            due.forEach(user -> assertThat(mailbox.to(user.email())).hasSize(1));
            assertThat(mailbox.to(connected.email())).isEmpty();
        }
    }

    /** A mail server that confirms nothing loses five mails in a minute, although the scheduler looks each second. */
    private static void assertPausedWhileTheMailServerIsDown(KeycloakServer server, Keycloak admin) {
        RealmResource cloud = admin.realm("cloud");
        CloudUsers users = new CloudUsers(cloud, admin.realm("magento"));
        ActionSettings settings = new ActionSettings(cloud);
        settings.change(Map.of("mode", "report"));
        List<CloudUser> due = Stream.generate(users::unlinked).limit(10).toList();
        try (Mailbox mailbox = new Mailbox(cloud, server.testHost())) {
            due.forEach(user -> mailbox.keepWithoutAnswer(user.email()));
            settings.change(Map.of("mode", "on"));
            Eventually.get(
                    () -> Optional.of(mails(mailbox, due)).filter(mails -> mails == 5), () -> "No five mails came.");

            Eventually.nextSecond();
            Eventually.nextSecond();
            Eventually.nextSecond();
            assertThat(mails(mailbox, due)).isEqualTo(5);
        } finally {
            // Five of them are still due.
            due.forEach(user -> users.resource(user).remove());
        }
    }

    private static void assertLimited(KeycloakServer server, Keycloak admin) {
        RealmResource cloud = admin.realm("cloud");
        CloudUsers users = new CloudUsers(cloud, admin.realm("magento"));
        try (Mailbox mailbox = new Mailbox(cloud, server.testHost())) {
            ActionSettings settings = new ActionSettings(cloud);
            settings.change(Map.of("reminderRate", "1"));
            List<CloudUser> due = List.of(users.unlinked(), users.unlinked());
            // A new pass over all users, which begins with the new rate.
            settings.change(Map.of(
                    "cutoff",
                    LocalDate.now(ZoneId.of("America/Los_Angeles")).plusDays(4).toString()));
            Eventually.get(() -> Optional.of(mails(mailbox, due)).filter(mails -> mails == 1), () -> "No mail came.");

            Http.Answer byHand = Http.send(HttpRequest.newBuilder(
                            URI.create(server.address() + "/admin/realms/cloud/magento-link/reminders"))
                    .header("Authorization", "Bearer " + admin.tokenManager().getAccessTokenString())
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build());
            assertThat(byHand.status()).as(byHand.body()).isEqualTo(409);
            assertThat(byHand.body()).contains("Try again in a minute.");
            // The scheduler looks each second.
            Eventually.nextSecond();
            Eventually.nextSecond();
            Eventually.nextSecond();
            assertThat(mails(mailbox, due)).isEqualTo(1);
        }
    }

    private static int mails(Mailbox mailbox, List<CloudUser> users) {
        return users.stream().mapToInt(user -> mailbox.to(user.email()).size()).sum();
    }

    private static void awaitLine(KeycloakServer server, int mark, String text) {
        // The first run on a new server reads everything for the first time.
        Eventually.get(
                Duration.ofMinutes(1),
                () -> server.logSince(mark).stream()
                        .filter(line -> line.contains(text))
                        .findFirst(),
                () -> "The log has no line with: " + text);
    }
}
