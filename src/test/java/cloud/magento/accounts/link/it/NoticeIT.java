package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.resource.IdentityProviderResource;
import org.keycloak.representations.idm.IdentityProviderRepresentation;

/** Whoever's account is connected or disconnected hears of it by mail. */
final class NoticeIT extends CloudScenario {

    @Test
    void connectingIsToldToTheCloudAddress() {
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
                    .as("the other address is not ours to write to")
                    .isEmpty();
        }
    }

    /** Whoever connects an account of theirs must not have the notice sent to themselves. */
    @Test
    void theAddressFromBeforeIsToldWhereThatOfMagentoTakesItsPlace() {
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
    void replacingIsToldInOneMailThatNamesBoth() {
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
    void disconnectingIsToldAsWell() {
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            CloudUser carol = users.linked();
            users.resource(carol).removeFederatedIdentity(CloudUsers.ALIAS);

            Eventually.get(
                    () -> mailbox.to(carol.email()).stream()
                            .filter(mail -> mail.text().contains("disconnected"))
                            .findFirst(),
                    () -> "No mail about the end of the connection: " + mailbox.to(carol.email()));
        }
    }

    @Test
    void aMailServerThatIsDownHoldsNobodyUp() {
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

    private void connect(CloudUser user) {
        CloudApp.SignIn request = app.signIn();
        request.succeededAt(connectAs(signInAndBeAsked(user, request), user.magento())
                .connectPage()
                .asksToConfirm()
                .confirm()
                .appPage());
    }
}
