package cloud.magento.accounts.link.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.Changes;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudProvider;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.server.Balancer.Served;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.resource.RoleScopeResource;
import org.keycloak.representations.idm.IdentityProviderMapperRepresentation;
import org.keycloak.representations.idm.RoleRepresentation;

/** What an admin changes on one node acts on the other at the very next request. */
final class OtherNodeIT extends ClusterScenario {

    private static final int TIMES = 5;
    private static final String ADMINS = " /admin/";
    private static final String USERS = " /realms/cloud/";

    @BeforeEach
    void adminsUseTheFirstNodeAndUsersTheSecond() {
        balancer.pin(ADMINS, first);
        balancer.pin(USERS, second);
    }

    @Test
    void settings() {
        CloudUser carol = users.unlinked();
        for (int i = 0; i < TIMES; i++) {
            assertThat(next(carol).isConnectPage()).as("mode on").isTrue();
            set(Map.of("mode", "off"));
            assertThat(next(carol).isAppPage()).as("mode off").isTrue();
            set(Map.of("mode", "on"));
        }
        set(Schedules.REMINDING);
        assertThat(next(carol).connectPage().offers("later")).isTrue();
        set(Schedules.DUE);
        assertThat(next(carol).connectPage().offers("later")).isFalse();
    }

    @Test
    void aPersonalDeadline() {
        set(Schedules.REMINDING);
        CloudUser carol = users.unlinked();
        for (int i = 0; i < TIMES; i++) {
            assertThat(next(carol).connectPage().offers("later")).as("none").isTrue();
            change(carol, "deadline", "{\"deadline\":\"2020-01-01T00:00:00Z\"}");
            assertThat(next(carol).connectPage().offers("later")).as("over").isFalse();
            remove(carol, "deadline");
        }
    }

    @Test
    void anExemption() {
        CloudUser carol = users.unlinked();
        for (int i = 0; i < TIMES; i++) {
            assertThat(next(carol).isConnectPage()).as("none").isTrue();
            change(carol, "exemption", "{\"until\":\"2999-01-01T00:00:00Z\"}");
            assertThat(next(carol).isAppPage()).as("exempt").isTrue();
            remove(carol, "exemption");
        }
    }

    @Test
    void aRoleThatExempts() {
        CloudUser carol = users.unlinked();
        RoleScopeResource roles = Site.cloud().users().get(carol.id()).roles().realmLevel();
        List<RoleRepresentation> exempt =
                List.of(Site.cloud().roles().get("magento-link-exempt").toRepresentation());
        for (int i = 0; i < TIMES; i++) {
            assertThat(next(carol).isConnectPage()).as("none").isTrue();
            roles.add(exempt);
            assertThat(next(carol).isAppPage()).as("exempt").isTrue();
            roles.remove(exempt);
        }
    }

    @Test
    void theProvider() {
        CloudUser carol = users.unlinked();
        try {
            for (int i = 0; i < TIMES; i++) {
                assertThat(next(carol).isConnectPage()).as("enabled").isTrue();
                CloudProvider.enable(false);
                assertThat(next(carol).isAppPage()).as("disabled").isTrue();
                CloudProvider.enable(true);
            }
        } finally {
            CloudProvider.enable(true);
        }
    }

    @Test
    void theGuard() {
        CloudUser carol = users.unlinked();
        for (int i = 0; i < TIMES; i++) {
            assertThat(next(carol).isConnectPage()).as("with guard").isTrue();
            IdentityProviderMapperRepresentation guard = CloudProvider.removeGuard();
            try {
                assertThat(next(carol).isAppPage()).as("without guard").isTrue();
            } finally {
                CloudProvider.addGuard(guard);
            }
        }
    }

    private void change(CloudUser user, String what, String json) {
        Http.Answer answer = Changes.put("users/" + user.id() + "/" + what, json);
        assertThat(answer.status()).as(answer.body()).isBetween(200, 204);
    }

    private void remove(CloudUser user, String what) {
        Http.Answer answer = Changes.delete("users/" + user.id() + "/" + what);
        assertThat(answer.status()).as(answer.body()).isBetween(200, 204);
    }

    /** The next sign-in of the user, at the second node. Fails unless the admin's last change was at the first. */
    private Shown next(CloudUser user) {
        try (Browser fresh = new Browser()) {
            CloudApp.SignIn request = app.signIn();
            Shown shown = signIn(fresh, user, request);
            List<Served> served = balancer.takeServed(" ");
            assertThat(served)
                    .filteredOn(one -> one.request().contains(ADMINS))
                    .extracting(Served::node)
                    .containsOnly(first);
            assertThat(served)
                    .filteredOn(one -> one.request().contains(USERS))
                    .extracting(Served::node)
                    .containsOnly(second);
            return shown;
        }
    }
}
