package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.Directory.Kind;
import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Users that Keycloak takes from an LDAP directory, to which it may write all, little or nothing. */
@Tag("writes")
final class DirectoryUsersIT extends CloudScenario {

    private Directory directory;

    @AfterEach
    void closeDirectory() {
        if (directory != null) {
            directory.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theyConnectAndFromThenOnFinishAtMagento(Kind kind) {
        CloudUser carol = person(kind);
        CloudApp.SignIn request = app.signIn();
        ConnectPage ask = signInAndBeAsked(carol, request);
        assertThat(ask.offers("later")).isFalse();
        assertThat(events.of(carol, "LOGIN")).isEmpty();

        ConnectPage question = connectAs(ask, carol.magento()).connectPage().asksToConfirm();
        assertThat(users.linkOf(carol)).isEmpty();
        request.succeededAt(question.confirm().appPage());

        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).hasSize(1);
        try (Browser another = new Browser()) {
            CloudApp.SignIn next = app.signIn();
            next.succeededAt(another.open(next.address())
                    .signInPage()
                    .ofCloud()
                    .signIn(carol.username(), CloudUser.PASSWORD)
                    .signInPage()
                    .ofMagento()
                    .signIn(carol.magento().username(), CloudUser.PASSWORD)
                    .appPage());
        }
        assertThat(events.errors(carol)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"READ_ONLY", "READ_ONLY_NOT_IMPORTED"})
    void notNowIsKept(Kind kind) {
        set(Schedules.REMINDING);
        CloudUser carol = person(kind);
        CloudApp.SignIn request = app.signIn();
        request.succeededAt(signInAndBeAsked(carol, request).notNow().appPage());
        browser.clearCookies();

        CloudApp.SignIn again = app.signIn();
        again.succeededAt(signIn(carol, again).appPage());
    }

    @ParameterizedTest
    @EnumSource(names = {"UNSYNCED", "READ_ONLY", "WRITABLE_NOT_IMPORTED"})
    void notNowIsCounted(Kind kind) {
        set(Map.of("cutoff", Schedules.FAR_AHEAD, "remindFrom", "2020-01-01", "snoozeDays", "0", "snoozeLimit", "2"));
        CloudUser carol = person(kind);
        for (int used = 0; used < 2; used++) {
            CloudApp.SignIn request = app.signIn();
            request.succeededAt(signInAndBeAsked(carol, request).notNow().appPage());
            browser.clearCookies();
        }

        assertThat(signInAndBeAsked(carol, app.signIn()).offers("later")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"READ_ONLY", "READ_ONLY_NOT_IMPORTED"})
    void aPasswordGrantIsRefused(Kind kind) {
        CloudUser carol = person(kind);
        DirectGrant script = new DirectGrant(app);

        assertRefused(script.signIn(carol));
        assertThat(users.linkOf(carol)).isEmpty();
        users.link(carol, carol.magento());
        assertRefused(script.signIn(carol));
        events.awaitError(carol, "magento_primary_login_required");
    }

    /** Keycloak does not hear of a password that is changed there, and cannot say since when it holds. */
    @Test
    void aPasswordChangedInTheDirectoryEndsNoSessionThatWaits() {
        CloudUser carol = person(Kind.READ_ONLY);
        CloudApp.SignIn request = app.signIn();
        ConnectPage question = connectAs(signInAndBeAsked(carol, request), carol.magento())
                .connectPage()
                .asksToConfirm();

        directory.setPassword(carol, "changed");

        request.succeededAt(question.confirm().appPage());
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"READ_ONLY", "READ_ONLY_NOT_IMPORTED"})
    void signingThemOutEverywhereEndsTheRightOfASessionThatWaits(Kind kind) {
        CloudUser carol = person(kind);
        ConnectPage question = connectAs(signInAndBeAsked(carol, app.signIn()), carol.magento())
                .connectPage()
                .asksToConfirm();

        users.resource(carol).logout();

        question.confirm().connectPage().asksToSignInAgain();
        assertThat(users.linkOf(carol)).isEmpty();
        events.awaitError(carol, "magento_reauthentication_required");
    }

