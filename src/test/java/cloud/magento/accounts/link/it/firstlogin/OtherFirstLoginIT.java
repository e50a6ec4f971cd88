package cloud.magento.accounts.link.it.firstlogin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.FormPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.pages.SignInPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudProvider;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.MagentoAccount;
import cloud.magento.accounts.link.it.scenario.Mailbox;
import cloud.magento.accounts.link.it.scenario.OtherProvider;
import cloud.magento.accounts.link.it.scenario.RealmEvents;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.scenario.TestFlow;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.EventRepresentation;

/**
 * A connected user's first login through another provider, which links that provider to the existing user: neither the
 * password nor a mail is sufficient, as on the sign-in page.
 */
final class OtherFirstLoginIT extends CloudScenario {

    private OtherProvider other;

    @BeforeEach
    void addProvider() {
        other = OtherProvider.added();
    }

    @AfterEach
    void removeProvider() {
        other.close();
    }

    @Test
    void thePasswordIsNotEnough() {
        CloudUser carol = users.linked();
        MagentoAccount stranger = namedLike(carol);
        CloudApp.SignIn request = app.signIn();

        ConnectPage refused = prove(carol, existing(request, stranger)).connectPage();

        assertThat(refused.alert()).contains("not the Magento.com account connected with your account");
        assertNothingHappened(carol);
        events.awaitError(carol, "magento_primary_login_required");
        request.succeededAt(refused.useDifferentAccount()
                .signInPage()
                .ofMagento()
                .signIn(carol.magento().username(), CloudUser.PASSWORD)
                .appPage());
        assertThat(users.resource(carol).getFederatedIdentity())
                .extracting("identityProvider", "userId")
                .containsExactlyInAnyOrder(
                        tuple(CloudUsers.ALIAS, carol.magento().id()), tuple(other.alias(), stranger.id()));
        EventRepresentation login = events.await(carol, "LOGIN");
        assertThat(login.getDetails()).containsEntry("identity_provider", other.alias());
    }

    @Test
    void cancelAtMagentoLeadsToAPageThatLeadsOn() {
        CloudUser carol = users.linked();
        MagentoAccount stranger = namedLike(carol);
        CloudApp.SignIn request = app.signIn();
        SignInPage proof = existing(request, stranger);
        browser.clearCookiesOf("/realms/magento/");

        ConnectPage back = prove(carol, proof).signInPage().ofMagento().cancel().connectPage();

        assertThat(back.alert()).isNotEmpty();
        assertNothingHappened(carol);
        request.succeededAt(back.connect()
                .signInPage()
                .ofMagento()
                .signIn(carol.magento().username(), CloudUser.PASSWORD)
                .appPage());
    }

