package cloud.magento.accounts.link.view;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A masked name")
final class MaskedNameTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "'', ''",
        "a, a•••",
        "carol, c•••",
        "carol-sato, ca•••o",
        "carol@example.com, c•••@ex•••e.com",
        "carol.sato@mail.example.co.jp, ca•••o@ma•••o.jp",
        "a@b.c, a•••@b•••.c",
        "carol@localhost, ca•••t",
        "佐藤花子, 佐•••",
        "𝒜𝓁𝒾𝒸𝑒𝓁𝒶, 𝒜𝓁•••𝒶"
    })
    void showsTheBeginningOfEachPart(String name, String masked) {
        assertThat(MaskedName.of(name)).isEqualTo(masked);
    }

    @Property
    void showsThreeCharactersOfALongNameAtTheMost(@ForAll @StringLength(min = 6, max = 60) String name) {
        String masked = MaskedName.of(name.replace("@", "-"));

        assertThat(masked.codePointCount(0, masked.length())).isLessThanOrEqualTo(6);
    }
}