    @ParameterizedTest
    @EnumSource(names = {"READ_ONLY", "READ_ONLY_NOT_IMPORTED"})
    void whoLeftTheDirectoryMeanwhileConnectsNothing(Kind kind) {
        CloudUser carol = person(kind);
        ConnectPage question = connectAs(signInAndBeAsked(carol, app.signIn()), carol.magento())
                .connectPage()
                .asksToConfirm();

        directory.remove(carol);
        Site.cloud().clearUserCache();
        Shown end = question.confirm();

        assertThat(end.isAppPage()).as("%s", end).isFalse();
        assertThat(end.status()).as("%s", end).isLessThan(500);
        assertThat(end.text()).as("words").isNotBlank();
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"READ_ONLY", "READ_ONLY_NOT_IMPORTED"})
    void namesThatTheDirectoryDoesNotTakeEndNoSignIn(Kind kind) {
        CloudProvider.syncMode("FORCE");
        try {
            CloudUser carol = person(kind);
            users.change(carol.magento(), account -> {
                account.setFirstName("Another");
                account.setLastName("Name");
                account.setEmail("other-" + account.getEmail());
            });
            CloudApp.SignIn request = app.signIn();
            request.succeededAt(connectAs(signInAndBeAsked(carol, request), carol.magento())
                    .connectPage()
                    .asksToConfirm()
                    .confirm()
                    .appPage());

            assertThat(users.isLinked(carol, carol.magento())).isTrue();
            browser.clearCookies();
            CloudApp.SignIn next = app.signIn();
            next.succeededAt(signIn(carol, next)
                    .signInPage()
                    .ofMagento()
                    .signIn(carol.magento().username(), CloudUser.PASSWORD)
                    .appPage());
        } finally {
            CloudProvider.syncMode("IMPORT");
        }
    }

    @Test
    void theyCanBeDisconnectedAlsoWhereTheDirectoryTakesNothingAnyMore() {
        CloudUser carol = person(Kind.UNSYNCED);
        users.link(carol, carol.magento());
        assertThat(users.attribute(carol, "magentoLinkSince")).isPresent();
        directory.becomes(Kind.READ_ONLY);

        users.resource(carol).removeFederatedIdentity(CloudUsers.ALIAS);

        assertThat(users.linkOf(carol)).isEmpty();
        signInAndBeAsked(carol, app.signIn());
    }

    @Test
    void theirAccountIsNobodyElses() {
        CloudUser carol = person(Kind.READ_ONLY_NOT_IMPORTED);
        CloudUser dave = users.unlinked();
        users.link(carol, carol.magento());

        assertThat(users.give(dave, carol.magento())).isEqualTo(409);
        ConnectPage refused = refused(connectAs(signInAndBeAsked(dave, app.signIn()), carol.magento()));

        assertThat(refused.alert()).contains("already connected to another user");
        events.awaitError(dave, "magento_account_in_use");
        assertThat(users.linkOf(dave)).isEmpty();
    }

    @Test
    void nobodyElsesAccountIsTheirs() {
        CloudUser carol = person(Kind.READ_ONLY_NOT_IMPORTED);
        CloudUser dave = users.linked();

        assertThat(users.give(carol, dave.magento())).isEqualTo(409);
        ConnectPage refused = refused(connectAs(signInAndBeAsked(carol, app.signIn()), dave.magento()));

        assertThat(refused.alert()).contains("already connected to another user");
        events.awaitError(carol, "magento_account_in_use");
        assertThat(users.linkOf(carol)).isEmpty();
    }

    private CloudUser person(Kind kind) {
        directory = new Directory(Site.cloud(), Site.testHost(), kind);
        return directory.takeOver(users.unlinked());
    }

    private static void assertRefused(Http.Answer answer) {
        assertThat(answer.hasTokens()).isFalse();
        assertThat(answer.text("error")).isEqualTo("invalid_grant");
        assertThat(answer.text("error_description")).contains("Magento.com");
    }
}
