package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every language that the realm offers is spoken on our page, not only around it. */
final class LanguagesIT extends CloudScenario {

    @ParameterizedTest
    @CsvSource({
        "ar, ربط",
        "de, verbinden",
        "en, Connect with",
        "es, Conect",
        "fr, Associer",
        "it, Colleg",
        "ja, 連携",
        "ko, 연결",
        "nl, Koppel",
        "pt-BR, Conect",
        "zh-CN, 关联",
    })
    void speaks(String language, String word) {
        set(Map.of("cutoff", "2999-01-01", "remindFrom", "2020-01-01"));
        CloudUser carol = users.unlinked();
        ConnectPage ask = signInAndBeAsked(carol, app.signIn(Map.of("ui_locales", language)));

        assertThat(ask.language()).isEqualTo(language);
        assertThat(ask.heading()).containsIgnoringCase(word);
        assertThat(ask.text()).as("no raw message keys").doesNotContain("connectMagento");
        if (!language.equals("en")) {
            assertThat(ask.text()).doesNotContain("Not now").doesNotContain("Connect by");
        }
        assertThat(connectAs(ask, carol.magento()).connectPage().asksToConfirm().text())
                .doesNotContain("connectMagento");
    }
}
