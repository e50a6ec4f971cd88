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
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * One node has the JAR of this build, and the other one another JAR. {@code -Dother.jar=<path>} names it, such as one
 * of an older commit. {@code -Dother.version=0.9.0} gives it this version, and without a path it is a copy of the JAR
 * of this build. One of the two runs the test: it takes a minute and a half, most of it for {@code kc.sh build}.
 */
@EnabledIf("isAskedFor")
final class OtherVersionIT extends ClusterScenario {

    private static final Optional<String> JAR = property("other.jar");
    private static final Optional<String> VERSION = property("other.version");

    static boolean isAskedFor() {
        return JAR.isPresent() || VERSION.isPresent();
    }

    /** The next test starts it with the JAR of this build. */
    @AfterEach
    void stopTheOther() {
        second.stop();
    }

    @Test
    void aLoginBeginsAtOneVersionAndGoesOnAtTheOther() {
        Path jar = otherJar();
        String version = OtherVersionJar.version(jar);
        second.stop();
        second.startWith(jar);
        second.awaitView(2);
        assertThat(versionAt(first)).isEqualTo(Build.version());
        assertThat(versionAt(second)).isEqualTo(version);
        awaitNodesThatDiffer(
                // Two JARs between two releases can have the same version, and then the check sees no difference.
                version.equals(Build.version())
                        ? new String[0]
                        : new String[] {"warning: .*\\(" + Pattern.quote(version) + "\\).*"});

        connectsBeginningAt(first, second);
        connectsBeginningAt(second, first);
    }

    private static Path otherJar() {
        Path jar = JAR.map(path -> Build.root().resolve(path)).orElseGet(Build::jar);
        return VERSION.map(version -> OtherVersionJar.write(jar, version)).orElse(jar);
    }

    private static Optional<String> property(String name) {
        return Optional.ofNullable(System.getProperty(name)).filter(value -> !value.isEmpty());
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
