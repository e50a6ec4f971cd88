package cloud.magento.accounts.link.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.Reports;
import cloud.magento.accounts.link.it.scenario.ServiceAdmin;
import cloud.magento.accounts.link.it.scenario.Site;
import java.util.Map;

/** Who may call an endpoint. */
final class AdminRights {

    private AdminRights() {}

    /** Fails unless each of these roles of the realm is enough, and nothing less is. */
    static void assertThatTheyAreRequired(String path, String... roles) {
        assertThat(status(path, "")).as("no token").isEqualTo(401);
        assertThat(status(path, "no.token.atall")).as("a wrong token").isEqualTo(401);
        try (ServiceAdmin other = new ServiceAdmin(Site.magento(), "realm-admin")) {
            assertThat(status(path, other.token())).as("another realm's admin").isEqualTo(403);
        }
        try (ServiceAdmin nobody = new ServiceAdmin(Site.cloud())) {
            assertThat(status(path, nobody.token())).as("no role").isEqualTo(403);
        }
        try (ServiceAdmin clients = new ServiceAdmin(Site.cloud(), "manage-clients", "query-users", "view-events")) {
            assertThat(status(path, clients.token())).as("other roles").isEqualTo(403);
        }
        for (String role : roles) {
            try (ServiceAdmin admin = new ServiceAdmin(Site.cloud(), role)) {
                assertThat(status(path, admin.token())).as(role).isEqualTo(200);
            }
        }
    }

    private static int status(String path, String token) {
        return Reports.get(path, Map.of(), "application/json", token).status();
    }
}
