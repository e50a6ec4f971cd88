package cloud.magento.accounts.link.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.browser.Scene.Stage;
import cloud.magento.accounts.link.it.server.Build;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.LoadState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Our page loads little more than Keycloak's own sign-in page, with an empty cache. */
@Tag("look")
final class WeightIT extends BrowserScenario {

    private static final int ALLOWANCE = 10_240;

    @Test
    void atMostTenKilobytesMoreThanTheSignInPage() {
        Visit stock = visit("en");
        List<Request> signIn = loading(
                stock, () -> stock.open(appWithTheme("keycloak.v2").signIn().address()));
        Visit ours = visit("en");
        Scene.ASK_BEFORE_CUTOFF.show(new Stage(ours, appWithTheme("magento"), users, this::set));
        List<Request> connect = loading(ours, () -> ours.page().reload());

        assertThat(weight(connect) - weight(signIn)).isLessThanOrEqualTo(ALLOWANCE);
        assertThat(connect)
                .as("nothing old from the browser's cache")
                .anyMatch(request -> request.url().endsWith("/css/connect-magento.css?v=" + Build.version()));
        assertThat(count(connect, "script")).isLessThanOrEqualTo(count(signIn, "script"));
        assertThat(count(connect, "font")).isLessThanOrEqualTo(count(signIn, "font"));
    }

    /** The resources that a page loads with an empty cache. */
    private static List<Request> loading(Visit visit, Runnable load) {
        CDPSession session = visit.page().context().newCDPSession(visit.page());
        session.send("Network.enable");
        JsonObject off = new JsonObject();
        off.addProperty("cacheDisabled", true);
        session.send("Network.setCacheDisabled", off);
        List<Request> requests = new ArrayList<>();
        visit.page().onRequest(requests::add);
        load.run();
        visit.page().waitForLoadState(LoadState.NETWORKIDLE);
        assertThat(requests).isNotEmpty();
        return requests;
    }

    private static long weight(List<Request> requests) {
        return requests.stream()
                .filter(request -> !request.url().startsWith("data:"))
                .mapToLong(request -> request.sizes().responseBodySize)
                .sum();
    }

    private static long count(List<Request> requests, String kind) {
        return requests.stream()
                .filter(request -> request.resourceType().equals(kind))
                .count();
    }
}
