package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.keycloak.representations.idm.EventRepresentation;

/**
 * What most tests begin with: an app, people, a browser that nobody has used yet. The realm is realm-export.json as it
 * is, so the cutoff is long past and Magento.com is the primary login.
 */
abstract class CloudScenario {

    final CloudUsers users = new CloudUsers(Site.cloud(), Site.magento());
    final RealmEvents events = new RealmEvents(Site.cloud());
    final CloudApp app = CloudApp.registered(Site.address(), Site.cloud());
    private final ActionSettings settings = new ActionSettings(Site.cloud());
    Browser browser;

    @BeforeEach
    void openBrowser() {
        browser = new Browser();
    }

    @AfterEach
    void closeBrowserAndRestoreSettings() {
        browser.close();
        settings.restore();
    }

    /** Changes settings for the rest of the test and keeps the others. An empty value takes a setting away. */
    final void set(Map<String, String> changes) {
        settings.change(changes);
    }

    /** Stores settings past the checks, as an import does. */
    final void force(Map<String, String> changes) {
        settings.force(changes);
    }

    /** Clears the settings, as an update of the required action without them does. */
    final void clear() {
        settings.clear();
    }

    /** Comes from the app and signs in with the cloud's password. */
    Shown signIn(CloudUser user, CloudApp.SignIn request) {
        return browser.open(request.address()).signInPage().ofCloud().signIn(user.username(), CloudUser.PASSWORD);
    }

    /** The same, and is shown our page. */
    ConnectPage signInAndBeAsked(CloudUser user, CloudApp.SignIn request) {
        return signIn(user, request).connectPage().asks();
    }

    /** From our page to Magento.com, where the person signs in with the account. */
    static Shown connectAs(ConnectPage page, MagentoAccount account) {
        return page.connect().signInPage().ofMagento().signIn(account.username(), CloudUser.PASSWORD);
    }

    /**
     * Connects the user and disconnects them again, until that is later than the sign-in of this browser's cookie: that
     * is kept to the second.
     */
    final void makeCookieOld(CloudUser user) {
        Eventually.get(
                () -> {
                    users.link(user, user.magento());
                    users.resource(user).removeFederatedIdentity(CloudUsers.ALIAS);
                    ConnectPage page = browser.open(app.signIn().address()).connectPage();
                    return Optional.of(page).filter(shown -> shown.state().equals("reauthenticate"));
                },
                () -> "Still fresh after all this time: " + browser.shown());
    }

    /**
     * The page that refuses an account: at once, or when the person says yes. Either is fine, as long as nothing is
     * written.
     */
    static ConnectPage refused(Shown afterMagento) {
        ConnectPage page = afterMagento.connectPage();
        return page.offers("confirm") ? page.confirm().connectPage() : page;
    }

    /** An admin finds what the page tells by the code that it shows. */
    void assertFoundInEvents(ConnectPage told, CloudUser user, String error, String phase) {
        EventRepresentation event = events.awaitError(user, error);
        assertThat(RealmEvents.detail(event, "magento_link_reference"))
                .isPresent()
                .isEqualTo(told.reference());
        assertThat(RealmEvents.detail(event, "magento_link_phase")).contains(phase);
    }
}
