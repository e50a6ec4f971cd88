package cloud.magento.accounts.link.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.ServiceAdmin;
import cloud.magento.accounts.link.it.scenario.Site;
import java.util.function.ToIntFunction;

/** Who may call an endpoint that changes users. */
final class ChangeRights {

    private ChangeRights() {}

    /**
     * Fails unless the role {@code manage-users} of the realm is required.
     *
     * @param call sends the request with this token and returns the status
     */
    static void assertThatManageUsersIsRequired(ToIntFunction<String> call) {
        assertThat(call.applyAsInt("")).as("no token").isEqualTo(401);
        assertThat(call.applyAsInt("no.token.atall")).as("a wrong token").isEqualTo(401);
        try (ServiceAdmin other = new ServiceAdmin(Site.magento(), "realm-admin")) {
            assertThat(call.applyAsInt(other.token()))
                    .as("another realm's admin")
                    .isEqualTo(403);
        }
        try (ServiceAdmin nobody = new ServiceAdmin(Site.cloud())) {
            assertThat(call.applyAsInt(nobody.token())).as("no role").isEqualTo(403);
        }
        try (ServiceAdmin reader =
                new ServiceAdmin(Site.cloud(), "view-users", "query-users", "view-realm", "manage-clients")) {
            assertThat(call.applyAsInt(reader.token())).as("read-only").isEqualTo(403);
        }
        try (ServiceAdmin manager = new ServiceAdmin(Site.cloud(), "manage-users")) {
            assertThat(call.applyAsInt(manager.token())).as("manage-users").isBetween(200, 299);
        }
    }
}
