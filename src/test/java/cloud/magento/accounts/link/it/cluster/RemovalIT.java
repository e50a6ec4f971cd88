package cloud.magento.accounts.link.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import cloud.magento.accounts.link.it.packaging.SetUpScript;
import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.ActionSettings;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.DirectGrant;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.server.Balancer.Served;
import cloud.magento.accounts.link.it.server.ClusterNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keycloak.representations.idm.ClientProfileRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/**
 * A node without the JAR beside one with it: as long as a realm is set up, and after the script has removed the
 * extension from the realm.
 */
final class RemovalIT extends ClusterScenario {

    private static final String CLOUD = " /realms/cloud/";

    @AfterEach
    void restoreTheRealm() {
        importTheRealmAgain();
    }

    @Test
    void aNodeWithoutTheJarLetsNobodyInUntilTheRealmNoLongerNeedsIt(@TempDir Path directory) throws IOException {
        set(Schedules.REMINDING);
        CloudUser snoozed = users.unlinked();
        signInAndBeAsked(snoozed, app.signIn()).notNow().appPage();
        CloudUser connected = users.linked();
        CloudUser overdue = users.unlinked();
        users.attribute(overdue, "magentoLinkDeadline", "2020-01-01T00:00:00Z");
        CloudUser requested = users.unlinked();
        request(requested);
        List<CloudUser> all = List.of(snoozed, connected, overdue, requested);
        Browser waiting = new Browser();
        ConnectPage page = signInAndBeAsked(waiting, overdue, app.signIn());

        startSecondWithoutExtension();

        sendUsersTo(second);
        for (CloudUser user : all) {
            assertNoWayIn(user);
        }
        assertThat(balancer.takeServed(CLOUD))
                .extracting(Served::node, Served::status)
                .containsOnly(tuple(second, 500));

        // The same requests at the node with the JAR.
        sendUsersTo(first);
        assertThat(signInAnew(snoozed).isAppPage()).isTrue();
        assertThat(grant(snoozed).hasTokens()).isTrue();
        signInAnew(connected).signInPage().ofMagento();
        assertThat(signInAnew(overdue).connectPage().offers("later")).isFalse();
        signInAnew(requested).connectPage();
        for (CloudUser user : List.of(connected, overdue, requested)) {
            assertThat(grant(user).text("error")).isEqualTo("invalid_grant");
        }
        assertThat(balancer.takeServed(CLOUD)).extracting(Served::node).containsOnly(first);

        new SetUpScript(directory).run("remove", "cloud", List.of(), Map.of()).succeeds();

        sendUsersTo(second);
        for (CloudUser user : all) {
            assertThat(signInAnew(user).isAppPage()).isTrue();
            assertThat(grant(user).hasTokens()).isTrue();
            assertThat(users.stored(user).getRequiredActions()).isEmpty();
        }
        assertThat(balancer.takeServed(CLOUD)).extracting(Served::node).containsOnly(second);
        assertThat(users.isLinked(connected, connected.magento()))
                .as("links stay")
                .isTrue();
        assertGoesOn(waiting, page, overdue);
        assertNothingIsLeft();
    }

    private void assertNoWayIn(CloudUser user) {
        Shown shown = signInAnew(user);
        assertThat(shown.status()).as("%s", shown).isEqualTo(500);
        Http.Answer answer = grant(user);
        assertThat(answer.status()).as(answer.body()).isEqualTo(500);
        assertThat(answer.hasTokens()).isFalse();
    }

    /** Whoever was at the page comes into the app: from the login, or from the sign-in form that replaces it. */
    private static void assertGoesOn(Browser waiting, ConnectPage page, CloudUser user) {
        try (waiting) {
            Shown shown = waiting.open(page.address());
            assertThat((shown.isAppPage()
                                    ? shown
                                    : shown.signInPage().ofCloud().signIn(user.username(), CloudUser.PASSWORD))
                            .isAppPage())
                    .isTrue();
        }
    }

    private Http.Answer grant(CloudUser user) {
        return new DirectGrant(app).signIn(user);
    }

    /** And forgets which requests were served before. */
    private void sendUsersTo(ClusterNode node) {
        balancer.pin(CLOUD, node);
        balancer.takeServed();
    }

    private void assertNothingIsLeft() {
        assertThat(Site.cloud().flows().getRequiredActions())
                .noneMatch(action -> action.getAlias().equals(ActionSettings.ACTION));
        assertThat(Site.cloud().identityProviders().get(CloudUsers.ALIAS).getMappers())
                .noneMatch(mapper -> mapper.getIdentityProviderMapper().startsWith("magento-link"));
        assertThat(Site.cloud().flows().getFlows().stream()
                        .flatMap(flow -> Site.cloud().flows().getExecutions(flow.getAlias()).stream()))
                .noneMatch(execution -> "magento-link-authenticator".equals(execution.getProviderId()));
        assertThat(Site.cloud().clientPoliciesPoliciesResource().getPolicies().getPolicies())
                .isEmpty();
        assertThat(namesOfClientProfiles()).isEmpty();
        assertThat(Site.cloud().users().userProfile().getConfiguration().getAttributes())
                .noneMatch(attribute -> attribute.getName().startsWith("magentoLink"));
        assertThat(Site.cloud().toRepresentation().getAttributes().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("magento"));
    }

    /** Those of the realm, without Keycloak's own. */
    private static List<String> namesOfClientProfiles() {
        return Site.cloud().clientPoliciesProfilesResource().getProfiles(false).getProfiles().stream()
                .map(ClientProfileRepresentation::getName)
                .toList();
    }

    private Shown signInAnew(CloudUser user) {
        try (Browser fresh = new Browser()) {
            CloudApp.SignIn request = app.signIn();
            Shown first = fresh.open(request.address());
            return first.status() >= 400
                    ? first
                    : first.signInPage().ofCloud().signIn(user.username(), CloudUser.PASSWORD);
        }
    }

    /** An admin requests the action from the user. */
    private void request(CloudUser user) {
        UserRepresentation stored = users.stored(user);
        stored.setRequiredActions(List.of(ActionSettings.ACTION));
        users.resource(user).update(stored);
    }
}
