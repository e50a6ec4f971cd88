package cloud.magento.accounts.link.user;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.fakes.FakeSession;
import cloud.magento.accounts.link.fakes.FakeUser;
import cloud.magento.accounts.link.policy.SnoozeRules;
import cloud.magento.accounts.link.support.UserContext;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The record of prompting a user")
final class AskRecordTest {

    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");
    private static final Instant NOW = Instant.parse("2020-03-20T16:00:00.750Z");
    private static final SnoozeRules ONE_DAY = new SnoozeRules(1, 3);

    private final FakeUser carol = new FakeUser("carol");
    private final FakeSession session = new FakeSession();
    private final AskRecord asked = recordOf(carol);

    @Nested
    @DisplayName("writes")
    final class Writes {

        @Test
        void theFirstTimeInWholeSeconds() {
            asked.recordPrompt(NOW);

            assertThat(carol.attributes()).containsEntry("magentoLinkFirstAsked", "2020-03-20T16:00:00Z");
        }

        @Test
        void nothingTheSecondTime() {
            asked.recordPrompt(NOW);
            asked.recordPrompt(NOW.plusSeconds(3600));

            assertThat(carol.attributes()).containsEntry("magentoLinkFirstAsked", "2020-03-20T16:00:00Z");
        }

        @Test
        void theFirstTimeAgainIfItCannotBeRead() {
            carol.withAttribute("magentoLinkFirstAsked", "yesterday");

            asked.recordPrompt(NOW);

            assertThat(carol.attributes()).containsEntry("magentoLinkFirstAsked", "2020-03-20T16:00:00Z");
        }

        @Test
        void theEndOfNotNow() {
            asked.recordSnooze(NOW, ONE_DAY, PACIFIC);

            assertThat(carol.attributes()).containsEntry("magentoLinkSnoozedUntil", "2020-03-21T16:00:00Z");
        }

        @Test
        void theFirstNotNow() {
            asked.recordSnooze(NOW, ONE_DAY, PACIFIC);

            assertThat(carol.attributes()).containsEntry("magentoLinkSnoozes", "1");
        }

        @Test
        void everyFurtherNotNow() {
            carol.withAttribute("magentoLinkSnoozes", "2");

            asked.recordSnooze(NOW, ONE_DAY, PACIFIC);

            assertThat(carol.attributes()).containsEntry("magentoLinkSnoozes", "3");
        }

        @Test
        void noDeadline() {
            asked.recordPrompt(NOW);
            asked.recordSnooze(NOW, ONE_DAY, PACIFIC);

            assertThat(carol.attributes()).doesNotContainKey("magentoLinkDeadline");
        }
    }

    @Nested
    @DisplayName("reads")
    final class Reads {

        @Test
        void whatItWrote() {
            asked.recordPrompt(NOW);

            assertThat(asked.read().firstAsked()).contains(Instant.parse("2020-03-20T16:00:00Z"));
        }

        @Test
        void theEndOfNotNow() {
            carol.withAttribute("magentoLinkSnoozedUntil", "2020-03-21T16:00:00Z");

            assertThat(asked.read().snoozedUntil()).contains(Instant.parse("2020-03-21T16:00:00Z"));
        }

        @Test
        void theDeadlineThatAnAdminWrote() {
            carol.withAttribute("magentoLinkDeadline", "2020-05-01T07:00:00Z");

            assertThat(asked.read().personalDeadline()).contains(Instant.parse("2020-05-01T07:00:00Z"));
        }

        @Test
        void noFirstTimeOfAUserWhoWasNeverAsked() {
            assertThat(asked.read().firstAsked()).isEmpty();
        }

        @Test
        void noDeadlineIfNoneIsSet() {
            assertThat(asked.read().personalDeadline()).isEmpty();
        }

        @Test
        void noNotNowIfNoneWasUsed() {
            assertThat(asked.read().snoozes()).isZero();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "soon",
                    "2020-05-01",
                    "2020-05-01T07:00",
                    "+1000000000-12-31T23:59:59Z",
                    "-0001-01-01T00:00:00Z"
                })
        void noDeadlineIfItIsNotAnInstant(String text) {
            carol.withAttribute("magentoLinkDeadline", text);

            assertThat(asked.read().personalDeadline()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"0, 0", "1, 1", "42, 42", "-1, 0", "'', 0", "one, 0", "99999999999, 0", "1.5, 0"})
        void zeroTimesNotNowIfTheCountIsInvalid(String text, int snoozes) {
            carol.withAttribute("magentoLinkSnoozes", text);

            assertThat(asked.read().snoozes()).isEqualTo(snoozes);
        }
    }

    @Nested
    @DisplayName("of a user with a read-only store")
    final class OfAReadOnlyStore {

        private final FakeUser dave = new FakeUser("dave").ofStore("ldap", true);

        @Test
        void isInTheFederatedStorage() {
            recordOf(dave).recordPrompt(NOW);
            recordOf(dave).recordSnooze(NOW, ONE_DAY, PACIFIC);

            assertThat(dave.attributes()).isEmpty();
            assertThat(recordOf(dave).read().firstAsked()).contains(Instant.parse("2020-03-20T16:00:00Z"));
            assertThat(recordOf(dave).read().snoozedUntil()).contains(Instant.parse("2020-03-21T16:00:00Z"));
            assertThat(recordOf(dave).read().snoozes()).isOne();
        }

        @Test
        void doesNotChangeTheFirstTime() {
            recordOf(dave).recordPrompt(NOW);
            recordOf(dave).recordPrompt(NOW.plusSeconds(86_400));

            assertThat(recordOf(dave).read().firstAsked()).contains(Instant.parse("2020-03-20T16:00:00Z"));
        }

        @Test
        void countsOnFromTheValueInTheStore() {
            dave.withAttribute("magentoLinkSnoozes", "2");

            recordOf(dave).recordSnooze(NOW, ONE_DAY, PACIFIC);

            assertThat(recordOf(dave).read().snoozes()).isEqualTo(3);
        }

        @Test
        void readsADeadlineFromTheStore() {
            dave.withAttribute("magentoLinkDeadline", "2020-05-01T07:00:00Z");

            assertThat(recordOf(dave).read().personalDeadline()).contains(Instant.parse("2020-05-01T07:00:00Z"));
        }

        @Test
        void movesToTheStoreOnceItIsWritable() {
            recordOf(dave).recordSnooze(NOW, ONE_DAY, PACIFIC);
            dave.ofStore("ldap", false);

            recordOf(dave).recordSnooze(NOW, ONE_DAY, PACIFIC);

            assertThat(dave.attributes()).containsEntry("magentoLinkSnoozes", "2");
            assertThat(session.keptBeside("dave")).isEmpty();
        }
    }

    private AskRecord recordOf(FakeUser user) {
        return new AskRecord(new UserContext(session.model(), new FakeRealm("cloud").model(), user.model()));
    }
}
