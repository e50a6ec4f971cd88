package cloud.magento.accounts.link.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The users of the demo behave as documented in demo/README.md. The tests do not change them. */
final class DemoUsersIT extends CloudScenario {

    @Test
    void unlinkedMustConnect() {
        ConnectPage ask = signInAs("unlinked").connectPage().asks();
        assertThat(ask.offers("later")).isFalse();
        ConnectPage question = atMagentoAs(ask, "unlinked").connectPage().asksToConfirm();
        assertThat(question.mismatch()).isEmpty();
    }

    @Test
    void linkedFinishesAtMagento() {
        signInAs("linked")
                .signInPage()
                .ofMagento()
                .signIn("linked", CloudUser.PASSWORD)
                .appPage();
    }

    @Test
    void exemptIsNeverAsked() {
        signInAs("exempt").appPage();
    }

    @Test
    void gracedMayWait() {
        ConnectPage ask = signInAs("graced").connectPage().asks();
        assertThat(ask.offers("later")).isTrue();
        assertThat(ask.daysLeft()).get().asString().containsPattern("\\b(29|30|31) days left");
    }

    @ParameterizedTest
    @CsvSource({"wrong-email, differ", "unverified, has not verified"})
    void showsTheDifferenceAndAsks(String name, String words) {
        ConnectPage question =
                atMagentoAs(signInAs(name).connectPage(), name).connectPage().asksToConfirm();
        assertThat(question.mismatch()).get().asString().contains(words);
    }

    @Test
    void withoutAnAddressThereIsNothingToCompare() {
        ConnectPage question = atMagentoAs(signInAs("no-email").connectPage(), "no-email")
                .connectPage()
                .asksToConfirm();
        assertThat(question.mismatch()).isEmpty();
    }

    @Test
    void takenIsRefused() {
        ConnectPage refused = refused(atMagentoAs(signInAs("taken").connectPage(), "linked"));
        assertThat(refused.alert()).contains("already connected to another user");
    }

    private Shown signInAs(String name) {
        return browser.open(app.signIn().address()).signInPage().ofCloud().signIn(name, CloudUser.PASSWORD);
    }

    private static Shown atMagentoAs(ConnectPage page, String name) {
        return page.connect().signInPage().ofMagento().signIn(name, CloudUser.PASSWORD);
    }
}
