package cloud.magento.accounts.link.it.link;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Warnings and refusals if the email addresses of the two accounts differ. */
final class EmailPolicyIT extends CloudScenario {

    @Test
    void warnShowsTheDifferenceAndConnectsAfterTheConfirmation() {
        CloudUser carol = withAddressAtMagento(UUID.randomUUID() + "@example.net");
        CloudApp.SignIn request = app.signIn();

        ConnectPage question =
                signInToConnect(carol, request).connectAs(carol.magento()).question();

        assertThat(question.mismatch()).get().asString().contains("differ");
        request.succeededAt(question.confirm().appPage());
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        assertThat(users.stored(carol).getEmail()).as("kept").isEqualTo(carol.email());
    }

    @Test
    void warnShowsThatTheAddressIsNotVerified() {
        CloudUser carol = unverifiedAtMagento();

        ConnectPage question =
                signInToConnect(carol, app.signIn()).connectAs(carol.magento()).question();

        assertThat(question.mismatch()).get().asString().contains("has not verified");
    }

    @Test
    void ignoreShowsNoDifference() {
        set(Map.of("emailPolicy", "ignore"));
        CloudUser carol = withAddressAtMagento(UUID.randomUUID() + "@example.net");

        ConnectPage question =
                signInToConnect(carol, app.signIn()).connectAs(carol.magento()).question();

        assertThat(question.mismatch()).isEmpty();
    }

    @Test
    void requireRefusesAnother() {
        set(Map.of("emailPolicy", "require"));
        CloudUser carol = withAddressAtMagento(UUID.randomUUID() + "@example.net");

        ConnectPage refused = connectAs(signInAndBeAsked(carol, app.signIn()), carol.magento())
                .connectPage();

        assertRefused(carol, refused);
    }

    @Test
    void requireRefusesWhatWasAskedAboutBefore() {
        CloudUser carol = withAddressAtMagento(UUID.randomUUID() + "@example.net");
        ConnectPage question =
                signInToConnect(carol, app.signIn()).connectAs(carol.magento()).question();

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

        signInToConnect(carol, request).connectAs(carol.magento()).confirm().landsIn(request);

        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    /** A domain can be written in Unicode or in ASCII (Punycode). */
    @ParameterizedTest
    @CsvSource({
        "ignore, münchen.example, xn--mnchen-3ya.example",
        "warn, münchen.example, xn--mnchen-3ya.example",
        "require, münchen.example, xn--mnchen-3ya.example",
        "require, xn--mnchen-3ya.example, münchen.example",
        "require, xn--mnchen-3ya.example, MÜNCHEN.example",
    })
    void everyRuleTakesBothSpellingsOfAnInternationalDomainAsTheSame(String rule, String here, String atMagento) {
        set(Map.of("emailPolicy", rule));
        CloudUser carol = withDomains(here, atMagento);
        CloudApp.SignIn request = app.signIn();

        ConnectPage question =
                signInToConnect(carol, request).connectAs(carol.magento()).question();

        assertThat(question.mismatch()).isEmpty();
        assertConnects(carol, question, request);
    }

    @Test
    void requireRefusesADomainThatOnlyLooksLikeTheSame() {
        set(Map.of("emailPolicy", "require"));
        CloudUser carol = withDomains("straße.example", "strasse.example");

        ConnectPage refused = connectAs(signInAndBeAsked(carol, app.signIn()), carol.magento())
                .connectPage();

        assertRefused(carol, refused);
    }

    @ParameterizedTest
    @CsvSource({"ignore, ''", "warn, did not provide an email address"})
    void anAccountWithoutAddressIsConnectedAfterTheYes(String rule, String words) {
        set(Map.of("emailPolicy", rule));
        CloudUser carol = withoutAddressAtMagento();
        CloudApp.SignIn request = app.signIn();

        ConnectPage question =
                signInToConnect(carol, request).connectAs(carol.magento()).question();

        assertThat(question.mismatch().isEmpty()).isEqualTo(words.isEmpty());
        assertThat(question.mismatch().orElse("")).contains(words);
        assertThat(question.magentoAccount())
                .get()
                .asString()
                .contains(carol.magento().username());
        assertConnects(carol, question, request);
    }

    @Test
    void requireRefusesAnAccountWithoutAddress() {
        set(Map.of("emailPolicy", "require"));
        CloudUser carol = withoutAddressAtMagento();

        ConnectPage refused = connectAs(signInAndBeAsked(carol, app.signIn()), carol.magento())
                .connectPage();

        assertRefused(carol, refused);
    }

    private void assertConnects(CloudUser user, ConnectPage question, CloudApp.SignIn request) {
        request.succeededAt(question.confirm().appPage());
        assertThat(users.isLinked(user, user.magento())).isTrue();
        assertThat(users.stored(user).getEmail()).as("kept").isEqualTo(user.email());
        assertThat(events.errors(user)).isEmpty();
        assertThat(events.of(user, "FEDERATED_IDENTITY_LINK")).hasSize(1);
    }

    private void assertRefused(CloudUser user, ConnectPage refused) {
        assertThat(refused.offers("confirm")).isFalse();
        assertThat(refused.alert()).contains("is not the one of your account");
        events.awaitError(user, "magento_email_mismatch");
        refused(refused.send("confirm"));
        assertThat(users.linkOf(user)).isEmpty();
        assertThat(events.of(user, "LOGIN")).isEmpty();
    }

    private CloudUser withDomains(String here, String atMagento) {
        return users.unlinked(
                user -> user.setEmail(user.getUsername() + "@" + here),
                account -> account.setEmail(account.getUsername().substring(1) + "@" + atMagento));
    }

    private CloudUser withoutAddressAtMagento() {
        return users.unlinked(user -> {}, account -> {
            account.setEmail(null);
            account.setEmailVerified(false);
        });
    }

    private CloudUser withAddressAtMagento(String address) {
        return users.unlinked(user -> {}, account -> account.setEmail(address));
    }

    private CloudUser unverifiedAtMagento() {
        return users.unlinked(user -> {}, account -> account.setEmailVerified(false));
    }
}
