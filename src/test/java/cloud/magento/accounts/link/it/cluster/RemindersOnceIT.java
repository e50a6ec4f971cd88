package cloud.magento.accounts.link.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Mailbox;
import cloud.magento.accounts.link.it.scenario.Reports;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.server.ClusterNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Both nodes look for reminders each second, and admins send them on both nodes as well. The database of this run is as
 * strict as MySQL is by default: a transaction does not see what was stored after it began.
 */
final class RemindersOnceIT extends ClusterScenario {

    private static final int USERS = 20;
    private static final String SENT = "magentoLinkReminded";

    /** What Keycloak's scheduler logs when it has looked, also if another run has the turn. */
    private static final String LOOKED = "Executed scheduled task magento-link-reminders";

    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void nobodyGetsAMailTwice() throws Exception {
        Instant deadline = Instant.now().plus(5, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        List<CloudUser> due = IntStream.range(0, USERS)
                .mapToObj(i -> users.unlinked(user -> user.singleAttribute("magentoLinkDeadline", deadline.toString())))
                .toList();
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            // The run that is first waits for the mail server. Everybody else finds it at work.
            mailbox.keepWaiting();
            set(Map.of("cutoff", "2999-01-01", "remindFrom", "", "reminderDays", "7,1", "reminderRate", "60000"));
            List<Future<Http.Answer>> byHand = IntStream.range(0, 4)
                    .mapToObj(i -> threads.submit(RemindersOnceIT::byHand))
                    .toList();
            awaitLooksOfBothNodes();
            assertThat(byHand().status()).as("another run has the turn").isEqualTo(409);
            assertThat(mails(mailbox, due)).isZero();
            mailbox.answerAgain();

            for (Future<Http.Answer> answer : byHand) {
                assertThat(answer.get(2, TimeUnit.MINUTES).status()).isIn(200, 409);
            }
            Eventually.get(
                    Duration.ofMinutes(2),
                    () -> Optional.of(mails(mailbox, due)).filter(mails -> mails >= USERS),
                    () -> mails(mailbox, due) + " mails came");
            // After the last mail, too.
            awaitLooksOfBothNodes();
            Http.Answer last = Eventually.get(
                    () -> Optional.of(byHand()).filter(answer -> answer.status() == 200),
                    () -> "Another run keeps the turn.");
            assertThat(Reports.json(last).get("sent").asInt()).as(last.body()).isZero();

            due.forEach(user -> {
                assertThat(mailbox.to(user.email())).as(user.username()).hasSize(1);
                assertThat(users.stored(user).getAttributes().get(SENT)).containsExactly("magento:7");
            });
        }
    }

    private static Http.Answer byHand() {
        return Reports.post("reminders", Map.of(), Site.token());
    }

    /** Waits until the scheduler of each node has looked twice: at least the second time it began after this call. */
    private void awaitLooksOfBothNodes() {
        Map<ClusterNode, Long> before = Map.of(first, looks(first), second, looks(second));
        before.forEach((node, looks) -> Eventually.get(
                () -> Optional.of(looks(node)).filter(now -> now >= looks + 2),
                () -> "The scheduler of " + node + " does not look for reminders."));
    }

    private static long looks(ClusterNode node) {
        return node.log().stream().filter(line -> line.contains(LOOKED)).count();
    }

    private static int mails(Mailbox mailbox, List<CloudUser> users) {
        return users.stream().mapToInt(user -> mailbox.to(user.email()).size()).sum();
    }
}
