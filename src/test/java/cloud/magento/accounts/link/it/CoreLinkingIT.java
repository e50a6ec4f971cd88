package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.AppPage;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.FormPage;
import cloud.magento.accounts.link.it.pages.Shown;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keycloak's own ways of linking, as the account console uses them, pass the same question. */
final class CoreLinkingIT extends CloudScenario {

    @BeforeEach
    void nobodyIsAskedYet() {
        set(Map.of("cutoff", "2999-01-01", "remindFrom", "2998-01-01"));
    }

    @Test
    void linkingThatAnAppStartsAsksBeforeItWrites() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn(Map.of("kc_action", "idp_link:magento"));

        ConnectPage question =
                atMagento(signIn(carol, request), carol.magento()).connectPage().asksToConfirm();
        assertThat(question.magentoAccount())
                .get()
                .asString()
                .contains(carol.magento().email());
        assertThat(users.linkOf(carol)).isEmpty();
        AppPage landed = question.confirm().appPage();

        assertThat(landed.parameter("kc_action")).contains("idp_link");
        assertThat(landed.parameter("kc_action_status")).contains("success");
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).hasSize(1);
    }

    @Test
    void linkingThatAnAppStartsCannotTakeAnAccountInUse() {
        CloudUser owner = users.linked();
        CloudUser carol = users.unlinked();

        Shown end = atMagento(signIn(carol, app.signIn(Map.of("kc_action", "idp_link:magento"))), owner.magento());

        assertThat(end.connectPage().asks().alert()).contains("already connected to another user");
        events.awaitError(carol, "magento_account_in_use");
        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(users.isLinked(owner, owner.magento())).isTrue();
    }

    private static Shown atMagento(Shown afterSignIn, MagentoAccount account) {
        FormPage continuing = afterSignIn.formPage();
        return continuing.submit().signInPage().ofMagento().signIn(account.username(), CloudUser.PASSWORD);
    }
}
