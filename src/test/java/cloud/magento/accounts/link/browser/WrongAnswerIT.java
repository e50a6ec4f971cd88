package cloud.magento.accounts.link.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Site;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** If Keycloak answers with a page or with JSON, a real browser continues to our page without a click. */
@Tag("look")
final class WrongAnswerIT extends BrowserScenario {

    @ParameterizedTest
    @CsvSource({"&nonce=another, status of 400", "'', status of 502"})
    void bringsBackToThePage(String nonce, String answerOfKeycloak) {
        CloudUser carol = users.unlinked();
        Visit visit = visit("en");
        visit.open(CloudApp.registered(Site.address(), Site.cloud()).signIn().address())
                .signIn(carol)
                .press("connect");

        visit.open(visit.page().url().replaceFirst("&nonce=[^&]*", nonce)).signIn(carol.magento());
        visit.page().waitForSelector("#connect-magento-reference");

        visit.sees("ask");
        assertThat(visit.page().url()).doesNotContain("/broker/");
        assertThat(visit.complaints()).first().asString().contains(answerOfKeycloak);
        visit.complaints().clear();
        visit.press("connect").press("confirm").isBackAtTheApp();
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }
}
