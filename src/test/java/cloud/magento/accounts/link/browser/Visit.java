package cloud.magento.accounts.link.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.MagentoAccount;
import cloud.magento.accounts.link.it.scenario.Site;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.RequestOptions;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A user in a new real browser. It records console errors and requests to other hosts. */
final class Visit implements AutoCloseable {

    private static final Pattern PARAMETER = Pattern.compile("[?&](redirect_uri|state)=([^&]+)");

    private final BrowserContext context;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> strangers = new ArrayList<>();
    private Page page;

    Visit(Browser chromium, String language) {
        context = chromium.newContext(
                new Browser.NewContextOptions().setLocale(language).setViewportSize(1280, 800));
        context.setDefaultTimeout(20_000);
        context.onConsoleMessage(this::noteComplaint);
        context.onWebError(error -> complaints.add(error.error()));
        context.onRequest(request -> noteAddress(request.url()));
        page = context.newPage();
    }

    Page page() {
        return page;
    }

    Visit open(String address) {
        page.navigate(address);
        return this;
    }

    /** Goes on in another tab. */
    Visit newTab() {
        page = context.newPage();
        return this;
    }

    /** Signs in with the cloud's password. */
    Visit signIn(CloudUser user) {
        return signIn("cloud", user.username());
    }

    /** Signs in at Magento.com. */
    Visit signIn(MagentoAccount account) {
        return signIn("magento", account.username());
    }

    /** Presses a button of our page. */
    Visit press(String step) {
        return follow(button(step)::click);
    }

    /** Runs an action that loads another page, and waits for the page. */
    @SuppressWarnings("deprecation") // What it is replaced with cannot tell a page from the same page shown again.
    Visit follow(Runnable leave) {
        page.waitForNavigation(leave);
        return this;
    }

    Locator button(String step) {
        return page.locator("#connect-magento-form [name=step][value=" + step + "]");
    }

    /** Cancels at Magento.com, or lets it fail: the sign-in form has no button for that, so this opens the callback. */
    Visit comeBackWith(String error) {
        String redirect = null;
        String state = null;
        Matcher parameter = PARAMETER.matcher(page.url());
        while (parameter.find()) {
            if (parameter.group(1).equals("state")) {
                state = parameter.group(2);
            } else {
                redirect = URLDecoder.decode(parameter.group(2), StandardCharsets.UTF_8);
            }
        }
        return open(redirect + "?state=" + state + "&error=" + error);
    }

    /** Takes over a user's session, as the admin console does for an admin. */
    Visit impersonate(CloudUser user) {
        context.request()
                .post(
                        Site.address() + "/admin/realms/cloud/users/" + user.id() + "/impersonation",
                        RequestOptions.create().setHeader("Authorization", "Bearer " + Site.token()));
        return this;
    }

    /** Fails unless the sign-in form of Magento.com is shown. */
    Visit isAtMagento() {
        assertThat(page.url()).contains("/realms/magento/");
        page.waitForSelector("#kc-form-login");
        return this;
    }

    /** Fails unless our page is shown in this state. */
    Visit sees(String state) {
        Locator ours = page.locator("#connect-magento");
        assertThat(ours.count()).as("our page, but this is %s", this).isEqualTo(1);
        assertThat(ours.getAttribute("data-state")).isEqualTo(state);
        return this;
    }

    /** Fails unless the app got its code. */
    Visit isBackAtTheApp() {
        assertThat(page.locator("#test-app").count())
                .as("the app, but this is %s", this)
                .isEqualTo(1);
        assertThat(page.url()).contains("code=");
        return this;
    }

    Visit looks(int width, ColorScheme colours) {
        page.setViewportSize(width, width < 600 ? 800 : 720);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
        // Colours may fade in.
        page.evaluate("Promise.allSettled(document.getAnimations().map(animation => animation.finished))");
        return this;
    }

    /** Switches forced colours on or off. */
    Visit forcesColours(boolean forced) {
        page.emulateMedia(
                new Page.EmulateMediaOptions().setForcedColors(forced ? ForcedColors.ACTIVE : ForcedColors.NONE));
        return this;
    }

    /** Waits until nothing is wider than the window, and the account console has drawn itself anew for the width. */
    Visit settles() {
        page.waitForFunction("""
                () => {
                  const sidebar = document.querySelector(".pf-v5-c-page__sidebar");
                  return document.documentElement.scrollWidth <= document.documentElement.clientWidth
                    && (!sidebar || sidebar.classList.contains("pf-m-expanded") === innerWidth >= 1200);
                }""");
        return this;
    }

    /** The elements that are wider than the window. */
    @SuppressWarnings("unchecked")
    List<String> tooWide() {
        return (List<String>) page.evaluate("""
                () => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
                  [...document.body.querySelectorAll("*")]
                    .filter(element => element.getBoundingClientRect().left < 0
                      || element.getBoundingClientRect().right > document.documentElement.clientWidth)
                    .map(element => element.tagName + " " + element.id + " " + element.className)
                """);
    }

    /** The console errors of the pages. */
    List<String> complaints() {
        return complaints;
    }

    /** The requests to hosts other than Keycloak and the app. */
    List<String> strangers() {
        return strangers;
    }

    @Override
    public void close() {
        context.close();
    }

    @Override
    public String toString() {
        return page.url() + "\n" + page.locator("body").innerText();
    }

    private Visit signIn(String realm, String username) {
        page.waitForSelector("#kc-form-login");
        assertThat(page.url()).contains("/realms/" + realm + "/");
        // The form names another user: the button beside the name starts over.
        if (page.locator("#reset-login").count() > 0) {
            follow(() -> page.click("#reset-login"));
        }
        page.fill("#username", username);
        page.fill("#password", CloudUser.PASSWORD);
        return follow(() -> page.click("#kc-login"));
    }

    private void noteComplaint(ConsoleMessage message) {
        if (message.type().equals("error")) {
            complaints.add(message.text() + " at " + message.location());
        }
    }

    private void noteAddress(String address) {
        URI uri = URI.create(address.split("[?#]", 2)[0]);
        boolean local = "data".equals(uri.getScheme())
                || "blob".equals(uri.getScheme())
                || Site.address().getAuthority().equals(uri.getAuthority())
                || "127.0.0.1".equals(uri.getHost());
        if (!local) {
            strangers.add(address);
        }
    }
}
