package cloud.magento.accounts.link.it.signin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.FormPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Mailbox;
import cloud.magento.accounts.link.it.scenario.Site;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Resetting a forgotten password does not bypass the page or the primary login. */
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

        continueOn(next.connectPage().asks())
                .connectAs(carol.magento())
                .confirm()
                .landsIn(request);
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

    /** Resets the password, at whichever step Keycloak asks for the new one. */
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
