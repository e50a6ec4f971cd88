package cloud.magento.accounts.link.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The position of a user")
final class UserShareTest {

    private static final int ONE_PERCENT = 100;

    @ParameterizedTest
    @CsvSource({
        "00000000, 5836",
        "5f0c1b52-07a0-4f2e-9c39-0000000a, 346",
        "z, 2236",
        "Z, 2236",
        "-, 8687",
        "_, 0",
        "'', 0",
        "é, 0",
        "0, 6451",
        "00, 3452",
    })
    void isTheSumThatTheReportsCompute(String userId, int position) {
        assertThat(UserShare.position(userId)).isEqualTo(position);
    }

    @Test
    void dependsOnTheLastEightCharactersOnly() {
        assertThat(UserShare.position("f:5d8f:another-12345678")).isEqualTo(UserShare.position("12345678"));
    }

    @Test
    void isSpreadEvenlyOverRandomIds() {
        Random random = new Random(42);
        List<Integer> users =
                countByPercent(100_000, index -> new UUID(random.nextLong(), random.nextLong()).toString());

        // 1,000 in each percent; six standard deviations.
        assertThat(users).allSatisfy(count -> assertThat(count).isBetween(811, 1189));
    }

    @Test
    void isSpreadOverConsecutiveNumbers() {
        List<IntFunction<String>> ids =
                List.of(Integer::toString, "%08d"::formatted, "user%d"::formatted, "f:ldap:u-%d"::formatted);

        assertThat(ids)
                .allSatisfy(id -> assertThat(countByPercent(10_000, id))
                        .allSatisfy(count -> assertThat(count).isBetween(80, 120)));
    }

    private static List<Integer> countByPercent(int users, IntFunction<String> id) {
        int[] counts = new int[UserShare.POSITIONS / ONE_PERCENT];
        for (int index = 0; index < users; index++) {
            counts[UserShare.position(id.apply(index)) / ONE_PERCENT]++;
        }
        return IntStream.of(counts).boxed().toList();
    }
}
