package cloud.magento.accounts.link.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.ActionSettings;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.Site;
import com.microsoft.playwright.Browser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.keycloak.admin.client.resource.ClientResource;
import org.keycloak.representations.idm.ClientRepresentation;

/** The base of tests with a real browser. Pages must not log console errors or load resources from other hosts. */
abstract class BrowserScenario {

    private static Browser chromium;

    private final List<Visit> visits = new ArrayList<>();
    private ActionSettings settings;
    CloudUsers users;

    @BeforeAll
    static void startChromium() {
        chromium = Chromium.browser();
    }

    @BeforeEach
    void begin() {
        users = new CloudUsers(Site.cloud(), Site.magento());
        settings = new ActionSettings(Site.cloud());
    }

    @AfterEach
    void end() {
        settings.restore();
        try {
            visits.forEach(BrowserScenario::inspect);
        } finally {
            visits.forEach(Visit::close);
            visits.clear();
        }
    }

    final Visit visit(String language) {
        Visit visit = new Visit(chromium, language);
        visits.add(visit);
        return visit;
    }

    /** Ends a visit before the test's end. */
    final void close(Visit visit) {
        visits.remove(visit);
        try (visit) {
            inspect(visit);
        }
    }

    private static void inspect(Visit visit) {
        assertThat(visit.complaints()).as("on the console").isEmpty();
        assertThat(visit.strangers()).as("fetched from elsewhere").isEmpty();
    }

    final void set(Map<String, String> changes) {
        settings.change(changes);
    }

    final void restoreSettings() {
        settings.restore();
    }

    /** An app whose login pages have another theme than the realm. */
    static CloudApp appWithTheme(String theme) {
        CloudApp app = CloudApp.registered(Site.address(), Site.cloud());
        ClientRepresentation client =
                Site.cloud().clients().findByClientId(app.clientId()).get(0);
        client.getAttributes().put("login_theme", theme);
        ClientResource resource = Site.cloud().clients().get(client.getId());
        resource.update(client);
        return app;
    }
}
