package cloud.magento.accounts.link.it.firstlogin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.AppPage;
import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.FormPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.pages.SignInPage;
import cloud.magento.accounts.link.it.scenario.BruteForceProtection;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.MagentoAccount;
import cloud.magento.accounts.link.it.scenario.RealmEvents;
import cloud.magento.accounts.link.it.scenario.Site;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.representations.idm.EventRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** The first login of users who sign in through Magento.com without a link. */
@Tag("sessions")
@Tag("writes")
final class FirstLoginIT extends CloudScenario {

    @Test
    void aNewcomerGetsAnAccountThatIsConnected() {
        CloudUser gone = users.unlinked();
        users.resource(gone).remove();
        CloudApp.SignIn request = app.signIn();

        AppPage landed = signInByButton(gone.magento(), request).appPage();

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

        FormPage exists = signInByButton(carol.magento(), app.signIn()).formPage();

        assertThat(exists.text()).contains("already exists");
        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(Site.cloud().users().searchByEmail(carol.email(), true)).hasSize(1);
        assertThat(events.of(carol, "LOGIN")).isEmpty();
    }

    @Test
    void thePasswordIsProof() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        FormPage exists = signInByButton(carol.magento(), request).formPage();

        SignInPage proof = exists.pressButton("linkAccount").signInPage().ofCloud();
        assertThat(users.linkOf(carol)).isEmpty();
        // It may still process the wrong password when the right one arrives, and then rejects that, too.
        BruteForceProtection.enable(false);
        try {
            assertThat(proof.signIn(carol.username(), "wrong").isAppPage()).isFalse();
            assertThat(users.linkOf(carol)).isEmpty();
            request.succeededAt(browser.shown()
                    .signInPage()
                    .signIn(carol.username(), CloudUser.PASSWORD)
                    .appPage());
        } finally {
            BruteForceProtection.enable(true);
        }

        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    /** A first login can be finished some time after the password was entered. */
    @Test
    void aChangeThatEndsAllSessionsEndsAFirstLogin() {
        CloudUser carol = users.unlinked();
        SignInPage proof = proof(carol, app.signIn());
        users.resource(carol).logout();

        Shown end = proof.signIn(carol.username(), CloudUser.PASSWORD);

        assertThat(end.errorPage().message()).contains("Sign in again to connect with");
        assertThat(users.linkOf(carol)).isEmpty();
        events.awaitError(carol, "magento_reauthentication_required");
    }

    @Test
    void aSecondAnswerOfMagentoDoesNotMakeItMoreRecent() {
        CloudUser carol = users.unlinked();
        String end = proof(carol, app.signIn()).signInWithoutFollowing(carol.username(), CloudUser.PASSWORD);
        assertThat(end).contains("/broker/after-first-broker-login?");
        users.resource(carol).logout();
        Eventually.nextSecond();
        String query = end.substring(end.indexOf('?') + 1);

        Shown refused = browser.open(Site.address() + "/realms/cloud/broker/magento/login?" + query);

        assertThat(refused.errorPage().message()).contains("Sign in again to connect with");
        assertThat(users.linkOf(carol)).isEmpty();
        events.awaitError(carol, "magento_reauthentication_required");
    }

    @Test
    void anAccountThatAnotherUserConnectsMeanwhileIsRejected() {
        CloudUser carol = users.unlinked();
        CloudUser dave = users.unlinked();
        SignInPage proof = proof(carol, app.signIn());
        users.link(dave, carol.magento());

        Shown end = proof.signIn(carol.username(), CloudUser.PASSWORD);

        assertRefused(end, carol);
        assertThat(users.isLinked(dave, carol.magento())).isTrue();
        signInAndBeAsked(carol, app.signIn());
    }

    @Test
    void aNewcomerInTwoBrowsersBecomesOneUser() {
        MagentoAccount newcomer = users.unlinked().magento();
        CloudApp.SignIn request = app.signIn();
        FormPage first = profile(browser, request, newcomer);
        try (Browser another = new Browser()) {
            FormPage second = profile(another, app.signIn(), newcomer);
            request.succeededAt(name(first, "first-" + newcomer.username()).appPage());

            Shown end = name(second, "second-" + newcomer.username());

            UserRepresentation made = found("second-" + newcomer.username());
            assertRefused(end, new CloudUser(made.getId(), made.getUsername(), made.getEmail(), newcomer));
            assertThat(Site.cloud()
                            .users()
                            .get(found("first-" + newcomer.username()).getId())
                            .getFederatedIdentity())
                    .extracting("userId")
                    .containsExactly(newcomer.id());
        }
    }

    @Test
    void anotherAddressIsRefusedWhereTheRuleRequiresTheSame() {
        set(Map.of("emailPolicy", "require"));
        CloudUser carol = sameNameOtherAddress();

        Shown end = linkAs(carol, app.signIn());

        assertThat(end.errorPage().message()).contains("not the one of your account");
        assertRefused(end, carol);
        assertOneErrorEvent(carol, "magento_email_mismatch");
        // A second attempt is refused, too.
        browser.clearCookies();
        assertRefused(linkAs(carol, app.signIn()), carol);
    }

