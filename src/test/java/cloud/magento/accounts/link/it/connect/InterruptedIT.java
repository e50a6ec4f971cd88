package cloud.magento.accounts.link.it.connect;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.pages.SignInPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Cancelling, going back, reloading and second tabs: the login can be finished, and no partial link is stored. */
final class InterruptedIT extends CloudScenario {

    @Test
    void cancelAtMagentoLeadsBackToOurPage() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        SignInPage away =
                signInAndBeAsked(carol, request).connect().signInPage().ofMagento();

        ConnectPage back = away.cancel().connectPage().asks();

        assertThat(back.alert()).contains("did not finish signing in at Magento.com");
        events.awaitError(carol, "magento_sign_in_cancelled");
        assertThat(users.linkOf(carol)).isEmpty();
        finish(carol, back, request);
    }

    @Test
    void anErrorAtMagentoLeadsBackToOurPage() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        SignInPage away =
                signInAndBeAsked(carol, request).connect().signInPage().ofMagento();

        ConnectPage back = away.goBackWith("server_error&error_description=%3Cb%3Ehello%3C%2Fb%3E")
                .connectPage();

        assertThat(back.alert()).contains("Signing in at Magento.com did not work");
        assertThat(back.source()).doesNotContain("<b>hello");
        events.awaitError(carol, "magento_sign_in_failed");
        assertThat(users.linkOf(carol)).isEmpty();
        finish(carol, back.asks(), request);
    }

    @Test
    void anErrorInTheCallbackOpensNoGate() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage page = signInAndBeAsked(carol, request);
        for (String error : new String[] {"access_denied", "temporarily_unavailable", "login_required", "x"}) {
            page = page.connect()
                    .signInPage()
                    .ofMagento()
                    .goBackWith(error)
                    .connectPage()
                    .asks();
        }
        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(events.of(carol, "LOGIN")).as("no login").isEmpty();
    }

    @Test
    void backFromMagentoShowsOurPageAgain() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage ask = signInAndBeAsked(carol, request);
        ask.connect().signInPage().ofMagento();

        ConnectPage again = browser.open(ask.address()).connectPage().asks();

        finish(carol, again, request);
    }

    @Test
    void backFromTheQuestionShowsOurPageAgain() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage ask = signInAndBeAsked(carol, request);
        continueOn(ask).connectAs(carol.magento()).question();

        ConnectPage again = browser.open(ask.address()).connectPage();

        assertThat(users.linkOf(carol)).isEmpty();
        ConnectPage question = again.state().equals("confirm")
                ? again
                : continueOn(again).connectAtOnce().question();
        request.succeededAt(question.confirm().appPage());
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void reloadingEitherPageChangesNothing() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        signInAndBeAsked(carol, request);

        ConnectPage ask = browser.tab().reload().connectPage().asks();
        continueOn(ask).connectAs(carol.magento()).question();
        ConnectPage question = browser.tab().reload().connectPage().asksToConfirm();

        assertThat(users.linkOf(carol)).isEmpty();
        request.succeededAt(question.confirm().appPage());
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).hasSize(1);
    }

    @Test
    void anAnswerOfMagentoCountsOnce() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        String answer = answerOfMagento(carol, request);
        ConnectPage question = browser.open(answer).connectPage().asksToConfirm();

        ConnectPage again = browser.open(answer).connectPage().asksToConfirm();
        ConnectPage inAnotherTab = browser.newTab().open(answer).connectPage().asksToConfirm();

        assertThat(again.alert()).isEmpty();
        assertThat(Stream.of(again, inAnotherTab).map(page -> page.fields("confirm")))
                .as("the proof of before, and no other")
                .containsOnly(question.fields("confirm"));
        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(events.errors(carol)).isEmpty();
        request.succeededAt(question.confirm().appPage());
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).hasSize(1);
    }

    @Test
    void anAnswerOfMagentoDoesNotConnectAgainWhatWasDisconnected() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        String answer = answerOfMagento(carol, request);
        request.succeededAt(
                browser.open(answer).connectPage().asksToConfirm().confirm().appPage());
        users.resource(carol).removeFederatedIdentity(CloudUsers.ALIAS);
        browser.open(app.signIn().address()).connectPage().asksToSignInAgain();

        for (Browser.Tab tab : new Browser.Tab[] {browser.tab(), browser.newTab()}) {
            Shown end = tab.open(answer);
            assertThat(end.status()).as("no server error: %s", end).isBetween(200, 499);
            assertThat(end.isAppPage()).isFalse();
            assertThat(end.isConnectPage() && end.connectPage().offers("confirm"))
                    .as("a question: %s", end)
                    .isFalse();
        }
        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(events.of(carol, "LOGIN")).hasSize(1);
    }

    @Test
    void anAnswerOfMagentoHasNoEffectInAnotherBrowser() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        String answer = answerOfMagento(carol, request);
        try (Browser stranger = new Browser()) {
            assertNoEffect(stranger.open(answer), carol);

            ConnectPage question = browser.open(answer).connectPage().asksToConfirm();
            assertNoEffect(stranger.open(answer), carol);

            request.succeededAt(question.confirm().appPage());
            assertNoEffect(stranger.open(answer), carol);
        }
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).hasSize(1);
        assertThat(events.of(carol, "LOGIN")).hasSize(1);
    }

    @Test
    void twoTabsMakeOneLink() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn first = app.signIn();
        ConnectPage firstTab = signInAndBeAsked(carol, first);
        CloudApp.SignIn second = app.signIn();
        Browser.Tab tab = browser.newTab();
        ConnectPage secondTab = tab.open(second.address())
                .signInPage()
                .ofCloud()
                .signIn(carol.username(), CloudUser.PASSWORD)
                .connectPage()
                .asks();

        ConnectPage firstQuestion =
                continueOn(firstTab).connectAs(carol.magento()).question();
        // The browser is signed in at Magento.com by now.
        ConnectPage secondQuestion = continueOn(secondTab).connectAtOnce().question();
        second.succeededAt(secondQuestion.confirm().appPage());
        Shown end = firstQuestion.confirm();

        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).hasSize(1);
        assertThat(end.status()).as("no server error: %s", end).isLessThan(500);
        // A second attempt of the app succeeds.
        CloudApp.SignIn again = app.signIn();
        again.succeededAt(browser.open(again.address()).appPage());
    }

    @Test
    void aTabLeftOnOurPageLeadsInAfterTheOtherTabHasConnected() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn first = app.signIn();
        ConnectPage left = signInAndBeAsked(carol, first);
        CloudApp.SignIn second = app.signIn();
        Browser.Tab tab = browser.newTab();
        ConnectPage question = continueOn(tab.open(second.address())
                        .signInPage()
                        .signIn(carol.username(), CloudUser.PASSWORD)
                        .connectPage())
                .connectAs(carol.magento())
                .question();
        second.succeededAt(question.confirm().appPage());

        Shown end = left.connect();

        assertThat(end.status()).as("no server error: %s", end).isLessThan(500);
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).hasSize(1);
        CloudApp.SignIn again = app.signIn();
        again.succeededAt(browser.open(again.address()).appPage());
    }

    /** The login ended in another tab without a link before the provider's answer arrived. */
    @Test
    void anAnswerWithoutAWaitingSessionOffersToStartOver() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage page = signInAndBeAsked(carol, request);
        SignInPage away = page.connect().signInPage().ofMagento();
        users.grant(carol, "magento-link-exempt");
        request.succeededAt(browser.newTab().open(page.address().toString()).appPage());

        Shown expired = away.signIn(carol.magento().username(), CloudUser.PASSWORD);

        assertThat(expired.text()).contains("Page has expired");
        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).isEmpty();
        Shown continued = browser.open(expired.linkTo("loginContinueLink"));
        assertThat(continued.text()).contains("Page has expired");
        request.succeededAt(browser.open(continued.linkTo("loginRestartLink"))
                .signInPage()
                .ofCloud()
                .signIn(carol.username(), CloudUser.PASSWORD)
                .appPage());
    }

    @Test
    void aStepThatThePageDidNotOfferDoesNothing() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage page = signInAndBeAsked(carol, request);

        for (String step : new String[] {"confirm", "later", "leave", "skip", ""}) {
            page = page.send(step).connectPage();
            assertThat(users.linkOf(carol)).as("after step \"%s\"", step).isEmpty();
        }
        page = page.send(Map.of("cancel-aia", "true")).connectPage();
        page = page.send(Map.of("nothing", "at all")).connectPage();

        assertThat(events.of(carol, "LOGIN")).as("no login").isEmpty();
        assertThat(users.attribute(carol, "magentoLinkSnoozes")).isEmpty();
        finish(carol, page.asks(), request);
    }

    /** Signs in at both and returns the callback address of Magento.com without opening it. */
    private String answerOfMagento(CloudUser user, CloudApp.SignIn request) {
        return signInAndBeAsked(user, request)
                .connect()
                .signInPage()
                .ofMagento()
                .signInWithoutFollowing(user.magento().username(), CloudUser.PASSWORD);
    }

    private static void assertNoEffect(Shown end, CloudUser user) {
        assertThat(end.status()).as("no server error: %s", end).isBetween(400, 499);
        assertThat(end.isConnectPage() || end.isAppPage()).isFalse();
        assertThat(end.source()).doesNotContain(user.username());
    }

    private void finish(CloudUser user, ConnectPage page, CloudApp.SignIn request) {
        Shown next = page.connect();
        ConnectPage question = (next.isConnectPage()
                        ? next
                        : next.signInPage().ofMagento().signIn(user.magento().username(), CloudUser.PASSWORD))
                .connectPage()
                .asksToConfirm();
        request.succeededAt(question.confirm().appPage());
        assertThat(users.isLinked(user, user.magento())).isTrue();
        assertThat(events.of(user, "FEDERATED_IDENTITY_LINK")).hasSize(1);
    }
}
