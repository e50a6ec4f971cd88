package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.FormPage;
import cloud.magento.accounts.link.it.pages.Shown;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A forgotten password is no way round. */
final class ForgottenPasswordIT extends CloudScenario {

    private Mailbox mailbox;

    @BeforeEach
    void openMailbox() {
        mailbox = new Mailbox(Site.cloud(), Site.testHost());
    }

    @AfterEach
    void closeMailbox() {
        mailbox.close();
    }

    @Test
    void notConnectedUsersAreAskedAndCanConnectAtOnce() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();

        Shown next = resetPassword(carol, request);

        request.succeededAt(connectAs(next.connectPage().asks(), carol.magento())
                .connectPage()
                .asksToConfirm()
                .confirm()
                .appPage());
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void connectedUsersFinishAtMagento() {
        CloudUser carol = users.linked();
        CloudApp.SignIn request = app.signIn();

        Shown next = resetPassword(carol, request);

        assertThat(events.of(carol, "LOGIN")).isEmpty();
        request.succeededAt(next.signInPage()
                .ofMagento()
                .signIn(carol.magento().username(), CloudUser.PASSWORD)
                .appPage());
    }

    /** Up to the new password, wherever in the flow Keycloak asks for it. */
    private Shown resetPassword(CloudUser user, CloudApp.SignIn request) {
        FormPage who =
                browser.open(request.address()).signInPage().forgotPassword().formPage();
        who.type("username", user.username()).submit();
        Shown next = browser.open(mailbox.awaitLink(user.email()));
        if (next.asksForNewPassword()) {
            next = next.formPage()
                    .type("password-new", "new password")
                    .type("password-confirm", "new password")
                    .submit();
        }
        return next;
    }
}
