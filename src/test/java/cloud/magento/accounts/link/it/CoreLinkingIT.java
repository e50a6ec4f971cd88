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

        ConnectPage refused = end.connectPage();
        assertThat(refused.alert()).contains("already connected to another user");
        assertThat(events.errors(carol)).containsExactly("magento_account_in_use");
        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(users.isLinked(owner, owner.magento())).isTrue();
    }

    @Test
    void aNewPasswordEndsTheRightToConfirmThoughThePageWasNotShownYet() {
        CloudUser carol = users.unlinked();
        FormPage continuing = signIn(carol, app.signIn(Map.of("kc_action", "idp_link:magento")))
                .formPage();
        users.resetPassword(carol);

        ConnectPage page = continuing
                .submit()
                .signInPage()
                .ofMagento()
                .signIn(carol.magento().username(), CloudUser.PASSWORD)
                .connectPage()
                .asksToSignInAgain();
        page.send(Map.of("step", "confirm", "proof", "")).connectPage().asksToSignInAgain();

        assertThat(users.linkOf(carol)).isEmpty();
    }

    /** In mode report nobody is asked at a login, but who wishes to connect is. */
    @Test
    void reportingAsksWhoeverWishesToConnect() {
        set(Map.of("mode", "report"));
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn(Map.of("kc_action", "idp_link:magento"));

        ConnectPage question =
                atMagento(signIn(carol, request), carol.magento()).connectPage().asksToConfirm();

        assertThat(users.linkOf(carol)).isEmpty();
        question.confirm().appPage();
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void aSettingThatCannotBeReadLinksNothingUnasked() {
        force(Map.of("supportUrl", "nowhere"));
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn(Map.of("kc_action", "idp_link:magento"));

        ConnectPage told =
                atMagento(signIn(carol, request), carol.magento()).connectPage().in("unavailable");
        assertThat(told.reference()).isPresent();
        AppPage landed = told.leave().appPage();

        assertThat(landed.parameter("kc_action_status")).contains("cancelled");
        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).isEmpty();
        assertThat(events.errors(carol)).containsExactlyInAnyOrder("magento_link_misconfigured", "rejected_by_user");
    }

    private static Shown atMagento(Shown afterSignIn, MagentoAccount account) {
        FormPage continuing = afterSignIn.formPage();
        return continuing.submit().signInPage().ofMagento().signIn(account.username(), CloudUser.PASSWORD);
    }
}
