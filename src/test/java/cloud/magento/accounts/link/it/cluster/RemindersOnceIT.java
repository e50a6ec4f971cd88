package cloud.magento.accounts.link.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Mailbox;
import cloud.magento.accounts.link.it.scenario.Reports;
import cloud.magento.accounts.link.it.scenario.Site;
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
            set(Map.of("cutoff", "2999-01-01", "remindFrom", "", "reminderDays", "7,1", "reminderRate", "60000"));
            List<Future<Http.Answer>> byHand = IntStream.range(0, 4)
                    .mapToObj(i -> threads.submit(() -> Reports.post("reminders", Map.of(), Site.token())))
                    .toList();
            for (Future<Http.Answer> answer : byHand) {
                // 409: another run has the turn.
                assertThat(answer.get(2, TimeUnit.MINUTES).status()).isIn(200, 409);
            }
            Eventually.get(
                    Duration.ofMinutes(2),
                    () -> Optional.of(mails(mailbox, due)).filter(mails -> mails >= USERS),
                    () -> mails(mailbox, due) + " mails came");
            // A run of each scheduler, and one by hand, after the last mail.
            Eventually.nextSecond();
            Eventually.nextSecond();
            Reports.post("reminders", Map.of(), Site.token());

            due.forEach(user -> {
                assertThat(mailbox.to(user.email())).as(user.username()).hasSize(1);
                assertThat(users.stored(user).getAttributes().get(SENT)).containsExactly("magento:7");
            });
        }
    }

    private static int mails(Mailbox mailbox, List<CloudUser> users) {
        return users.stream().mapToInt(user -> mailbox.to(user.email()).size()).sum();
    }
}
