package cloud.magento.accounts.link.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

@Label("The position of any user")
final class UserShareFuzzTest {

    @Property(tries = 1000)
    void isInRangeForAnyId(@ForAll String userId) {
        assertThat(UserShare.position(userId)).isBetween(0, UserShare.POSITIONS - 1);
    }

    @Property(tries = 1000)
    void isTheSameInAnyCase(@ForAll("ids") String userId) {
        assertThat(UserShare.position(userId.toUpperCase(Locale.ROOT))).isEqualTo(UserShare.position(userId));
    }

    @Provide
    Arbitrary<String> ids() {
        return Arbitraries.strings().withChars(UserShare.ALPHABET).ofMaxLength(36);
    }

    @Property(tries = 1000)
    void staysInAShareThatGrows(
            @ForAll String userId,
            @ForAll @IntRange(min = 1, max = 10_000) int share,
            @ForAll @IntRange(min = 0, max = 10_000) int growth) {
        Wave.Share before = new Wave.Share(share);
        Wave.Share after = new Wave.Share(Math.min(UserShare.POSITIONS, share + growth));

        if (before.includes(userId, path -> false)) {
            assertThat(after.includes(userId, path -> false)).isTrue();
        }
    }
}
