package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the person is told, or refused, when the e-mail addresses of the two accounts do not go together. */
final class EmailPolicyIT extends CloudScenario {

    @Test
    void warnSaysThatTheyDifferAndConnectsAfterTheYes() {
        CloudUser carol = withAddressAtMagento(UUID.randomUUID() + "@example.net");
        CloudApp.SignIn request = app.signIn();

        ConnectPage question = connectAs(signInAndBeAsked(carol, request), carol.magento())
                .connectPage()
                .asksToConfirm();

        assertThat(question.mismatch()).get().asString().contains("differ");
        request.succeededAt(question.confirm().appPage());
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        assertThat(users.stored(carol).getEmail()).as("kept").isEqualTo(carol.email());
    }

    @Test
    void warnSaysThatItIsNotVerified() {
        CloudUser carol = unverifiedAtMagento();

        ConnectPage question = connectAs(signInAndBeAsked(carol, app.signIn()), carol.magento())
                .connectPage()
                .asksToConfirm();

        assertThat(question.mismatch()).get().asString().contains("has not verified");
    }

    @Test
    void warnSaysThatThereIsNone() {
        CloudUser carol = users.unlinked(user -> {}, account -> {
            account.setEmail(null);
            account.setEmailVerified(false);
        });

        ConnectPage question = connectAs(signInAndBeAsked(carol, app.signIn()), carol.magento())
                .connectPage()
                .asksToConfirm();

        assertThat(question.mismatch()).get().asString().contains("did not provide an email address");
    }

    @Test
    void ignoreSaysNothing() {
        set(Map.of("emailPolicy", "ignore"));
        CloudUser carol = withAddressAtMagento(UUID.randomUUID() + "@example.net");

        ConnectPage question = connectAs(signInAndBeAsked(carol, app.signIn()), carol.magento())
                .connectPage()
                .asksToConfirm();

        assertThat(question.mismatch()).isEmpty();
    }

    @Test
    void requireRefusesAnother() {
        set(Map.of("emailPolicy", "require"));
        CloudUser carol = withAddressAtMagento(UUID.randomUUID() + "@example.net");

        ConnectPage refused = connectAs(signInAndBeAsked(carol, app.signIn()), carol.magento())
                .connectPage();

        assertThat(refused.offers("confirm")).isFalse();
        assertThat(refused.alert()).contains("is not the one of your account");
        events.awaitError(carol, "magento_email_mismatch");
        refused(refused.send("confirm"));
        assertThat(users.linkOf(carol)).isEmpty();
    }

    @Test
    void requireRefusesWhatWasAskedAboutBefore() {
        CloudUser carol = withAddressAtMagento(UUID.randomUUID() + "@example.net");
        ConnectPage question = connectAs(signInAndBeAsked(carol, app.signIn()), carol.magento())
                .connectPage()
                .asksToConfirm();

        set(Map.of("emailPolicy", "require"));
        ConnectPage refused = question.confirm().connectPage().asks();

        assertThat(refused.alert()).contains("is not the one of your account");
        events.awaitError(carol, "magento_email_mismatch");
        assertThat(users.linkOf(carol)).isEmpty();
    }

    @Test
    void requireRefusesAnUnverifiedOne() {
        set(Map.of("emailPolicy", "require"));
        CloudUser carol = unverifiedAtMagento();

        ConnectPage refused = connectAs(signInAndBeAsked(carol, app.signIn()), carol.magento())
                .connectPage();

        assertThat(refused.offers("confirm")).isFalse();
        assertThat(refused.alert()).contains("has not verified");
        events.awaitError(carol, "magento_email_unverified");
        assertThat(users.linkOf(carol)).isEmpty();
    }

    @Test
    void requireRefusesAUserWithoutAddress() {
        set(Map.of("emailPolicy", "require"));
        CloudUser carol = users.unlinked(user -> user.setEmail(null));

        ConnectPage refused = connectAs(signInAndBeAsked(carol, app.signIn()), carol.magento())
                .connectPage();

        assertThat(refused.offers("confirm")).isFalse();
        events.awaitError(carol, "magento_email_mismatch");
        assertThat(users.linkOf(carol)).isEmpty();
    }

    @Test
    void requireTakesUpperAndLowerCaseAsTheSame() {
        set(Map.of("emailPolicy", "require"));
        CloudUser carol = users.unlinked(user -> user.setEmail(user.getEmail().toUpperCase(Locale.ROOT)));
        CloudApp.SignIn request = app.signIn();

        request.succeededAt(connectAs(signInAndBeAsked(carol, request), carol.magento())
                .connectPage()
                .asksToConfirm()
                .confirm()
                .appPage());

        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    private CloudUser withAddressAtMagento(String address) {
        return users.unlinked(user -> {}, account -> account.setEmail(address));
    }

    private CloudUser unverifiedAtMagento() {
        return users.unlinked(user -> {}, account -> account.setEmailVerified(false));
    }
}
