package cloud.magento.accounts.link.it.scenario;

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
 * The base of most tests: an app, users and a new browser. The realm is imported from realm-export.json, so the cutoff
 * is in the past and Magento.com is the primary login.
 */
public abstract class CloudScenario {

    protected final CloudUsers users = new CloudUsers(Site.cloud(), Site.magento());
    protected final RealmEvents events = new RealmEvents(Site.cloud());
    protected final CloudApp app = CloudApp.registered(Site.address(), Site.cloud());
    private final ActionSettings settings = new ActionSettings(Site.cloud());
    protected Browser browser;

    @BeforeEach
    protected void openBrowser() {
        browser = new Browser();
    }

    @AfterEach
    protected void closeBrowserAndRestoreSettings() {
        browser.close();
        settings.restore();
    }

    /** Changes settings for the rest of the test and keeps the others. An empty value removes a setting. */
    protected final void set(Map<String, String> changes) {
        settings.change(changes);
    }

    /** Stores settings without validation, as an import does. */
    protected final void force(Map<String, String> changes) {
        settings.force(changes);
    }

    /** Clears the settings, as an update of the required action without them does. */
    protected final void clear() {
        settings.clear();
    }

    /** Opens the app's request and signs in with the cloud's password. */
    protected Shown signIn(CloudUser user, CloudApp.SignIn request) {
        return signIn(browser, user, request);
    }

    /** The same in another browser. */
    protected static Shown signIn(Browser browser, CloudUser user, CloudApp.SignIn request) {
        return browser.open(request.address()).signInPage().ofCloud().signIn(user.username(), CloudUser.PASSWORD);
    }

    /** Signs in with the cloud's password; fails unless our page is shown. */
    protected ConnectPage signInAndBeAsked(CloudUser user, CloudApp.SignIn request) {
        return signInAndBeAsked(browser, user, request);
    }

    /** The same in another browser. */
    protected static ConnectPage signInAndBeAsked(Browser browser, CloudUser user, CloudApp.SignIn request) {
        return signIn(browser, user, request).connectPage().asks();
    }

    /** Signs in with the cloud's password and continues on our page, see {@link Connecting}. */
    protected Connecting signInToConnect(CloudUser user, CloudApp.SignIn request) {
        return signInToConnect(browser, user, request);
    }

    /** The same in another browser. */
    protected static Connecting signInToConnect(Browser browser, CloudUser user, CloudApp.SignIn request) {
        return continueOn(signInAndBeAsked(browser, user, request));
    }

    /** Continues on our page, see {@link Connecting}. */
    protected static Connecting continueOn(ConnectPage page) {
        return new Connecting(page);
    }

    /** Goes from our page to Magento.com and signs in there; for tests in which no confirmation follows. */
    protected static Shown connectAs(ConnectPage page, MagentoAccount account) {
        return page.connect().signInPage().ofMagento().signIn(account.username(), CloudUser.PASSWORD);
    }

    /** Signs in with the cloud's password and finishes at Magento.com, as the primary login requires. */
    protected Shown signInThroughMagento(CloudUser user, CloudApp.SignIn request) {
        return signInThroughMagento(browser, user, request);
    }

    /** The same in another browser. */
    protected static Shown signInThroughMagento(Browser browser, CloudUser user, CloudApp.SignIn request) {
        return signIn(browser, user, request)
                .signInPage()
                .ofMagento()
                .signIn(user.magento().username(), CloudUser.PASSWORD);
    }

    /** Signs in with the button of Magento.com on the cloud's sign-in page, without the cloud's password. */
    protected Shown signInByButton(MagentoAccount account, CloudApp.SignIn request) {
        return signInByButton(browser, account, request);
    }

    /** The same in another browser. */
    protected static Shown signInByButton(Browser browser, MagentoAccount account, CloudApp.SignIn request) {
        return browser.open(request.address())
                .signInPage()
                .ofCloud()
                .signInWith(CloudUsers.ALIAS)
                .signInPage()
                .ofMagento()
                .signIn(account.username(), CloudUser.PASSWORD);
    }

    /** Signs in while the mode is off, so that this browser has a session of a user who was not asked. */
    protected final void signInUnasked(CloudUser user) {
        set(Map.of("mode", "off"));
        signIn(user, app.signIn()).appPage();
        set(Map.of("mode", "on"));
    }

    /** An admin takes over a session of the user in this browser. */
    protected final void impersonate(CloudUser user) {
        browser.impersonate(Site.address() + "/admin/realms/cloud/users/" + user.id() + "/impersonation", Site.token());
    }

    /**
     * Connects and disconnects the user until the last change is later than the sign-in of this browser's cookie, whose
     * time is in seconds.
     */
    protected final void makeCookieOld(CloudUser user) {
        Eventually.get(
                () -> {
                    users.link(user, user.magento());
                    users.resource(user).removeFederatedIdentity(CloudUsers.ALIAS);
                    ConnectPage page = browser.open(app.signIn().address()).connectPage();
                    return Optional.of(page).filter(shown -> shown.state().equals("reauthenticate"));
                },
                () -> "The sign-in does not become old: " + browser.shown());
    }

    /** The page that refuses an account: at once or after the confirmation. Both are correct if nothing is stored. */
    protected static ConnectPage refused(Shown afterMagento) {
        ConnectPage page = afterMagento.connectPage();
        return page.offers("confirm") ? page.confirm().connectPage() : page;
    }

    /** Fails unless an event has the error and the reference that the page shows. */
    protected void assertFoundInEvents(ConnectPage page, CloudUser user, String error, String phase) {
        EventRepresentation event = events.awaitError(user, error);
        assertThat(RealmEvents.detail(event, "magento_link_reference"))
                .isPresent()
                .isEqualTo(page.reference());
        assertThat(RealmEvents.detail(event, "magento_link_phase")).contains(phase);
    }
}
