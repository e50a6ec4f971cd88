package cloud.magento.accounts.link.mail;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.fakes.FakeUser;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The language of a notice")
final class NoticeLanguageTest {

    private final FakeRealm realm = new FakeRealm("cloud").withLanguages("de", "en", "de", "fr", "zh-CN");
    private final FakeUser carol = new FakeUser("carol");

    @Test
    void isThatOfTheRealmIfTheUserHasSavedNone() {
        assertThat(language()).isEqualTo("de");
    }

    @ParameterizedTest
    @CsvSource({"fr, fr", "fr-CA, fr", "zh-CN, zh-CN", "en, en"})
    void isTheSavedOne(String saved, String language) {
        carol.withAttribute("locale", saved);

        assertThat(language()).isEqualTo(language);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ko", "", "not a tag", "*", "${user}"})
    void isThatOfTheRealmIfTheRealmDoesNotHaveTheSavedOne(String saved) {
        carol.withAttribute("locale", saved);

        assertThat(language()).isEqualTo("de");
    }

    @Test
    void isEnglishInARealmWithoutLanguages() {
        assertThat(NoticeLanguage.of(new FakeRealm("cloud").model(), carol.model())
                        .toLanguageTag())
                .isEqualTo("en");
    }

    private String language() {
        return NoticeLanguage.of(realm.model(), carol.model()).toLanguageTag();
    }
}
