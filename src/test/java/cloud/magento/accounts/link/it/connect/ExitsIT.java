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
import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** No request at the page bypasses it or creates a link without a confirmation. */
final class ExitsIT extends CloudScenario {

    private static final List<String> STEPS =
            List.of("connect", "switch", "confirm", "later", "reauthenticate", "leave", "CONFIRM", "skip", "<b>", "");

    @Test
    void backIsNoWayOut() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        signInAndBeAsked(carol, request);

        Shown back = browser.tab().back();

        assertStillOutside(carol, back);
        assertNextSignInWorks(carol);
    }

    @Test
    void aSecondTabAndAnotherAppAreNoWayOut() {
        CloudUser carol = users.unlinked();
        signInAndBeAsked(carol, app.signIn());

        Shown secondTab = browser.newTab().open(app.signIn().address());
        Shown otherApp = browser.newTab()
                .open(CloudApp.registered(Site.address(), Site.cloud()).signIn().address());

        assertStillOutside(carol, secondTab);
        assertStillOutside(carol, otherApp);
        assertNextSignInWorks(carol);
    }

    @Test
    void anotherLanguageIsTheSamePage() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage page = signInAndBeAsked(carol, request);

        ConnectPage german =
                browser.open(page.address() + "&kc_locale=de").connectPage().asks();

        assertThat(german.language()).isEqualTo("de");
        assertStillOutside(carol, browser.shown());
        ConnectPage question = continueOn(german).connectAs(carol.magento()).question();
        assertThat(question.language()).isEqualTo("de");
        ConnectPage english = browser.open(question.address() + "&kc_locale=en").connectPage();
        assertThat(english.language()).isEqualTo("en");
        assertThat(users.linkOf(carol)).isEmpty();
        request.succeededAt(english.asksToConfirm().confirm().appPage());
    }

    @Test
    void startingOverMeansSigningInAgain() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage page = signInAndBeAsked(carol, request);

        Shown restarted = browser.open(restartAddress(page));

        assertThat(restarted.signInPage().ofCloud().realm()).isEqualTo("cloud");
        assertStillOutside(carol, restarted);
        ConnectPage again = restarted
                .signInPage()
                .signIn(carol.username(), CloudUser.PASSWORD)
                .connectPage()
                .asks();
        continueOn(again).connectAs(carol.magento()).confirm().landsIn(request);
    }

    @Test
    void startingOverDiscardsTheReturnedIdentity() {
        CloudUser carol = users.unlinked();
        ConnectPage question =
                signInToConnect(carol, app.signIn()).connectAs(carol.magento()).question();
        Map<String, String> confirmation = question.fields("confirm");

        Shown restarted = browser.open(restartAddress(question));
        ConnectPage again = restarted
                .signInPage()
                .signIn(carol.username(), CloudUser.PASSWORD)
                .connectPage()
                .asks();
        ConnectPage after = again.send(confirmation).connectPage();

        assertStillOutside(carol, browser.shown());
        after.asks();
    }

    @Test
    void askingForTheActionAndCancellingItIsNoWayOut() {
        CloudUser carol = users.unlinked();
        ConnectPage page = signInAndBeAsked(carol, app.signIn(Map.of("kc_action", "connect-magento")));

        ConnectPage still =
                page.send(Map.of("cancel-aia", "true")).connectPage().asks();

        assertStillOutside(carol, browser.shown());
        assertStillOutside(carol, still.send(Map.of("cancel-aia", "true", "step", "leave")));
    }

    @Test
    void anotherActionIsNoWayOut() {
        CloudUser carol = users.unlinked();
        signInAndBeAsked(carol, app.signIn());

        for (String action : List.of("UPDATE_PROFILE", "idp_link:magento", "connect-magento:x", "none")) {
            Shown next = browser.open(app.signIn(Map.of("kc_action", action)).address());
            if (!next.isConnectPage() && !next.isAppPage() && next.source().contains("kc-form-login")) {
                next = next.signInPage().signIn(carol.username(), CloudUser.PASSWORD);
            }
            assertStillOutside(carol, next);
        }
    }

    @Test
    void handMadePostsLeadBackToThePage() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage page = signInAndBeAsked(carol, request);

        for (String step : List.of("confirm", "later", "leave", "CONFIRM", "skip", "<b>", "", "confirm\u0000", "💥")) {
            for (Map<String, String> more : List.of(
                    Map.<String, String>of(),
                    Map.of("proof", ""),
                    Map.of("proof", "null"),
                    Map.of("proof", carol.magento().id(), "user", carol.id()),
                    Map.of("cancel-aia", "true"),
                    Map.of("kc_action", "UPDATE_PROFILE", "execution", "UPDATE_PASSWORD"))) {
                Map<String, String> form = new HashMap<>(more);
                form.put("step", step);
                page = page.send(form).connectPage().asks();
            }
        }

        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(events.of(carol, "LOGIN")).isEmpty();
        assertThat(users.attribute(carol, "magentoLinkSnoozes")).isEmpty();
        continueOn(page).connectAs(carol.magento()).confirm().landsIn(request);
    }

    @Test
    void aConfirmationMustNameWhatThePageShowed() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage question =
                signInToConnect(carol, request).connectAs(carol.magento()).question();

        for (Map<String, String> form : List.of(
                Map.of("step", "confirm"),
                Map.of("step", "confirm", "proof", ""),
                Map.of("step", "confirm", "proof", "guessed"))) {
            question = question.send(form).connectPage().asksToConfirm();
            assertThat(question.alert()).isNotBlank();
            assertThat(users.linkOf(carol)).as("after %s", form).isEmpty();
        }

        request.succeededAt(question.confirm().appPage());
    }

    @Test
    void anOldQuestionCannotConfirmANewAccount() {
        CloudUser carol = users.unlinked();
        CloudUser dave = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage first =
                signInToConnect(carol, request).connectAs(carol.magento()).question();
        Map<String, String> oldConfirmation = first.fields("confirm");

        ConnectPage second = first.useDifferentAccount()
                .signInPage()
                .ofMagento()
                .signIn(dave.magento().username(), CloudUser.PASSWORD)
                .connectPage()
                .asksToConfirm();
        ConnectPage refused = second.send(oldConfirmation).connectPage().asksToConfirm();

        assertThat(refused.alert()).contains("already used");
        assertFoundInEvents(refused, carol, "magento_sign_in_failed", "confirm");
        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(events.of(carol, "LOGIN")).isEmpty();
    }

    @Test
    void aUsedConfirmationHasNoEffect() {
        CloudUser carol = users.unlinked();
        ConnectPage question =
                signInToConnect(carol, app.signIn()).connectAs(carol.magento()).question();
        String address = question.action();
        Map<String, String> confirmation = question.fields("confirm");
        question.confirm().appPage();
        users.resource(carol).removeFederatedIdentity(CloudUsers.ALIAS);

        Shown replayed = browser.newTab().post(address, confirmation);

        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(replayed.status()).as("%s", replayed).isLessThan(500);
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).hasSize(1);
    }

    @Test
    void aConfirmationThatWasRefusedIsUsedUp() {
        CloudUser carol = users.unlinked();
        CloudUser owner = users.unlinked();
        ConnectPage question =
                signInToConnect(carol, app.signIn()).connectAs(carol.magento()).question();
        Map<String, String> confirmation = question.fields("confirm");
        users.link(owner, carol.magento());
        ConnectPage refused = question.confirm().connectPage().asks();
        assertThat(refused.alert()).contains("already connected to another user");
        users.resource(owner).removeFederatedIdentity(CloudUsers.ALIAS);

        ConnectPage still = refused.send(confirmation).connectPage().asks();

        assertThat(still.alert()).isNotBlank();
        assertStillOutside(carol, browser.shown());
        assertThat(events.errors(carol)).containsExactlyInAnyOrder("magento_account_in_use", "magento_sign_in_failed");
    }

    @Test
    void aHandMadePostDoesNotLeaveForMagentoWithAnOldSignIn() {
        CloudUser carol = users.unlinked();
        signInUnasked(carol);
        set(Map.of("max_auth_age", "1"));
        ConnectPage old = Eventually.get(
                () -> Optional.of(browser.open(app.signIn().address()).connectPage())
                        .filter(page -> page.state().equals("reauthenticate")),
                () -> "The sign-in does not become old");

        for (String step : List.of("connect", "switch", "confirm", "later", "leave")) {
            old = old.send(step).connectPage().asksToSignInAgain();
        }

        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(events.of(carol, "LOGIN")).hasSize(1);
        events.awaitError(carol, "magento_reauthentication_required");
    }

    @Test
    void aPostWithoutOrWithAnOldSessionCodeDoesNothing() {
        CloudUser carol = users.unlinked();
        ConnectPage question =
                signInToConnect(carol, app.signIn()).connectAs(carol.magento()).question();
        Map<String, String> confirmation = question.fields("confirm");
        String address = question.action();
        String withoutCode = address.replaceAll("session_code=[^&]*&?", "");
        String wrongCode =
                address.replaceAll("session_code=[^&]*", "session_code=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        assertThat(withoutCode).isNotEqualTo(address);

        for (String forged : List.of(withoutCode, wrongCode)) {
            assertStillOutside(carol, browser.newTab().post(forged, confirmation));
        }
        // Each shown page invalidates the session code of the previous one.
        browser.open(question.address().toString()).connectPage().asksToConfirm();
        assertStillOutside(carol, browser.newTab().post(address, confirmation));
        assertNextSignInWorks(carol);
    }

    @Test
    void aPostFromAnotherBrowserDoesNothing() {
        CloudUser carol = users.unlinked();
        ConnectPage question =
                signInToConnect(carol, app.signIn()).connectAs(carol.magento()).question();

        try (Browser stranger = new Browser()) {
            Shown end = stranger.tab().post(question.action(), question.fields("confirm"));
            assertStillOutside(carol, end);
        }
    }

    @Test
    void noGetStartsOrFinishesAnything() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage ask = signInAndBeAsked(carol, request);
        for (String step : STEPS) {
            Shown next = browser.open(withQuery(ask.action(), Map.of("step", step)));
            assertThat(next.address().getPath()).as("GET with step %s", step).doesNotContain("/realms/magento/");
            assertStillOutside(carol, next);
        }
        ConnectPage question = continueOn(
                        browser.open(ask.address()).connectPage().asks())
                .connectAs(carol.magento())
                .question();
        assertStillOutside(carol, browser.open(withQuery(question.action(), question.fields("confirm"))));
        for (String step : STEPS) {
            Shown next = browser.open(withQuery(question.address().toString(), Map.of("step", step)));
            assertStillOutside(carol, next);
        }
        request.succeededAt(browser.open(question.address())
                .connectPage()
                .asksToConfirm()
                .confirm()
                .appPage());
    }

    @Test
    void anAnswerOfMagentoCountsInTheBrowserThatAskedAlone() {
        CloudUser mallory = users.unlinked();
        CloudUser carol = users.unlinked();
        CloudApp.SignIn carols = app.signIn();
        ConnectPage carolsPage = signInAndBeAsked(carol, carols);
        try (Browser mallorys = new Browser()) {
            String answer = signIn(mallorys, mallory, app.signIn())
                    .connectPage()
                    .connect()
                    .signInPage()
                    .ofMagento()
                    .signInWithoutFollowing(mallory.magento().username(), CloudUser.PASSWORD);

            // Mallory makes Carol open the callback address of Mallory's browser.
            Shown end = browser.newTab().open(answer);

            assertStillOutside(carol, end);
            assertThat(users.linkOf(mallory)).isEmpty();
            assertThat(end.status()).as("no server error: %s", end).isBetween(200, 499);
        }
        continueOn(carolsPage).connectAs(carol.magento()).confirm().landsIn(carols);
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void aStateOfAnEarlierTabHasNoEffect() {
        CloudUser carol = users.unlinked();
        CloudUser dave = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage page = signInAndBeAsked(carol, request);
        SignInPage older = page.connect().signInPage().ofMagento();
        ConnectPage back = browser.tab().back().connectPage().asks();
        SignInPage newer = back.connect().signInPage().ofMagento();

        Shown end = browser.newTab()
                .open(older.address().toString())
                .signInPage()
                .ofMagento()
                .signIn(dave.magento().username(), CloudUser.PASSWORD);

        assertStillOutside(carol, end);
        assertThat(end.text())
                .as("nobody is asked about an older answer")
                .doesNotContain(dave.magento().email());
        assertThat(newer.parameters().get("state"))
                .isNotEqualTo(older.parameters().get("state"));
    }

    @Test
    void switchedOffMeanwhileLeadsInWithoutALink() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage question =
                signInToConnect(carol, request).connectAs(carol.magento()).question();

        set(Map.of("mode", "off"));

        request.succeededAt(question.confirm().appPage());
        assertThat(users.linkOf(carol))
                .as("nothing is connected while it is off")
                .isEmpty();
    }

    @Test
    void aCutoffMovedLaterMeanwhileLeadsIn() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage page = signInAndBeAsked(carol, request);

        set(Schedules.NOT_BEGUN);

        request.succeededAt(page.connect().appPage());
        assertThat(users.linkOf(carol)).isEmpty();
    }

    @Test
    void aCutoffMovedEarlierMeanwhileTakesNotNowAway() {
        set(Schedules.REMINDING);
        CloudUser carol = users.unlinked();
        ConnectPage page = signInAndBeAsked(carol, app.signIn());
        assertThat(page.offers("later")).isTrue();

        set(Map.of("cutoff", "2020-04-01"));

        ConnectPage still = page.notNow().connectPage().asks();
        assertThat(still.offers("later")).isFalse();
        assertThat(still.alert()).isNotBlank();
        assertStillOutside(carol, browser.shown());
        assertThat(users.attribute(carol, "magentoLinkSnoozes")).isEmpty();
    }

    @Test
    void anExemptionThatEndsMeanwhileActsAtTheNextRequest() {
        CloudUser carol = users.unlinked();
        users.grant(carol, "magento-link-exempt");
        CloudApp.SignIn first = app.signIn();
        first.succeededAt(signIn(carol, first).appPage());

        users.revoke(carol, "magento-link-exempt");

        browser.open(app.signIn().address()).connectPage().asks();
        assertThat(events.of(carol, "LOGIN")).hasSize(1);
    }

    @Test
    void aPersonalDeadlineThatEndsMeanwhileActsAtTheNextRequest() {
        CloudUser carol = users.unlinked();
        users.attribute(carol, "magentoLinkDeadline", Schedules.FAR_AHEAD + "T00:00:00Z");
        CloudApp.SignIn first = app.signIn();
        first.succeededAt(signIn(carol, first).connectPage().notNow().appPage());

        users.attribute(carol, "magentoLinkDeadline", "2020-01-01T00:00:00Z");

        assertThat(browser.open(app.signIn().address()).connectPage().asks().offers("later"))
                .isFalse();
    }

    private void assertStillOutside(CloudUser user, Shown shown) {
        assertThat(shown.isAppPage() && shown.address().getQuery().contains("code="))
                .as("a code was given: %s", shown.address())
                .isFalse();
        assertThat(shown.status()).as("no server error: %s", shown).isLessThan(500);
        assertThat(shown.text()).as("text of the page").isNotBlank();
        assertThat(users.linkOf(user)).isEmpty();
        assertThat(events.of(user, "LOGIN")).isEmpty();
    }

    /** A new login in a new browser still works. */
    private void assertNextSignInWorks(CloudUser user) {
        CloudApp.SignIn request = app.signIn();
        try (Browser fresh = new Browser()) {
            signInToConnect(fresh, user, request)
                    .connectAs(user.magento())
                    .confirm()
                    .landsIn(request);
        }
    }

    private static String restartAddress(ConnectPage page) {
        Matcher link = Pattern.compile("[^'\"]*login-actions/restart[^'\"]*").matcher(page.source());
        return link.find()
                ? page.address().resolve(link.group().replace("&amp;", "&")).toString()
                : page.address().toString().replace("/required-action", "/restart");
    }

    private static String withQuery(String address, Map<String, String> more) {
        return address + (address.contains("?") ? "&" : "?") + Http.encoded(more);
    }
}
