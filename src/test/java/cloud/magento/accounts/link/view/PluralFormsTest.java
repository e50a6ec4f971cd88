package cloud.magento.accounts.link.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected categories are those of Unicode CLDR, Language Plural Rules, cardinal numbers. */
@DisplayName("The plural category")
final class PluralFormsTest {

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "en, 0, other",
        "en, 1, one",
        "en, 2, other",
        "en, 21, other",
        "en, 1000000, other",
        "de, 0, other",
        "de, 1, one",
        "de, 2, other",
        "nl, 0, other",
        "nl, 1, one",
        "nl, 2, other",
        "fr, 0, one",
        "fr, 1, one",
        "fr, 2, other",
        "fr, 1000000, many",
        "fr, 1000001, other",
        "pt-BR, 0, one",
        "pt-BR, 1, one",
        "pt-BR, 2, other",
        "pt-BR, 1000000, many",
        "es, 0, other",
        "es, 1, one",
        "es, 2, other",
        "es, 1000000, many",
        "es, 1000001, other",
        "it, 0, other",
        "it, 1, one",
        "it, 2, other",
        "it, 1000000, many",
        "ja, 0, other",
        "ja, 1, other",
        "ja, 2, other",
        "ko, 0, other",
        "ko, 1, other",
        "ko, 2, other",
        "zh-CN, 0, other",
        "zh-CN, 1, other",
        "zh-CN, 2, other",
        "ar, 0, zero",
        "ar, 1, one",
        "ar, 2, two",
        "ar, 3, few",
        "ar, 10, few",
        "ar, 103, few",
        "ar, 110, few",
        "ar, 11, many",
        "ar, 26, many",
        "ar, 99, many",
        "ar, 111, many",
        "ar, 199, many",
        "ar, 100, other",
        "ar, 101, other",
        "ar, 102, other",
        "ar, 200, other",
        "ar, 1000, other",
    })
    void followsTheRulesOfTheLanguage(String language, int number, String category) {
        assertThat(PluralForms.category(number, Locale.forLanguageTag(language)))
                .isEqualTo(category);
    }

    @Property(tries = 300)
    void dependsOnTheLastTwoDigitsInArabicFromAHundredOn(
            @ForAll @IntRange(min = 1, max = 1000) int hundreds, @ForAll @IntRange(max = 99) int rest) {
        String expected = rest < 3 ? "other" : PluralForms.category(rest, Locale.forLanguageTag("ar"));

        assertThat(PluralForms.category(hundreds * 100 + rest, Locale.forLanguageTag("ar")))
                .isEqualTo(expected);
    }

    @Property(tries = 300)
    void isOneOfTheSixCategoriesOfMessages(@ForAll int number) {
        for (String language : new String[] {"en", "de", "fr", "es", "ja", "ar"}) {
            assertThat(PluralForms.category(number, Locale.forLanguageTag(language)))
                    .isIn(Set.of("zero", "one", "two", "few", "many", "other"));
        }
    }
}
