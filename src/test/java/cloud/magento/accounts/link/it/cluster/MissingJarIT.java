package cloud.magento.accounts.link.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.packaging.SetUpScript;
import cloud.magento.accounts.link.it.pages.AppPage;
import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.DirectGrant;
import cloud.magento.accounts.link.it.scenario.LinkClientPolicy;
import cloud.magento.accounts.link.it.scenario.SamlApp;
import cloud.magento.accounts.link.it.scenario.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keycloak.admin.client.resource.AuthenticationManagementResource;
import org.keycloak.admin.client.resource.IdentityProviderResource;

/**
 * A node without the JAR beside one with it, in a realm that has only a part of the set-up, and for an app that uses
 * only a part. {@link RemovalIT} has a realm with all of it.
 */
final class MissingJarIT extends ClusterScenario {

    @AfterEach
    void restoreTheRealm() {
        importTheRealmAgain();
    }

    /** With the required action and the guard, but the step in no flow and no client policy. */
    @Test
    void aNodeWithoutTheJarAsksNobody() {
        awaitNodesThatDiffer();
        removeFromFlows();
        LinkClientPolicy.enable(false);
        CloudUser connected = users.linked();
        CloudUser anna = users.unlinked();
        CloudUser bert = users.unlinked();
        try (Browser waiting = new Browser()) {
            ConnectPage page = signInAndBeAsked(waiting, bert, app.signIn());
            startSecondWithoutExtension();
            balancer.pin(" /realms/cloud/", second);

            awaitNodesThatDiffer("error: Nodes of the cluster lack this extension: .*");

            assertLetsIn(connected);
            assertLetsIn(anna);
            Shown refused = linksByTheApp(anna);
            assertThat(refused.status()).as("%s", refused).isEqualTo(500);
            refused.errorPage();
            assertThat(users.linkOf(anna)).as("with the guard").isEmpty();
            assertThat(page.connect().errorPage().status()).as("at the page").isEqualTo(400);
            assertThat(waiting.open(page.address()).status()).as("at the page").isEqualTo(500);

            balancer.pin(" /realms/cloud/", first);
            waiting.open(page.address()).connectPage().asks();
            try (Browser fresh = new Browser()) {
                signInAndBeAsked(fresh, anna, app.signIn());
            }

            removeGuard();
            balancer.pin(" /realms/cloud/", second);
            assertLetsIn(anna);
            AppPage linked = linksByTheApp(anna).appPage();
            assertThat(linked.parameter("kc_action_status")).contains("success");
            assertThat(users.isLinked(anna, anna.magento()))
                    .as("without the guard, without a question")
                    .isTrue();
        }
    }

    @Test
    void theScriptSetsUpNoRealmBesideANodeWithoutTheJar(@TempDir Path directory) throws IOException {
        startSecondWithoutExtension();

        SetUpScript.Run run = new SetUpScript(directory).run("set-up", "cloud", List.of(), Map.of());

        assertThat(run.status()).as(run.output()).isEqualTo(1);
        assertThat(run.output())
                .contains("Nodes of the cluster lack this extension")
                .contains("docs/upgrade.md");
        for (String status : List.of("created", "changed", "unchanged")) {
            assertThat(run.items(status)).as(status).isEmpty();
        }
    }

    /** A flow without the step needs no class of the JAR. The client policy and a flow with the step do. */
    @Test
    void aNodeWithoutTheJarAndWithoutClientPolicyLetsUsersInOnlyWhereTheFlowLacksTheStep() {
        SamlApp saml = SamlApp.registered(Site.address(), Site.cloud(), app).useBrowserFlow("browser");
        CloudUser anna = users.unlinked();
        startSecondWithoutExtension();

        balancer.pin(" /realms/cloud/", first);
        assertThat(signInTo(saml, anna).isConnectPage()).as("with the JAR").isTrue();

        balancer.pin(" /realms/cloud/", second);
        try (Browser fresh = new Browser()) {
            assertThat(fresh.open(saml.signInAddress()).status())
                    .as("with the client policy")
                    .isEqualTo(500);
        }
        LinkClientPolicy.enable(false);
        saml.succeededAt(signInTo(saml, anna).appPage());
        assertThat(users.linkOf(anna)).isEmpty();
        for (CloudUser user : List.of(anna, users.linked())) {
            try (Browser fresh = new Browser()) {
                Shown refused = fresh.open(app.signIn().address());
                assertThat(refused.status()).as("%s", refused).isEqualTo(400);
                refused.errorPage();
            }
            assertThat(new DirectGrant(app).signIn(user).hasTokens()).isFalse();
        }
    }

    private static Shown signInTo(SamlApp saml, CloudUser user) {
        try (Browser fresh = new Browser()) {
            return fresh.open(saml.signInAddress()).signInPage().ofCloud().signIn(user.username(), CloudUser.PASSWORD);
        }
    }

    private void assertLetsIn(CloudUser user) {
        try (Browser fresh = new Browser()) {
            CloudApp.SignIn request = app.signIn();
            request.succeededAt(signIn(fresh, user, request).appPage());
        }
        assertThat(new DirectGrant(app).signIn(user).hasTokens()).isTrue();
    }

    /** Keycloak's own linking, as the account console starts it. */
    private Shown linksByTheApp(CloudUser user) {
        try (Browser fresh = new Browser()) {
            return signIn(fresh, user, app.signIn(Map.of("kc_action", "idp_link:" + CloudUsers.ALIAS)))
                    .formPage()
                    .submit()
                    .signInPage()
                    .ofMagento()
                    .signIn(user.magento().username(), CloudUser.PASSWORD);
        }
    }

    private static void removeFromFlows() {
        AuthenticationManagementResource flows = Site.cloud().flows();
        flows.getFlows().stream()
                .flatMap(flow -> flows.getExecutions(flow.getAlias()).stream())
                .filter(execution -> "magento-link-authenticator".equals(execution.getProviderId()))
                .forEach(execution -> flows.removeExecution(execution.getId()));
    }

    private static void removeGuard() {
        IdentityProviderResource provider = Site.cloud().identityProviders().get(CloudUsers.ALIAS);
        provider.getMappers().stream()
                .filter(mapper -> mapper.getIdentityProviderMapper().equals("magento-link-guard"))
                .forEach(mapper -> provider.delete(mapper.getId()));
    }
}
