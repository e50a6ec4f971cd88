package cloud.magento.accounts.link.it.mail;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.MagentoAccount;
import cloud.magento.accounts.link.it.scenario.Mailbox;
import cloud.magento.accounts.link.it.scenario.Site;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
    void disconnectingSendsANotice() {
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            CloudUser carol = users.linked();
            users.resource(carol).removeFederatedIdentity(CloudUsers.ALIAS);

            Eventually.get(
                    () -> mailbox.to(carol.email()).stream()
                            .filter(mail -> mail.text().contains("disconnected"))
                            .findFirst(),
                    () -> "No mail about the disconnection: " + mailbox.to(carol.email()));
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

    private void connect(CloudUser user) {
        CloudApp.SignIn request = app.signIn();
        signInToConnect(user, request).connectAs(user.magento()).confirm().landsIn(request);
    }
}
