package cloud.magento.accounts.link.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.fakes.FakeSession;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;

@DisplayName("A change of many users")
final class UserBatchTest {

    private final Fakes users = new Fakes();

    @Test
    void comesToAllUsersOfAllPages() {
        assertThat(change("", 1000)).isEqualTo(new BatchProgress(0, "u250", true));
        assertThat(users.changed).hasSize(250).doesNotHaveDuplicates();
    }

    @Test
    void endsAfterAsManyUsersAsTheRequestAllows() {
        assertThat(change("", 120)).isEqualTo(new BatchProgress(0, "u120", false));
    }

    @Test
    void startsAfterTheUserOfTheRequest() {
        assertThat(change("u240", 1000)).isEqualTo(new BatchProgress(0, "u250", true));
        assertThat(users.changed).hasSize(10).startsWith("u241");
    }

    @Test
    void goesOnBehindAUserWhoCannotBeChanged() {
        users.broken = "u007";

        assertThat(change("", 1000)).isEqualTo(new BatchProgress(1, "u250", true));
        assertThat(users.changed).hasSize(249);
    }

    /** The database does not answer any longer: what is done is told. */
    @Test
    void tellsHowFarItCameIfTheNextUsersCannotBeRead() {
        users.unreadableAfter = "u100";

        assertThat(change("", 1000)).isEqualTo(new BatchProgress(0, "u100", false));
        assertThat(users.changed).hasSize(100);
    }

    @Test
    void failsIfNoUserCanBeRead() {
        users.unreadableAfter = "u240";

        assertThatThrownBy(() -> change("u240", 1000)).hasMessage("The database does not answer");
    }

    private BatchProgress change(String after, int max) {
        return UserBatch.run(
                new FakeSession().model(), new FakeRealm("cloud").model(), new BatchRequest(after, max, false), users);
    }

    /** 250 users. */
    private static final class Fakes implements UserBatch.Work<String> {

        private final List<String> changed = new ArrayList<>();
        private String broken = "";
        private String unreadableAfter = "none";

        @Override
        public List<String> page(KeycloakSession session, String after, int max) {
            if (after.equals(unreadableAfter)) {
                throw new IllegalStateException("The database does not answer");
            }
            return IntStream.rangeClosed(1, 250)
                    .mapToObj("u%03d"::formatted)
                    .filter(id -> id.compareTo(after) > 0)
                    .limit(max)
                    .toList();
        }

        @Override
        public String id(String user) {
            return user;
        }

        @Override
        public Runnable change(KeycloakSession session, String user) {
            if (user.equals(broken)) {
                throw new IllegalStateException("The user's store does not answer");
            }
            return () -> changed.add(user);
        }
    }
}
