package cloud.magento.accounts.link.it.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.htmlunit.BrowserVersion;
import org.htmlunit.CookieManager;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebClient;
import org.htmlunit.WebRequest;
import org.htmlunit.WebWindow;
import org.htmlunit.http.Cookie;
import org.htmlunit.util.NameValuePair;
import org.htmlunit.util.UrlUtils;

/** A user's browser without JavaScript, since every path must work without it. Tabs share cookies. */
public final class Browser implements AutoCloseable {

    private final WebClient client;
    private final Tab firstTab;
    private int tabs;

    /** A new browser with the language English. */
    public Browser() {
        this(Locale.ENGLISH);
    }

    /** A new browser with this language. */
    public Browser(Locale language) {
        BrowserVersion version = new BrowserVersion.BrowserVersionBuilder(BrowserVersion.CHROME)
                .setBrowserLanguage(language.toLanguageTag())
                .setAcceptLanguageHeader(language.toLanguageTag())
                .build();
        client = new WebClient(version);
        client.setCookieManager(new LoopbackCookies());
        client.getOptions().setJavaScriptEnabled(false);
        client.getOptions().setCssEnabled(false);
        client.getOptions().setDownloadImages(false);
        client.getOptions().setRedirectEnabled(true);
        // An error page is a page: the tests look at what it says.
        client.getOptions().setThrowExceptionOnFailingStatusCode(false);
        client.getOptions().setPrintContentOnFailingStatusCode(false);
        client.getOptions().setTimeout(60_000);
        // HtmlUnit would follow lower-case addresses of HTML pages only; a tab follows the Refresh header itself.
        client.setRefreshHandler((page, address, seconds) -> {});
        firstTab = new Tab(client.getCurrentWindow());
    }

    /** Types an address into the first tab. */
    public Shown open(String address) {
        return firstTab.open(address);
    }

    /** Types an address into the first tab. */
    public Shown open(URI address) {
        return firstTab.open(address.toString());
    }

    /** Opens another tab of the same browser. */
    public Tab newTab() {
        tabs++;
        return new Tab(client.openWindow(UrlUtils.URL_ABOUT_BLANK, "tab" + tabs));
    }

    /** What the first tab shows now. */
    public Shown shown() {
        return firstTab.shown();
    }

    /** The first tab. */
    public Tab tab() {
        return firstTab;
    }

    /** Removes all cookies. */
    public void clearCookies() {
        client.getCookieManager().clearCookies();
    }

    /** Removes the cookies of one path, such as that of a realm. */
    public void clearCookiesOf(String path) {
        client.getCookieManager().getCookies().stream()
                .filter(cookie -> path.equals(cookie.getPath()))
                .forEach(client.getCookieManager()::removeCookie);
    }

    /** Removes one cookie. */
    public void clearCookie(String name) {
        client.getCookieManager().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .forEach(client.getCookieManager()::removeCookie);
    }

    /** Takes over a user's session, as the admin console does for an admin. */
    public void impersonate(String address, String adminToken) {
        try {
            WebRequest request = new WebRequest(URI.create(address).toURL(), HttpMethod.POST);
            request.setAdditionalHeader("Authorization", "Bearer " + adminToken);
            firstTab.load(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Restarts the browser: only persistent cookies remain. */
    public void restart() {
        client.getCookieManager().getCookies().stream()
                .filter(cookie -> cookie.getExpires() == null)
                .forEach(client.getCookieManager()::removeCookie);
    }

    /** The value of a cookie that Keycloak set. */
    public Optional<String> cookie(String name) {
        return client.getCookieManager().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(Cookie::getValue)
                .findFirst();
    }

    /** The header "Cookie" that the browser sends to this address. */
    public String cookiesFor(String address) {
        String path = URI.create(address).getPath();
        return client.getCookieManager().getCookies().stream()
                .filter(cookie -> path.startsWith(cookie.getPath()))
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    /** Continues with the cookies of another browser, like an attacker. */
    public void takeCookiesOf(Browser other) {
        clearCookies();
        other.client.getCookieManager().getCookies().forEach(client.getCookieManager()::addCookie);
    }

    @Override
    public void close() {
        client.close();
    }

    /** One tab. */
    public final class Tab {

        private final WebWindow window;

        private Tab(WebWindow window) {
            this.window = window;
        }

        /** Types an address into this tab. */
        public Shown open(String address) {
            try {
                return load(new WebRequest(URI.create(address).toURL()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Sends a form that no page offered, with this tab's cookies. */
        public Shown post(String address, Map<String, String> fields) {
            try {
                WebRequest request = new WebRequest(URI.create(address).toURL(), HttpMethod.POST);
                request.setRequestParameters(fields.entrySet().stream()
                        .map(e -> new NameValuePair(e.getKey(), e.getValue()))
                        .toList());
                return load(request);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The same, but returns the redirect address without following it. */
        public String postWithoutFollowing(String address, Map<String, String> fields) {
            return withoutFollowing(() -> post(address, fields));
        }

        /** Opens an address, but returns the redirect address without following it. */
        public String openWithoutFollowing(String address) {
            return withoutFollowing(() -> open(address));
        }

        private String withoutFollowing(Supplier<Shown> request) {
            client.getOptions().setRedirectEnabled(false);
            try {
                Shown answer = request.get();
                String location = window.getEnclosedPage().getWebResponse().getResponseHeaderValue("Location");
                if (location == null) {
                    throw new AssertionError("Expected to be sent elsewhere, but " + answer);
                }
                return location;
            } finally {
                client.getOptions().setRedirectEnabled(true);
            }
        }

        /** Presses "reload". A page that came by a form is sent again, as browsers offer to. */
        public Shown reload() {
            return load(window.getEnclosedPage().getWebResponse().getWebRequest());
        }

        /** Presses "back" and has the earlier page loaded anew, as browsers do for pages that forbid caching. */
        public Shown back() {
            try {
                window.getHistory().back();
                return shown();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** What this tab shows now. */
        public Shown shown() {
            Page page = window.getEnclosedPage();
            String refresh = page.getWebResponse().getResponseHeaderValue("Refresh");
            return refresh == null
                    ? new Shown(this, page)
                    : open(refresh.substring(refresh.indexOf("url=") + "url=".length()));
        }

        private Shown load(WebRequest request) {
            try {
                client.getPage(window, request);
                return shown();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Keycloak marks its cookies "Secure" on loopback addresses, because real browsers trust these without TLS.
     * HtmlUnit does not, so the mark is left out here.
     */
    private static final class LoopbackCookies extends CookieManager {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized void addCookie(Cookie cookie) {
            super.addCookie(new Cookie(
                    cookie.getDomain(),
                    cookie.getName(),
                    cookie.getValue(),
                    cookie.getPath(),
                    cookie.getExpires(),
                    false,
                    cookie.isHttpOnly(),
                    cookie.getSameSite()));
        }
    }
}
