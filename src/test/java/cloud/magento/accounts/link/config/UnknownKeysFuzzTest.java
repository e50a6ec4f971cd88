package cloud.magento.accounts.link.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;

/** An admin can mistype a key, and an import can contain any key. */
@Label("Keys with any content")
final class UnknownKeysFuzzTest {

    @Property(tries = 500)
    void areReportedUnlessTheyAreSettings(@ForAll("anyKeys") String key) {
        assertThat(UnknownKeys.in(Map.of(key, "x"))).hasSize(SettingKey.ALL.contains(key) ? 0 : 1);
    }

    @Property(tries = 500)
    void areReportedOnOneShortLine(@ForAll("anyKeys") String key) {
        assertThat(UnknownKeys.in(Map.of(key, "x")))
                .allSatisfy(problem ->
                        assertThat(problem.message()).matches("[^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]{1,400}"));
    }

    @Property(tries = 500)
    void areRecognizedWithOneExtraCharacter(
            @ForAll("keys") String key, @ForAll @AlphaChars @StringLength(1) String extra, @ForAll int at) {
        int position = Math.floorMod(at, key.length() + 1);

        String typed = key.substring(0, position) + extra + key.substring(position);

        assertThat(UnknownKeys.closest(typed)).contains(key);
    }

    @Property(tries = 500)
    void differSymmetricallyAndAtMostByTheLengthOfTheLongerOne(
            @ForAll @StringLength(max = 30) String one, @ForAll @StringLength(max = 30) String other) {
        int differences = UnknownKeys.differences(one, other);

        assertThat(differences)
                .isEqualTo(UnknownKeys.differences(other, one))
                .isBetween(Math.abs(one.length() - other.length()), Math.max(one.length(), other.length()));
        assertThat(differences == 0).isEqualTo(one.equals(other));
    }

    @Provide
    Arbitrary<String> anyKeys() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(200),
                Arbitraries.strings().alpha().ofMaxLength(12),
                keys());
    }

    @Provide
    Arbitrary<String> keys() {
        return Arbitraries.of(SettingKey.ALL);
    }
}
