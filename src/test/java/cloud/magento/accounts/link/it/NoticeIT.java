package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

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