    @Test
    void aMailIsNotEnoughEither() {
        CloudUser carol = users.linked();
        MagentoAccount stranger = namedLike(carol);
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            FormPage exists = other.signIn(browser, app.signIn(), stranger).formPage();
            exists.pressButton("linkAccount");

            Shown next = browser.open(mailbox.awaitLink(carol.email()));

            assertThat(next.connectPage().alert()).contains("not the Magento.com account connected with your account");
            assertNothingHappened(carol);
        }
    }

    @Test
    void withoutTheStepInTheFlowNothingIsConnected() {
        other.change(provider -> provider.setFirstBrokerLoginFlowAlias("first broker login"));
        CloudUser carol = users.linked();

        Shown end = prove(carol, existing(app.signIn(), namedLike(carol)));

        assertThat(end.errorPage().message()).contains("Magento.com");
        assertNothingHappened(carol);
        EventRepresentation told = events.awaitError(carol, "magento_primary_login_required");
        assertThat(told.getDetails()).containsEntry("magento_link_phase", "primary_login");
        assertThat(RealmEvents.detail(told, "magento_link_reference")).isPresent();
    }

    @Test
    void theButtonOfMagentoProvesItWithoutAPassword() {
        other.change(provider -> provider.setFirstBrokerLoginFlowAlias("first broker login"));
        CloudUser carol = users.linked();
        CloudApp.SignIn request = app.signIn();
        SignInPage proof = existing(request, namedLike(carol));
        browser.clearCookiesOf("/realms/magento/");
        // Magento.com says the second in which it signed carol in, and her link is a change that must come before it.
        Eventually.nextSecond();

        request.succeededAt(proof.signInWith(CloudUsers.ALIAS)
                .signInPage()
                .ofMagento()
                .signIn(carol.magento().username(), CloudUser.PASSWORD)
                .appPage());

        assertThat(users.resource(carol).getFederatedIdentity())
                .extracting("identityProvider")
                .containsExactlyInAnyOrder(CloudUsers.ALIAS, other.alias());
    }

    @Test
    void anOldSessionAtMagentoProvesNothing() {
        other.change(provider -> provider.setFirstBrokerLoginFlowAlias("first broker login"));
        CloudUser carol = users.linked();
        SignInPage proof = existing(app.signIn(), namedLike(carol));
        browser.clearCookiesOf("/realms/magento/");
        String answer = proof.signInWith(CloudUsers.ALIAS)
                .signInPage()
                .ofMagento()
                .signInWithoutFollowing(carol.magento().username(), CloudUser.PASSWORD);
        users.resetPassword(carol);

        Shown end = browser.open(answer);

        assertThat(end.errorPage().message()).contains("Sign in again to connect with");
        assertNothingHappened(carol);
        events.awaitError(carol, "magento_reauthentication_required");
    }

    /** A first login flow of Magento.com that replaces links. */
    @Test
    void thePasswordReplacesNoConnectedAccount() throws Exception {
        CloudUser carol = users.linked();
        MagentoAccount stranger = namedLike(carol);
        try (TestFlow replaces = TestFlow.of(
                        "idp-detect-existing-broker-user", "idp-confirm-override-link", "idp-username-password-form");
                AutoCloseable bound = () -> CloudProvider.firstLoginFlow("")) {
            CloudProvider.firstLoginFlow(replaces.alias());

            Shown end = prove(
                    carol,
                    throughMagento(app.signIn(), stranger).submit().signInPage().ofCloud());

            assertThat(end.errorPage().message()).contains("Magento.com");
            assertThat(users.isLinked(carol, carol.magento())).isTrue();
            assertThat(events.of(carol, "LOGIN")).isEmpty();
            events.awaitError(carol, "magento_primary_login_required");
        }
    }

    /** Keycloak keeps the first answer of Magento.com and all notes if another answer arrives in the same tab. */
    @Test
    void aSecondAnswerOfMagentoReplacesNoConnectedAccountEither() throws Exception {
        CloudUser carol = users.linked();
        MagentoAccount stranger = namedLike(carol);
        try (TestFlow replaces = TestFlow.of(
                        "idp-detect-existing-broker-user", "idp-confirm-override-link", "idp-username-password-form");
                AutoCloseable bound = () -> CloudProvider.firstLoginFlow("")) {
            CloudProvider.firstLoginFlow(replaces.alias());
            Eventually.nextSecond();
            FormPage question = throughMagento(app.signIn(), stranger);

            FormPage again = browser.open(question.sameTabAt("/realms/cloud/broker/" + CloudUsers.ALIAS + "/login"))
                    .formPage();
            Shown end = prove(carol, again.submit().signInPage().ofCloud());

            assertThat(end.errorPage().message()).contains("Magento.com");
            assertThat(users.isLinked(carol, carol.magento())).isTrue();
            assertThat(events.of(carol, "LOGIN")).isEmpty();
            events.awaitError(carol, "magento_primary_login_required");
        }
    }

    @Test
    void anOldSessionAtMagentoReplacesNoConnectedAccount() throws Exception {
        set(Map.of("max_auth_age", "1"));
        CloudUser carol = users.linked();
        MagentoAccount stranger = namedLike(carol);
        try (TestFlow replaces = TestFlow.of(
                        "idp-detect-existing-broker-user", "idp-confirm-override-link", "idp-username-password-form");
                AutoCloseable bound = () -> CloudProvider.firstLoginFlow("")) {
            CloudProvider.firstLoginFlow(replaces.alias());
            SignInPage proof =
                    throughMagento(app.signIn(), stranger).submit().signInPage().ofCloud();
            browser.clearCookiesOf("/realms/magento/");
            String answer = browser.open(proof.sameTabAt("/realms/cloud/broker/" + CloudUsers.ALIAS + "/login"))
                    .signInPage()
                    .ofMagento()
                    .signInWithoutFollowing(carol.magento().username(), CloudUser.PASSWORD);
            Eventually.nextSecond();
            Eventually.nextSecond();

            Shown end = browser.open(answer);

            assertThat(end.errorPage().message()).contains("Sign in again to connect with");
            assertThat(users.isLinked(carol, carol.magento())).isTrue();
            assertThat(events.of(carol, "LOGIN")).isEmpty();
            events.awaitError(carol, "magento_reauthentication_required");
        }
    }

    @Test
    void theAccountCanBeReplacedAfterFinishingWithTheConnectedOne() throws Exception {
        CloudUser carol = users.linked();
        MagentoAccount successor = namedLike(carol);
        try (TestFlow replaces = TestFlow.of(
                        "idp-detect-existing-broker-user",
                        "idp-confirm-override-link",
                        "idp-username-password-form",
                        "magento-link-authenticator");
                AutoCloseable bound = () -> CloudProvider.firstLoginFlow("")) {
            CloudProvider.firstLoginFlow(replaces.alias());
            CloudApp.SignIn request = app.signIn();

            ConnectPage refused = prove(
                            carol,
                            throughMagento(request, successor)
                                    .submit()
                                    .signInPage()
                                    .ofCloud())
                    .connectPage();
            request.succeededAt(refused.useDifferentAccount()
                    .signInPage()
                    .ofMagento()
                    .signIn(carol.magento().username(), CloudUser.PASSWORD)
                    .appPage());

            assertThat(users.isLinked(carol, successor)).isTrue();
            assertThat(events.of(carol, "LOGIN")).hasSize(1);
        }
    }

    @Test
    void aProviderThatIsDownLocksNobodyOut() {
        CloudUser carol = users.linked();
        CloudApp.SignIn request = app.signIn();
        SignInPage proof = existing(request, namedLike(carol));
        CloudProvider.enable(false);
        try {
            request.succeededAt(prove(carol, proof).appPage());
        } finally {
            CloudProvider.enable(true);
        }
        assertThat(events.errors(carol)).contains("magento_link_misconfigured");
    }

    @Test
    void switchedOffThePasswordIsEnough() {
        set(Map.of("primaryLogin", "off"));
        CloudUser carol = users.linked();
        CloudApp.SignIn request = app.signIn();

        request.succeededAt(prove(carol, existing(request, namedLike(carol))).appPage());
    }

    @Test
    void theButtonOfALinkedProviderIsEnoughUnlessItsPostLoginFlowHasTheStep() {
        CloudUser carol = users.linked();
        MagentoAccount account = namedLike(carol);
        other.link(users.resource(carol), account);
        CloudApp.SignIn request = app.signIn();
        request.succeededAt(other.signIn(browser, request, account).appPage());

        try (TestFlow step = TestFlow.of("magento-link-authenticator")) {
            other.change(provider -> provider.setPostBrokerLoginFlowAlias(step.alias()));
            browser.clearCookies();
            CloudApp.SignIn next = app.signIn();

            ConnectPage refused = other.signIn(browser, next, account).connectPage();

            assertThat(refused.alert()).contains("not the Magento.com account connected with your account");
            next.succeededAt(refused.useDifferentAccount()
                    .signInPage()
                    .ofMagento()
                    .signIn(carol.magento().username(), CloudUser.PASSWORD)
                    .appPage());
            other.change(provider -> provider.setPostBrokerLoginFlowAlias(""));
        }
    }

    @Test
    void exemptUsersAreNeverRoutedAway() {
        CloudUser carol = users.linked();
        users.grant(carol, "magento-link-exempt");
        CloudApp.SignIn request = app.signIn();

        request.succeededAt(prove(carol, existing(request, namedLike(carol))).appPage());
    }

    @Test
    void aUserWhoIsNotConnectedIsPromptedByThePage() {
        CloudUser carol = users.unlinked();

        prove(carol, existing(app.signIn(), namedLike(carol))).connectPage().asks();
    }

    /** Another person's account with the user's name, which Keycloak matches to the user. */
    private MagentoAccount namedLike(CloudUser user) {
        return users.unlinked(gone -> gone.setEnabled(false), account -> {
                    account.setUsername(user.username());
                    account.setEmail("s" + UUID.randomUUID().toString().substring(0, 8) + "@example.net");
                })
                .magento();
    }

    private FormPage throughMagento(CloudApp.SignIn request, MagentoAccount account) {
        return signInByButton(account, request).formPage();
    }

    private SignInPage existing(CloudApp.SignIn request, MagentoAccount account) {
        return other.signIn(browser, request, account)
                .formPage()
                .pressButton("linkAccount")
                .signInPage()
                .ofCloud();
    }

    private static Shown prove(CloudUser user, SignInPage proof) {
        return proof.signIn(user.username(), CloudUser.PASSWORD);
    }

    private void assertNothingHappened(CloudUser user) {
        assertThat(users.resource(user).getFederatedIdentity())
                .extracting("identityProvider")
                .doesNotContain(other.alias());
        assertThat(events.of(user, "LOGIN")).isEmpty();
    }
}
