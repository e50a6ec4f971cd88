package cloud.magento.accounts.link.it.mail;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.DirectGrant;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.MagentoAccount;
import cloud.magento.accounts.link.it.scenario.Mailbox;
import cloud.magento.accounts.link.it.scenario.RealmLanguage;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.scenario.Themes;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.admin.client.resource.IdentityProviderResource;
import org.keycloak.representations.idm.IdentityProviderRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** Users are notified by mail if their account is connected or disconnected. */
final class NoticeIT extends CloudScenario {

    @Test
    void connectingSendsANoticeToTheCloudAddress() {
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            CloudUser carol = users.unlinked(
                    user -> {}, account -> account.setEmail("elsewhere-" + account.getUsername() + "@example.net"));
            connect(carol);

            Mailbox.Mail notice = mailbox.await(carol.email());
            assertThat(notice.text())
                    .contains("Magento.com")
                    .contains(carol.magento().username())
                    .containsPattern("Subject: .*Magento");
            assertThat(mailbox.to(carol.email())).hasSize(1);
            assertThat(mailbox.to(carol.magento().email()))
                    .as("no mail to the address at Magento.com")
                    .isEmpty();
        }
    }

    /** An attacker who connects an account must not receive the notice instead of the user. */
    @Test
    void theEarlierAddressReceivesTheNoticeIfTheMagentoAddressReplacesIt() {
        IdentityProviderResource provider = Site.cloud().identityProviders().get(CloudUsers.ALIAS);
        IdentityProviderRepresentation before = provider.toRepresentation();
        IdentityProviderRepresentation forcing = provider.toRepresentation();
        forcing.getConfig().put("syncMode", "FORCE");
        provider.update(forcing);
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            CloudUser carol = users.unlinked(
                    user -> {}, account -> account.setEmail("thief-" + account.getUsername() + "@example.net"));
            connect(carol);

            mailbox.await(carol.email());
            assertThat(users.stored(carol).getEmail()).isEqualTo(carol.magento().email());
            assertThat(mailbox.to(carol.magento().email())).isEmpty();
        } finally {
            provider.update(before);
        }
    }

    @Test
    void replacingSendsOneNoticeThatNamesBothAccounts() {
        set(Map.of("primaryLogin", "off"));
        CloudUser carol = users.linked();
        MagentoAccount other = users.unlinked().magento();
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            ConnectPage page = signIn(carol, app.signIn(Map.of("kc_action", "connect-magento")))
                    .connectPage();
            page.useDifferentAccount()
                    .signInPage()
                    .ofMagento()
                    .signIn(other.username(), CloudUser.PASSWORD)
                    .connectPage()
                    .asksToConfirm()
                    .confirm()
                    .appPage();

            assertThat(mailbox.await(carol.email()).text())
                    .contains(other.username())
                    .contains(carol.magento().username());
            assertThat(mailbox.to(carol.email())).as("one mail, not two").hasSize(1);
        }
    }

    @Test
    void anAdminIsNamedAsSuchAndTheAdminsAddressIsNot() {
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            CloudUser carol = users.linked();
            users.resource(carol).removeFederatedIdentity(CloudUsers.ALIAS);

            assertByAdmin(mailbox.await(carol.email(), 1), "An administrator has connected");
            assertByAdmin(mailbox.await(carol.email(), 2), "An administrator has disconnected");
        }
    }

    /** The same by an admin of the realm itself, and not of the realm master. */
    @Test
    void anAdminOfTheRealmIsNamedAsSuch() {
        CloudUser admin = admin();
        CloudUser carol = users.linked();
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            disconnectAs(admin, carol);

            assertByAdmin(mailbox.await(carol.email()), "An administrator has disconnected");
        }
    }

    /** Users who are admins change their own accounts with the rights of an admin. They are users all the same. */
    @Test
    void anAdminsOwnAccountIsToldAsAnyUsers() {
        CloudUser admin = admin();
        users.link(admin, admin.magento());
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            disconnectAs(admin, admin);

            assertByUser(mailbox.await(admin.email()), "has been disconnected");
        }
    }

    @Test
    void whatTheUserDidIsToldWithTheAddress() {
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            CloudUser carol = users.unlinked();
            connect(carol);

            assertByUser(mailbox.await(carol.email()), "has been connected");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"magento", ""})
    void hasAHeadingAndAButtonInEveryTheme(String theme) {
        try (Themes themes = new Themes(Site.cloud(), theme);
                Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            CloudUser carol = users.linked();

            String html = mailbox.await(carol.email()).html();

            assertThat(html).containsPattern("<h1 [^>]*>Your account is now connected with Magento.com</h1>");
            assertThat(html)
                    .as("a button in a table, as mail programs need it")
                    .containsPattern(
                            "(?s)<table role=\"presentation\".+<td [^>]*background: #[0-9a-f]{6}.+" + "<a href=\""
                                    + Site.address() + "/realms/cloud/account\" style=[^>]+>Account settings</a>");
            assertThat(html).as("the colours of the theme").contains(theme.isEmpty() ? "#1f2937" : "#3d3bb8");
            assertThat(html)
                    .doesNotContain("connectMagento")
                    .doesNotContain("<style")
                    .doesNotContain("class=");
        }
    }

    /** The request of an admin has the language of the admin, which the user may not understand. */
    @Test
    void speaksTheLanguageOfTheRealmToUsersWhoHaveNone() {
        try (RealmLanguage language = new RealmLanguage(Site.cloud(), "de");
                Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            CloudUser carol = users.linked();
            assertThat(mailbox.await(carol.email(), 1).subject())
                    .isEqualTo("Ihr Konto ist jetzt mit Magento.com verbunden");
            CloudUser dave = users.linked();
            users.attribute(dave, "locale", "fr");

            disconnectInJapanese(carol);
            disconnectInJapanese(dave);

            assertThat(mailbox.await(carol.email(), 2).subject())
                    .isEqualTo("Ihr Konto ist nicht mehr mit Magento.com verbunden");
            assertThat(mailbox.await(dave.email(), 2).subject())
                    .isEqualTo("Votre compte n’est plus associé à Magento.com");
        }
    }

    /** Whoever uses an account of another person must not choose the language of the notice. */
    @Test
    void speaksTheLanguageOfTheRealmWhateverTheBrowserSpeaks() {
        browser.close();
        browser = new Browser(Locale.JAPANESE);
        try (RealmLanguage language = new RealmLanguage(Site.cloud(), "de");
                Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            CloudUser carol = users.unlinked();
            CloudApp.SignIn request = app.signIn(Map.of("ui_locales", "ko"));
            signInToConnect(carol, request).connectAs(carol.magento()).confirm().landsIn(request);

            Mailbox.Mail notice = mailbox.await(carol.email());
            assertThat(notice.subject()).isEqualTo("Ihr Konto ist jetzt mit Magento.com verbunden");
            assertThat(notice.html()).contains("lang=\"de\"");
        }
    }

    @Test
    void aMailServerThatIsDownDoesNotPreventConnecting() {
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            mailbox.stopAnswering();
            CloudUser carol = users.unlinked();
            connect(carol);
            assertThat(users.isLinked(carol, carol.magento())).isTrue();
        }
    }

    @Test
    void usersWithoutAddressAreLeftInPeace() {
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            set(Map.of("emailPolicy", "ignore"));
            CloudUser carol = users.unlinked(user -> user.setEmail(null));
            connect(carol);
            assertThat(users.isLinked(carol, carol.magento())).isTrue();
            assertThat(mailbox.to(carol.magento().email())).isEmpty();
        }
    }

    /** A user can enter another person's address. */
    @Test
    void anAddressThatIsNotVerifiedGetsNoMail() {
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            CloudUser carol = users.unlinked(user -> user.setEmailVerified(false));
            connect(carol);
            users.resource(carol).removeFederatedIdentity(CloudUsers.ALIAS);

            assertThat(users.linkOf(carol)).isEmpty();
            assertThat(mailbox.to(carol.email())).isEmpty();
        }
    }

    @Test
    void noMoreThanAFewMailsADayGoToOneUser() {
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            CloudUser carol = users.unlinked();
            CloudUser other = users.unlinked();
            for (int round = 0; round < 4; round++) {
                users.link(carol, carol.magento());
                users.resource(carol).removeFederatedIdentity(CloudUsers.ALIAS);
            }
            users.link(other, other.magento());

            mailbox.await(other.email());
            assertThat(mailbox.to(carol.email())).hasSize(5);
        }
    }

    @Test
    void aNameCarriesNoLinkAndNoSecondLine() {
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            CloudUser carol = users.unlinked();
            users.link(
                    carol,
                    new MagentoAccount(
                            carol.magento().id(),
                            "Free money!\r\nGo to https://prize.example/now or www.prize.example " + "x".repeat(120),
                            carol.magento().email()));

            Mailbox.Mail notice = mailbox.await(carol.email());
            for (String text : List.of(notice.plain(), notice.html())) {
                assertThat(text)
                        .contains("Free money! Go to https prize. example now or www. prize. example")
                        .doesNotContain("prize.example")
                        .doesNotContain("://prize")
                        .doesNotContain("x".repeat(60));
            }
        }
    }

    /** An attacker who takes over an account may change its address first. */
    @Test
    void theFormerAddressReceivesTheNoticeAfterTheUserChangedIt() {
        CloudUser carol = users.linked();
        String changed = "new-" + carol.email();
        CloudApp.SignIn request = app.signIn();
        String token =
                request.tokens(signInThroughMagento(carol, request).appPage()).text("access_token");
        String account = Site.address() + "/realms/cloud/account/";
        Http.Answer saved = Http.send(
                "POST",
                account,
                token,
                "{\"username\": \"%s\", \"email\": \"%s\", \"firstName\": \"Test\", \"lastName\": \"User\"}"
                        .formatted(carol.username(), changed));
        assertThat(saved.status()).as(saved.body()).isEqualTo(204);
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            Http.Answer removed = Http.send("DELETE", account + "linked-accounts/" + CloudUsers.ALIAS, token, "");
            assertThat(removed.status()).as(removed.body()).isEqualTo(204);

            Mailbox.Mail notice = mailbox.await(carol.email());
            assertThat(notice.text())
                    .contains("disconnected")
                    .contains("this address belonged to the account until recently")
                    .doesNotContain(changed);
            assertThat(mailbox.to(changed)).as("not verified").isEmpty();
        }
    }

    @Test
    void theFormerAddressReceivesTheNoticeAfterAnAdminChangedIt() {
        CloudUser carol = users.linked();
        String changed = "new-" + carol.email();
        UserRepresentation user = users.stored(carol);
        user.setEmail(changed);
        users.resource(carol).update(user);
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            users.resource(carol).removeFederatedIdentity(CloudUsers.ALIAS);
            users.link(carol, new MagentoAccount(carol.magento().id(), changed, changed));

            assertThat(mailbox.await(carol.email(), 2).text())
                    .contains("this address belonged to the account until recently")
                    .contains(carol.username())
                    .doesNotContain(changed);
            assertThat(mailbox.await(changed, 2).text()).contains(changed).doesNotContain("until recently");
        }
    }

    @Test
    void aFormerAddressThatWasNotVerifiedIsNotRemembered() {
        CloudUser carol = users.unlinked(user -> user.setEmailVerified(false));
        UserRepresentation user = users.stored(carol);
        user.setEmail("new-" + carol.email());
        user.setEmailVerified(true);
        users.resource(carol).update(user);
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            users.link(carol, carol.magento());

            mailbox.await(user.getEmail());
            assertThat(mailbox.to(carol.email())).isEmpty();
        }
    }

    private static void assertByAdmin(Mailbox.Mail notice, String whatHappened) {
        for (String text : List.of(notice.plain(), notice.html())) {
            assertThat(text)
                    .contains(whatHappened)
                    .contains("If you did not expect this")
                    .doesNotContain("If this was")
                    .doesNotContain("IP address");
        }
    }

    private static void assertByUser(Mailbox.Mail notice, String whatHappened) {
        for (String text : List.of(notice.plain(), notice.html())) {
            assertThat(text)
                    .contains(whatHappened)
                    .contains("If this was you")
                    .contains("IP address")
                    .doesNotContain("dministrator has");
        }
    }

    /** A user who may manage users of the realm, and who keeps the password. */
    private CloudUser admin() {
        CloudUser admin = users.unlinked();
        users.grant(admin, "realm-management", "manage-users");
        users.grant(admin, "magento-link-exempt");
        return admin;
    }

    private void disconnectAs(CloudUser admin, CloudUser user) {
        Http.Answer tokens = new DirectGrant(app).signIn(admin);
        Http.Answer removed = Http.send("DELETE", linkOf(user), tokens.text("access_token"), "");
        assertThat(removed.status()).as(removed.body()).isEqualTo(204);
    }

    private static void disconnectInJapanese(CloudUser user) {
        Http.Answer removed = Http.send(HttpRequest.newBuilder(URI.create(linkOf(user)))
                .header("Authorization", "Bearer " + Site.token())
                .header("Accept-Language", "ja")
                .DELETE()
                .build());
        assertThat(removed.status()).as(removed.body()).isEqualTo(204);
    }

    /** The address of the link in the admin REST API. */
    private static String linkOf(CloudUser user) {
        return Site.address() + "/admin/realms/cloud/users/" + user.id() + "/federated-identity/" + CloudUsers.ALIAS;
    }

    private void connect(CloudUser user) {
        CloudApp.SignIn request = app.signIn();
        signInToConnect(user, request).connectAs(user.magento()).confirm().landsIn(request);
    }
}
