package cloud.magento.accounts.link.it.provider;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudProvider;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Mailbox;
import cloud.magento.accounts.link.it.scenario.RealmEvents;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.scenario.StandIn;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.representations.idm.RealmRepresentation;

/** Names from Magento.com are untrusted input. */
final class HostileAccountIT extends CloudScenario {

    @ParameterizedTest
    @MethodSource("codes")
    void namesAreShownAsTheyAreAndRunNothing(String name) {
        CloudUser carol = users.unlinked(user -> {}, account -> account.setFirstName(name));
        CloudApp.SignIn request = app.signIn();

        ConnectPage question =
                signInToConnect(carol, request).connectAs(carol.magento()).question();

        assertRunsNothing(question.source());
        assertThat(question.magentoAccount())
                .get()
                .asString()
                .contains(name.replaceAll("\\p{Cf}", "").strip());
        request.succeededAt(question.confirm().appPage());
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    static Stream<String> codes() {
        return Stream.of(
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "\"><b>bold</b>",
                "${7*7} #{7*7} <#assign x=1> [=7*7]",
                "{0} '{1}' %s %n",
                "\u202Egro.elpmaxe\u202C",
                "\uD83D\uDE00 emoji and 日本語");
    }

    /**
     * An admin's mistake, or an imported file. Keycloak shows the realm's name on every page: as HTML unless the realm
     * has a separate HTML name, and with control characters.
     */
    @Test
    void soAreTheNamesOfTheProviderAndTheRealm() {
        String name = codes().collect(Collectors.joining(" "));
        RealmRepresentation before = Site.cloud().toRepresentation();
        RealmRepresentation renamed = Site.cloud().toRepresentation();
        renamed.setDisplayName(visible(name) + "\r\nBcc: realm@example.com");
        renamed.setDisplayNameHtml("Cloud");
        Site.cloud().update(renamed);
        CloudProvider.displayName(name + "\r\nBcc: provider@example.com");
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            CloudUser carol = users.unlinked();
            CloudApp.SignIn request = app.signIn();

            ConnectPage ask = signInAndBeAsked(carol, request);
            assertNamed(ask.heading(), name);
            assertRunsNothing(ask.source());
            ConnectPage cancelled = ask.connect()
                    .signInPage()
                    .ofMagento()
                    .cancel()
                    .connectPage()
                    .asks();
            assertNamed(cancelled.alert(), name.replace('<', '‹'));
            assertRunsNothing(cancelled.source());
            ConnectPage question =
                    continueOn(cancelled).connectAs(carol.magento()).question();
            assertNamed(question.text(), name);
            assertRunsNothing(question.source());
            request.succeededAt(question.confirm().appPage());

            assertThat(users.isLinked(carol, carol.magento())).isTrue();
            Mailbox.Mail notice = mailbox.await(carol.email(), 1);
            assertNamed(notice.subject(), name);
            assertThat(notice.subject()).doesNotContainPattern("\\R");
            assertThat(notice.headers()).doesNotContain("Bcc");
            assertNamed(notice.plain(), name);
            assertThat(notice.plain().lines()).noneMatch(line -> line.startsWith("Bcc: provider"));
            assertRunsNothing(notice.html());
        } finally {
            CloudProvider.displayName("Magento.com");
            Site.cloud().update(before);
        }
    }

    @Test
    void aUserNameWithMarkupIsStoredAndLoggedAsText() {
        String username = "<i>" + UUID.randomUUID().toString().substring(0, 8) + "</i>";
        CloudUser carol = users.unlinked(user -> {}, account -> account.setUsername(username));
        CloudApp.SignIn request = app.signIn();

        ConnectPage question =
                signInToConnect(carol, request).connectAs(carol.magento()).question();

        assertThat(question.source()).doesNotContain(username);
        request.succeededAt(question.confirm().appPage());
        assertThat(users.linkOf(carol))
                .get()
                .satisfies(link -> assertThat(link.getUserName()).isEqualTo(username));
    }

    /** The realm of Magento.com in the tests refuses most of these names; another provider may accept them. */
    @ParameterizedTest
    @MethodSource("names")
    void whateverItIsCalledItIsShownStoredAndLoggedSane(String name) {
        try (StandIn magento = new StandIn(Site.cloud(), Site.testHost())) {
            set(Map.of("idpAlias", magento.alias()));
            magento.changeClaims(claims -> List.of("preferred_username", "given_name", "family_name", "email")
                    .forEach(claim -> claims.put(claim, name)));
            CloudUser carol = users.unlinked();
            int mark = Site.server().log().size();
            CloudApp.SignIn request = app.signIn();

            ConnectPage question =
                    signInToConnect(carol, request).connectAtOnce().question();
            question.magentoAccount().orElseThrow().lines().forEach(HostileAccountIT::assertSane);
            assertThat(question.source()).doesNotContain("\u202E").doesNotContain("\u0000");
            request.succeededAt(question.confirm().appPage());

            assertSane(users.linkOf(carol).orElseThrow().getUserName());
            assertSane(RealmEvents.detail(events.await(carol, "FEDERATED_IDENTITY_LINK"), "identity_provider_identity")
                    .orElseThrow());
            assertThat(Site.server().logSince(mark)).noneMatch(line -> line.startsWith("forged"));
        }
    }

    static Stream<String> names() {
        return Stream.of(
                "a\u202Egro.elpmaxe@bob",
                "bob\u0000by@example.com",
                "bob\r\nforged: everything is fine",
                "bob\u2028forged@example.com",
                "\uD83D\uDE00".repeat(5_000),
                "a".repeat(10_000) + "@example.com");
    }

    private static void assertRunsNothing(String source) {
        assertThat(source)
                .doesNotContain("<script>alert")
                .doesNotContain("<img src=x")
                .doesNotContain("<b>bold")
                .doesNotContain("\u202E")
                .doesNotContain("> 49 ")
                .doesNotContain("with 49 ");
    }

    /** The name without control characters; Keycloak may replace an expression that looks like a message key. */
    private static void assertNamed(String text, String name) {
        assertThat(text).containsAnyOf(visible(name), visible(name).replace("${7*7}", "7*7"));
    }

    private static String visible(String name) {
        return name.replaceAll("\\p{Cf}", "");
    }

    private static void assertSane(String text) {
        assertThat(text).isNotBlank().doesNotContainPattern("[\\p{Cc}\\p{Cf}\u2028\u2029]");
        assertThat(text.length()).isLessThanOrEqualTo(600);
    }
}
