package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.AppPage;
import cloud.magento.accounts.link.it.pages.FormPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.pages.SignInPage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.UserRepresentation;

/** People who come through Magento.com before the cloud knows them. */
final class FirstLoginIT extends CloudScenario {

    @Test
    void aNewcomerGetsAnAccountThatIsConnected() {
        CloudUser gone = users.unlinked();
        users.resource(gone).remove();
        CloudApp.SignIn request = app.signIn();

        AppPage landed = throughMagento(request, gone.magento()).appPage();

        request.succeededAt(landed);
        List<UserRepresentation> created =
                Site.cloud().users().searchByEmail(gone.magento().email(), true);
        assertThat(created).hasSize(1);
        assertThat(Site.cloud().users().get(created.get(0).getId()).getFederatedIdentity())
                .extracting("userId")
                .containsExactly(gone.magento().id());
    }

    @Test
    void theSameAddressIsNoProofAndMakesNoSecondAccount() {
        CloudUser carol = users.unlinked();

        FormPage exists = throughMagento(app.signIn(), carol.magento()).formPage();

        assertThat(exists.text()).contains("already exists");
        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(Site.cloud().users().searchByEmail(carol.email(), true)).hasSize(1);
        assertThat(events.of(carol, "LOGIN")).isEmpty();
    }

    @Test
    void thePasswordIsProof() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        FormPage exists = throughMagento(request, carol.magento()).formPage();

        SignInPage proof = exists.pressButton("linkAccount").signInPage().ofCloud();
        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(proof.signIn(carol.username(), "wrong").isAppPage()).isFalse();
        assertThat(users.linkOf(carol)).isEmpty();
        request.succeededAt(browser.shown()
                .signInPage()
                .signIn(carol.username(), CloudUser.PASSWORD)
                .appPage());

        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    private Shown throughMagento(CloudApp.SignIn request, MagentoAccount account) {
        return browser.open(request.address())
                .signInPage()
                .signInWith("magento")
                .signInPage()
                .ofMagento()
                .signIn(account.username(), CloudUser.PASSWORD);
    }
}
