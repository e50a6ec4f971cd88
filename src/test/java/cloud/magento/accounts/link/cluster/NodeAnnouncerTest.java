package cloud.magento.accounts.link.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A node announces its version")
final class NodeAnnouncerTest {

    private NodeAnnouncer announcer;

    @AfterEach
    void stop() {
        announcer.stop();
    }

    @Test
    void atOnce() throws InterruptedException {
        CountDownLatch announced = new CountDownLatch(1);

        begin(announced::countDown, Duration.ofDays(1));

        assertThat(announced.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void againAfterThePeriod() throws InterruptedException {
        CountDownLatch announced = new CountDownLatch(3);

        begin(announced::countDown, Duration.ofMillis(1));

        assertThat(announced.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void againAfterAFailure() throws InterruptedException {
        CountDownLatch announced = new CountDownLatch(3);

        begin(
                () -> {
                    announced.countDown();
                    if (announced.getCount() == 2) {
                        throw new IncompatibleClassChangeError("by the test");
                    }
                    throw new IllegalStateException("by the test");
                },
                Duration.ofMillis(1));

        assertThat(announced.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private void begin(Runnable announcement, Duration period) {
        announcer = new NodeAnnouncer(announcement, period);
        announcer.start();
    }
}
