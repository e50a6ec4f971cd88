package cloud.magento.accounts.link.it.scenario;

import cloud.magento.accounts.link.it.pages.AppPage;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;

/**
 * The plain way from the page into the app, to be read as one sentence:
 *
 * <pre>signInToConnect(carol, request).connectAs(carol.magento()).confirm().landsIn(request);</pre>
 *
 * Each step fails unless it shows the page that comes next. A test that checks something on the way takes the page.
 */
public final class Connecting {

    private final ConnectPage page;

    Connecting(ConnectPage page) {
        this.page = page;
    }

    /** "Connect with Magento.com", then signs in there; fails unless the page asks to confirm. */
    public Question connectAs(MagentoAccount account) {
        return new Question(CloudScenario.connectAs(page, account).connectPage().asksToConfirm());
    }

    /** The same where Magento.com returns at once: the browser is signed in there, or it is a {@link StandIn}. */
    public Question connectAtOnce() {
        return new Question(page.connect().connectPage().asksToConfirm());
    }

    /** The page asks to confirm. */
    public static final class Question {

        private final ConnectPage page;

        private Question(ConnectPage page) {
            this.page = page;
        }

        /** The page that asks, for a test that checks what it says or does something else than confirm. */
        public ConnectPage question() {
            return page;
        }

        /** "Connect": yes, these two accounts. */
        public Confirmed confirm() {
            return new Confirmed(page.confirm());
        }
    }

    /** The user has confirmed. */
    public static final class Confirmed {

        private final Shown shown;

        private Confirmed(Shown shown) {
            this.shown = shown;
        }

        /** Whatever is shown next. */
        public Shown shown() {
            return shown;
        }

        /** Fails unless the app is shown. */
        public AppPage landsInApp() {
            return shown.appPage();
        }

        /** Fails unless the app is shown and has the code that it asked for with this request. */
        public AppPage landsIn(CloudApp.SignIn request) {
            return request.succeededAt(shown.appPage());
        }

        /** Fails unless the SAML app is shown and has an assertion. */
        public void landsIn(SamlApp app) {
            app.succeededAt(shown.appPage());
        }
    }
}
