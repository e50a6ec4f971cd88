package cloud.magento.accounts.link.it.link;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.AppPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.OtherProvider;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.EventRepresentation;

/**
 * A connected user links another provider with Keycloak's own linking. The user can sign in with that provider
 * afterwards, so linking it requires a recent sign-in, as for Magento.com.
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
        AppPage landed = signInThroughMagento(carol, request).appPage();

        browser.open(request.legacyLink(landed, other.alias())).appPage();

        assertThat(providersOf(carol)).containsExactlyInAnyOrder(CloudUsers.ALIAS, other.alias());
    }

    @Test
    void anOldSessionCannotDoItByTheLegacyAddress() {
        CloudUser carol = users.linked();
        CloudApp.SignIn request = app.signIn();
        AppPage landed = signInThroughMagento(carol, request).appPage();
        users.resetPassword(carol);

        Shown end = browser.open(request.legacyLink(landed, other.alias()));

        assertRefused(end, carol);
    }

    @Test
    void aRecentSignInIsEnoughByTheActionOfKeycloak() {
        CloudUser carol = users.linked();
        signInThroughMagento(carol, app.signIn()).appPage();

        linkByAction().appPage();

        assertThat(providersOf(carol)).containsExactlyInAnyOrder(CloudUsers.ALIAS, other.alias());
    }

    @Test
    void anOldSessionCannotDoItByTheActionOfKeycloak() {
        CloudUser carol = users.linked();
        signInThroughMagento(carol, app.signIn()).appPage();
        users.resetPassword(carol);

        assertRefused(linkByAction(), carol);
    }

    @Test
    void aUserWithoutPrimaryLoginIsNotAffected() {
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
}
