package cloud.magento.accounts.link.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Reports;
import cloud.magento.accounts.link.it.scenario.ServiceAdmin;
import cloud.magento.accounts.link.it.scenario.Site;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Who may call an endpoint. */
final class AdminRights {

    private AdminRights() {}

    /** Fails unless each of these roles of the realm is enough to read from an endpoint, and nothing less is. */
    static void assertThatTheyAreRequired(String path, String... roles) {
        assertThatTheyAreRequired(token -> Reports.get(path, Map.of(), "application/json", token), roles);
    }

    /** Fails unless each of these roles of the realm is enough for a request with a token, and nothing less is. */
    static void assertThatTheyAreRequired(Function<String, Http.Answer> request, String... roles) {
        ToIntFunction<String> status = token -> request.apply(token).status();
        assertThat(status.applyAsInt("")).as("no token").isEqualTo(401);
        assertThat(status.applyAsInt("no.token.atall")).as("a wrong token").isEqualTo(401);
        try (ServiceAdmin other = new ServiceAdmin(Site.magento(), "realm-admin")) {
            assertThat(status.applyAsInt(other.token()))
                    .as("another realm's admin")
                    .isEqualTo(403);
        }
        try (ServiceAdmin nobody = new ServiceAdmin(Site.cloud())) {
            assertThat(status.applyAsInt(nobody.token())).as("no role").isEqualTo(403);
        }
        try (ServiceAdmin clients = new ServiceAdmin(Site.cloud(), "manage-clients", "query-users", "view-events")) {
            assertThat(status.applyAsInt(clients.token())).as("other roles").isEqualTo(403);
        }
        for (String role : roles) {
            try (ServiceAdmin admin = new ServiceAdmin(Site.cloud(), role)) {
                assertThat(status.applyAsInt(admin.token())).as(role).isEqualTo(200);
            }
        }
    }
}
