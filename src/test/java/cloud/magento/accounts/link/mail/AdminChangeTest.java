package cloud.magento.accounts.link.mail;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeSession;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.AuthDetails;

@DisplayName("A change by an admin")
final class AdminChangeTest {

    private final FakeSession session = new FakeSession();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "users/carol",
                "users/carol/federated-identity/magento",
                "magento-link/users/carol/link",
            })
    void isOneOfTheUserInThePath(String path) {
        report(path, "cloud", "admin");

        assertThat(isByAdmin("carol")).isTrue();
        assertThat(isByAdmin("dave")).isFalse();
    }

    @Test
    void isAlsoOneByAnAdminOfAnotherRealmWithTheSameId() {
        report("users/carol/federated-identity/magento", "master", "carol");

        assertThat(isByAdmin("carol")).isTrue();
    }

    @Test
    void isNoneIfTheAdminIsTheUser() {
        report("users/carol/federated-identity/magento", "cloud", "carol");

        assertThat(isByAdmin("carol")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "users", "clients/carol", "powerusers/carol"})
    void isNoneIfThePathNamesNoUser(String path) {
        report(path, "cloud", "admin");

        assertThat(isByAdmin("carol")).isFalse();
    }

    @Test
    void isNoneInARequestWithoutAnEventOfAnAdmin() {
        assertThat(isByAdmin("carol")).isFalse();
    }

    private void report(String path, String adminRealm, String adminId) {
        AuthDetails admin = new AuthDetails();
        admin.setRealmId(adminRealm);
        admin.setUserId(adminId);
        AdminEvent event = new AdminEvent();
        event.setRealmId("cloud");
        event.setResourcePath(path);
        event.setAuthDetails(admin);
        AdminChange.onEvent(session.model(), event);
    }

    private boolean isByAdmin(String userId) {
        return AdminChange.isOf(
                session.model(), new LinkChange.Origin("cloud", userId, "magento", "", "192.0.2.1", Instant.EPOCH));
    }
}
