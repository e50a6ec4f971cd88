package cloud.magento.accounts.link.it.link;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.pages.SignInPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.MagentoAccount;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two users with the same Magento.com account, which an import before the rollout can create. Keycloak fails if it
 * looks the account up; this extension shows an error page if it is called first.
 */
@Tag("writes")
final class DuplicatesIT extends CloudScenario {

    @Test
    void aThirdUserSeesThatTheAccountIsInUse() {
        MagentoAccount account = sharedBy(users.unlinked(), users.unlinked());
        CloudUser carol = users.unlinked();

        ConnectPage refused = refused(connectAs(signInAndBeAsked(carol, app.signIn()), account));

        assertThat(refused.alert()).contains("already connected to another user");
        events.awaitError(carol, "magento_account_in_use");
        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(events.of(carol, "LOGIN")).isEmpty();
    }

    @Test
    void eachOfThemSignsInByPasswordAndFinishesAtMagento() {
        CloudUser anna = users.unlinked();
        CloudUser bert = users.unlinked();
        MagentoAccount account = sharedBy(anna, bert);

        for (CloudUser user : List.of(anna, bert)) {
            browser.clearCookies();
            CloudApp.SignIn request = app.signIn();
            SignInPage away = signIn(user, request).signInPage().ofMagento();
            request.succeededAt(
                    away.signIn(account.username(), CloudUser.PASSWORD).appPage());
        }
    }

    @Test
    void theButtonOfMagentoSignsNobodyIn() {
        CloudUser anna = users.unlinked();
        CloudUser bert = users.unlinked();
        MagentoAccount account = sharedBy(anna, bert);

        Shown end = signInByButton(account, app.signIn());

        assertThat(end.isAppPage()).isFalse();
        assertThat(end.text()).as("text of the page").isNotBlank();
        assertThat(events.of(anna, "LOGIN")).isEmpty();
        assertThat(events.of(bert, "LOGIN")).isEmpty();
    }

    @Test
    void oneOfThemConnectsAnAccountOfTheirOwnAndBothAreMended() {
        CloudUser anna = users.unlinked();
        CloudUser bert = users.unlinked();
        MagentoAccount account = sharedBy(anna, bert);
        CloudApp.SignIn request = app.signIn(Map.of("kc_action", "connect-magento"));
        SignInPage away = signIn(bert, request).signInPage().ofMagento();

        Shown back = away.signIn(account.username(), CloudUser.PASSWORD);
        ConnectPage question = chooseAnother(back)
                .signIn(bert.magento().username(), CloudUser.PASSWORD)
                .connectPage()
                .asksToConfirm();
        question.confirm();

        assertThat(users.isLinked(bert, bert.magento())).isTrue();
        assertThat(users.isLinked(anna, account)).isTrue();
        try (Browser annas = new Browser()) {
            CloudApp.SignIn next = app.signIn();
            next.succeededAt(signInByButton(annas, account, next).appPage());
        }
    }

    private static SignInPage chooseAnother(Shown shown) {
        ConnectPage page = shown.connectPage();
        Shown next = page.offers("switch") ? page.useDifferentAccount() : page.connect();
        return next.signInPage().ofMagento();
    }

    /** In mode off the extension does not refuse a second link. */
    private MagentoAccount sharedBy(CloudUser one, CloudUser other) {
        set(Map.of("mode", "off"));
        MagentoAccount account = users.unlinked().magento();
        users.link(one, account);
        users.link(other, account);
        set(Map.of("mode", "on"));
        return account;
    }
}
