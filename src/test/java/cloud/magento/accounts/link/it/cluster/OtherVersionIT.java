package cloud.magento.accounts.link.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.AppPage;
import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.scenario.ActionSettings;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.server.Balancer.Served;
import cloud.magento.accounts.link.it.server.Build;
import cloud.magento.accounts.link.it.server.ClusterNode;
import cloud.magento.accounts.link.it.server.OtherVersionJar;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * One node has the JAR of this build, and the other one the same JAR under another version, which keeps nodes from
 * nothing. {@code -Dother.version=0.9.0} runs it: it takes a minute and a half, most of it for {@code kc.sh build}.
 */
@EnabledIfSystemProperty(named = "other.version", matches = ".+")
final class OtherVersionIT extends ClusterScenario {

    private static final String OTHER = System.getProperty("other.version");

    /** The next test starts it with the JAR of this build. */
    @AfterEach
    void stopTheOther() {
        second.stop();
    }

    @Test
    void aLoginBeginsAtOneVersionAndGoesOnAtTheOther() {
        second.stop();
        second.startWith(OtherVersionJar.write(OTHER));
        second.awaitView(2);
        assertThat(versionAt(first)).isEqualTo(Build.version());
        assertThat(versionAt(second)).isEqualTo(OTHER);
        awaitNodesThatDiffer("warning: .*\\(" + OTHER + "\\).*");

        connectsBeginningAt(first, second);
        connectsBeginningAt(second, first);
    }

    private void connectsBeginningAt(ClusterNode begin, ClusterNode other) {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        nextIs(begin);

        AppPage in;
        try (Browser one = new Browser()) {
            in = signInToConnect(one, carol, request)
                    .connectAs(carol.magento())
                    .confirm()
                    .landsIn(request);
        }
        assertInTurn(begin, other);
        assertThat(request.tokens(in).hasTokens()).isTrue();
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).hasSize(1);
        assertThat(events.errors(carol)).isEmpty();

        nextIs(begin);
        try (Browser another = new Browser()) {
            CloudApp.SignIn next = app.signIn();
            next.succeededAt(signInThroughMagento(another, carol, next).appPage());
        }
        assertInTurn(begin, other);
    }

    /** Lets the next request of a browser go to this node. */
    private void nextIs(ClusterNode node) {
        List<Served> served;
        do {
            balancer.takeServed();
            browser.open(Site.address() + "/realms/cloud");
            served = balancer.takeServed();
        } while (served.get(served.size() - 1).node() == node);
    }

    private void assertInTurn(ClusterNode begin, ClusterNode other) {
        List<Served> served = balancer.takeServed();
        assertThat(served).hasSizeGreaterThan(3);
        for (int i = 0; i < served.size(); i++) {
            assertThat(served.get(i).node()).as("%s", served).isEqualTo(i % 2 == 0 ? begin : other);
        }
    }

    /** What this node says about the extension on the page "Server info" of the admin console. */
    private String versionAt(ClusterNode node) {
        balancer.pin(" /admin/", node);
        Http.Answer info = Http.send("GET", Site.address() + "/admin/serverinfo", Site.token(), "");
        balancer.inTurn();
        return info.tree()
                .at("/providers/required-action/providers/" + ActionSettings.ACTION + "/operationalInfo/version")
                .asText();
    }
}