    @Test
    void anUnverifiedAddressIsRefusedWhereTheRuleRequiresAVerifiedOne() {
        set(Map.of("emailPolicy", "require"));
        CloudUser carol = users.unlinked(user -> {}, account -> account.setEmailVerified(false));

        Shown end = linkAs(carol, app.signIn());

        assertThat(end.errorPage().message()).contains("has not verified");
        assertRefused(end, carol);
        assertOneErrorEvent(carol, "magento_email_unverified");
    }

    @Test
    void theSameVerifiedAddressFitsTheStrictestRule() {
        set(Map.of("emailPolicy", "require"));
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();

        request.succeededAt(linkAs(carol, request).appPage());

        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        assertThat(events.errors(carol)).isEmpty();
    }

    @Test
    void aRuleThatCameMeanwhileRefusesOnceAndLetsInTheNextTime() {
        CloudUser carol = users.unlinked();
        SignInPage proof = proof(carol, app.signIn());
        set(Map.of("emailPolicy", "require"));

        assertRefused(proof.signIn(carol.username(), CloudUser.PASSWORD), carol);

        assertOneErrorEvent(carol, "magento_email_mismatch");
        browser.clearCookies();
        CloudApp.SignIn request = app.signIn();
        request.succeededAt(linkAs(carol, request).appPage());
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"warn", "ignore"})
    void anotherAddressPassesTheOtherRules(String rule) {
        set(Map.of("emailPolicy", rule));
        CloudUser carol = sameNameOtherAddress();
        CloudApp.SignIn request = app.signIn();

        request.succeededAt(linkAs(carol, request).appPage());

        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    /** An address that the user types into Keycloak's profile form does not come from Magento.com. */
    @Test
    void theAddressThatMagentoGaveCountsAndNotTheOneThatWasTyped() {
        set(Map.of("emailPolicy", "require"));
        CloudUser carol = sameNameOtherAddress();

        SignInPage proof = signInByButton(carol.magento(), app.signIn())
                .formPage()
                .pressButton("updateProfile")
                .formPage()
                .type("email", carol.email())
                .submit()
                .formPage()
                .pressButton("linkAccount")
                .signInPage()
                .ofCloud();

        assertRefused(proof.signIn(carol.username(), CloudUser.PASSWORD), carol);
        assertOneErrorEvent(carol, "magento_email_mismatch");
    }

    /** Magento.com answers for a second account in the tab in which the first account is being linked. */
    @Test
    void theAddressOfASecondAccountDoesNotCountForTheFirst() {
        set(Map.of("emailPolicy", "require"));
        CloudUser carol = sameNameOtherAddress();
        MagentoAccount second = users.unlinked(user -> {}, account -> account.setEmail(carol.email()))
                .magento();
        FormPage first = signInByButton(carol.magento(), app.signIn()).formPage();
        Site.magento().users().get(carol.magento().id()).logout();
        FormPage stillFirst = browser.open(first.sameTabAt("/realms/cloud/broker/" + CloudUsers.ALIAS + "/login"))
                .signInPage()
                .ofMagento()
                .signIn(second.username(), CloudUser.PASSWORD)
                .formPage();

        Shown end = stillFirst
                .pressButton("linkAccount")
                .signInPage()
                .ofCloud()
                .signIn(carol.username(), CloudUser.PASSWORD);

        assertRefused(end, carol);
        assertOneErrorEvent(carol, "magento_email_mismatch");
    }

    /** Keycloak finds this user by the user name only. */
    private CloudUser sameNameOtherAddress() {
        String name = "same" + UUID.randomUUID().toString().substring(0, 8);
        return users.unlinked(user -> user.setUsername(name), account -> {
            account.setUsername(name);
            account.setEmail(name + "@example.net");
        });
    }

    /** Keycloak's first login has found the existing user and asks for the user's password. */
    private SignInPage proof(CloudUser user, CloudApp.SignIn request) {
        return signInByButton(user.magento(), request)
                .formPage()
                .pressButton("linkAccount")
                .signInPage()
                .ofCloud();
    }

    /** Enters the password of the existing user in Keycloak's first login. */
    private Shown linkAs(CloudUser user, CloudApp.SignIn request) {
        return proof(user, request).signIn(user.username(), CloudUser.PASSWORD);
    }

    private void assertOneErrorEvent(CloudUser user, String error) {
        EventRepresentation told = events.awaitError(user, error);
        assertThat(RealmEvents.detail(told, "magento_link_reference")).isPresent();
        assertThat(events.errors(user)).containsOnlyOnce(error);
    }

    /** Continues to the profile form, in which a different user name and address can be entered. */
    private static FormPage profile(Browser browser, CloudApp.SignIn request, MagentoAccount account) {
        return signInByButton(browser, account, request)
                .formPage()
                .pressButton("updateProfile")
                .formPage();
    }

    private static Shown name(FormPage profile, String name) {
        return profile.type("username", name)
                .type("email", name + "@example.com")
                .submit();
    }

    private static UserRepresentation found(String username) {
        return Site.cloud().users().searchByUsername(username, true).get(0);
    }

    /** With an error message of Keycloak; message and status differ between versions. */
    private void assertRefused(Shown end, CloudUser user) {
        assertThat(end.errorPage().message()).isNotBlank();
        assertThat(users.linkOf(user)).isEmpty();
        assertThat(events.of(user, "LOGIN")).isEmpty();
    }
}
