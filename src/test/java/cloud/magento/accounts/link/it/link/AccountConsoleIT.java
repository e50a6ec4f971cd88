package cloud.magento.accounts.link.it.link;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.AppPage;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.pages.SignInPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.MagentoAccount;
import cloud.magento.accounts.link.it.scenario.Mailbox;
import cloud.magento.accounts.link.it.scenario.RealmEvents;
import cloud.magento.accounts.link.it.scenario.Site;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.EventRepresentation;

/** A connected user ends or replaces the connection. */
final class AccountConsoleIT extends CloudScenario {

    private static final Map<String, String> REPLACE = Map.of("kc_action", "connect-magento");

    @Test
    void afterDisconnectingTheNextSignInAsksAgain() {
        CloudUser carol = users.linked();
        AppPage landed = signInThroughMagento(carol, app.signIn()).appPage();
        // Keycloak stores the time of a sign-in in seconds; within the same second the sign-in is always recent.
        Instant signedIn = Instant.now();
        Eventually.get(
                () -> Optional.of(Instant.now()).filter(now -> now.getEpochSecond() > signedIn.getEpochSecond()),
                () -> "The clock does not advance");
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            Http.Answer answer = disconnect(app.signIn().tokens(landed).text("access_token"));

            assertThat(answer.status()).as(answer.body()).isEqualTo(204);
            assertThat(users.linkOf(carol)).isEmpty();
            assertThat(mailbox.await(carol.email()).text()).contains("disconnected");
        }
        CloudApp.SignIn next = app.signIn();
        ConnectPage page = browser.open(next.address())
                .connectPage()
                .asksToSignInAgain()
                .signInAgain()
                .signInPage()
                .ofCloud()
                .signIn(carol.username(), CloudUser.PASSWORD)
                .connectPage()
                .asks();

        assertThat(page.offers("later")).isFalse();
        Shown back = page.connect();
        next.succeededAt((back.isConnectPage()
                        ? back
                        : back.signInPage().signIn(carol.magento().username(), CloudUser.PASSWORD))
                .connectPage()
                .asksToConfirm()
                .confirm()
                .appPage());
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    /**
     * Keycloak refuses to remove the only way to sign in, and users created by a first login through Magento.com rely
     * on it.
     */
    @Test
    void theOnlyWayInCannotBeTakenAway() {
        CloudUser carol = users.linked();
        AppPage landed = signInThroughMagento(carol, app.signIn()).appPage();
        users.resource(carol)
                .credentials()
                .forEach(credential -> users.resource(carol).removeCredential(credential.getId()));

        Http.Answer answer = disconnect(app.signIn().tokens(landed).text("access_token"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void replacesInOneStepAndNamesOldAndNew() {
        CloudUser carol = users.linked();
        MagentoAccount other = users.unlinked().magento();
        CloudApp.SignIn request = app.signIn(REPLACE);

        ConnectPage question = chooseAnother(signInThroughMagento(carol, request))
                .signIn(other.username(), CloudUser.PASSWORD)
                .connectPage()
                .asksToConfirm();
        assertThat(question.text()).contains(carol.magento().username());
        assertThat(users.isLinked(carol, carol.magento()))
                .as("before the confirmation")
                .isTrue();
        AppPage landed = question.confirm().appPage();

        assertThat(landed.parameter("kc_action_status")).contains("success");
        assertThat(users.isLinked(carol, other)).isTrue();
        EventRepresentation event = events.await(carol, "FEDERATED_IDENTITY_LINK");
        assertThat(RealmEvents.detail(event, "identity_provider_identity")).contains(other.username());
        assertThat(RealmEvents.detail(event, "previous_identity_provider_identity"))
                .contains(carol.magento().username());
        // From now on the user signs in with the new account; the old one is free for others.
        browser.clearCookies();
        CloudApp.SignIn next = app.signIn();
        next.succeededAt(signIn(carol, next)
                .signInPage()
                .ofMagento()
                .signIn(other.username(), CloudUser.PASSWORD)
                .appPage());
    }

    /** An import or an admin can create such a link. */
    @Test
    void aConnectionWithoutANameCanBeReplaced() {
        set(Map.of("primaryLogin", "off"));
        CloudUser carol = users.unlinked();
        users.link(
                carol,
                new MagentoAccount(carol.magento().id(), null, carol.magento().email()));
        MagentoAccount other = users.unlinked().magento();

        ConnectPage question = signIn(carol, app.signIn(REPLACE))
                .connectPage()
                .useDifferentAccount()
                .signInPage()
                .ofMagento()
                .signIn(other.username(), CloudUser.PASSWORD)
                .connectPage()
                .asksToConfirm();
        assertThat(question.text()).contains(carol.magento().id());
        question.confirm().appPage();

        assertThat(users.isLinked(carol, other)).isTrue();
        EventRepresentation event = events.await(carol, "FEDERATED_IDENTITY_LINK");
        assertThat(RealmEvents.detail(event, "identity_provider_identity")).contains(other.username());
    }

    @Test
    void givingUpKeepsTheConnection() {
        CloudUser carol = users.linked();
        CloudApp.SignIn request = app.signIn(REPLACE);
        ConnectPage page = signInThroughMagento(carol, request).connectPage();

        AppPage landed = page.leave().appPage();

        assertThat(landed.parameter("kc_action_status")).contains("cancelled");
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).isEmpty();
    }

    @Test
    void replacingNeedsAFreshSignIn() {
        CloudUser carol = users.linked();
        signInThroughMagento(carol, app.signIn()).appPage();
        set(Map.of("max_auth_age", "1"));

        Shown old = Eventually.get(
                () -> Optional.of(browser.open(app.signIn(REPLACE).address()))
                        .filter(shown -> shown.isConnectPage()
                                ? shown.connectPage().state().equals("reauthenticate")
                                : shown.source().contains("kc-form-login")),
                () -> "The sign-in does not become old: " + browser.shown());

        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        assertThat(old.isAppPage()).isFalse();
    }

    @Test
    void replacingWithAnAccountInUseKeepsTheOldOne() {
        CloudUser owner = users.linked();
        CloudUser carol = users.linked();

        ConnectPage refused = refused(chooseAnother(signInThroughMagento(carol, app.signIn(REPLACE)))
                .signIn(owner.magento().username(), CloudUser.PASSWORD));

        assertThat(refused.alert()).contains("already connected to another user");
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        assertThat(users.isLinked(owner, owner.magento())).isTrue();
        events.awaitError(carol, "magento_account_in_use");
    }

    private static SignInPage chooseAnother(Shown shown) {
        ConnectPage page = shown.connectPage();
        Shown next = page.offers("switch") ? page.useDifferentAccount() : page.connect();
        return next.signInPage().ofMagento();
    }

    private static Http.Answer disconnect(String token) {
        return Http.send(
                "DELETE", Site.address() + "/realms/cloud/account/linked-accounts/" + CloudUsers.ALIAS, token, "");
    }
}
