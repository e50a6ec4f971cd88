package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.AppPage;
import cloud.magento.accounts.link.it.pages.Shown;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.EventRepresentation;

/**
 * A connected user who connects another provider by Keycloak's own linking. Its button is a way to sign in from then
 * on, so it needs a sign-in as recent as connecting Magento.com does.
 */
final class OtherProviderLinkingIT extends CloudScenario {

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
    void aRecentSignInIsEnoughByTheLegacyAddress() {
        CloudUser carol = users.linked();
        CloudApp.SignIn request = app.signIn();
        AppPage landed = signInThroughMagento(carol, request);

        browser.open(request.legacyLink(landed, other.alias())).appPage();

        assertThat(providersOf(carol)).containsExactlyInAnyOrder(CloudUsers.ALIAS, other.alias());
    }

    @Test
    void anOldSessionCannotDoItByTheLegacyAddress() {
        CloudUser carol = users.linked();
        CloudApp.SignIn request = app.signIn();
        AppPage landed = signInThroughMagento(carol, request);
        users.resetPassword(carol);

        Shown end = browser.open(request.legacyLink(landed, other.alias()));

        assertRefused(end, carol);
    }

    @Test
    void aRecentSignInIsEnoughByTheActionOfKeycloak() {
        CloudUser carol = users.linked();
        signInThroughMagento(carol, app.signIn());

        linkByAction().appPage();

        assertThat(providersOf(carol)).containsExactlyInAnyOrder(CloudUsers.ALIAS, other.alias());
    }

    @Test
    void anOldSessionCannotDoItByTheActionOfKeycloak() {
        CloudUser carol = users.linked();
        signInThroughMagento(carol, app.signIn());
        users.resetPassword(carol);

        assertRefused(linkByAction(), carol);
    }

    @Test
    void whoDoesNotSignInWithMagentoIsNotConcerned() {
        set(Map.of("primaryLogin", "off"));
        CloudUser carol = users.linked();
        CloudApp.SignIn request = app.signIn();
        AppPage landed = signIn(carol, request).appPage();
        users.resetPassword(carol);
        String legacy = request.legacyLink(landed, other.alias());

        browser.open(legacy)
                .signInPage()
                .ofMagento()
                .signIn(carol.magento().username(), CloudUser.PASSWORD)
                .appPage();

        assertThat(providersOf(carol)).contains(other.alias());
    }

    private Shown linkByAction() {
        return browser.open(app.signIn(Map.of("kc_action", "idp_link:" + other.alias()))
                        .address())
                .formPage()
                .submit();
    }

    private void assertRefused(Shown end, CloudUser user) {
        assertThat(end.errorPage().message()).contains("Sign in again to connect with");
        assertThat(providersOf(user)).containsExactly(CloudUsers.ALIAS);
        EventRepresentation told = events.awaitError(user, "magento_reauthentication_required");
        assertThat(told.getDetails()).containsEntry("identity_provider", other.alias());
    }

    private Iterable<String> providersOf(CloudUser user) {
        return users.resource(user).getFederatedIdentity().stream()
                .map(identity -> identity.getIdentityProvider())
                .toList();
    }

    private AppPage signInThroughMagento(CloudUser user, CloudApp.SignIn request) {
        return signIn(user, request)
                .signInPage()
                .ofMagento()
                .signIn(user.magento().username(), CloudUser.PASSWORD)
                .appPage();
    }
}
