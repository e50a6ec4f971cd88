package cloud.magento.accounts.link.it.link;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.AppPage;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.MagentoAccount;
import cloud.magento.accounts.link.it.scenario.OtherProvider;
import cloud.magento.accounts.link.it.scenario.Site;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.UserRepresentation;

/**
 * The time since when an account is connected: users can see it, only admins can change it, and it is removed if it
 * could be wrong.
 */
@Tag("sessions")
@Tag("writes")
final class LinkedSinceIT extends CloudScenario {

    private static final String SINCE = "magentoLinkSince";
    private static final String LONG_AGO = "2020-04-01T07:00:00Z";
    private static final String ACCOUNT = Site.address() + "/realms/cloud/account/";

    private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @Test
    void usersSeeTheDateAndCannotChangeIt() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        AppPage landed = signInToConnect(carol, request)
                .connectAs(carol.magento())
                .confirm()
                .landsInApp();
        String since = users.attribute(carol, SINCE).orElseThrow();
        assertThat(Instant.parse(since)).isBetween(start, Instant.now());

        String token = request.tokens(landed).text("access_token");
        Http.Answer own = Http.send("GET", ACCOUNT, token, "");
        assertThat(own.body())
                .contains("\"" + SINCE + "\":[\"" + since + "\"]")
                .doesNotContain("magentoLinkFirstAsked");

        String attributes = "\"attributes\":{\"" + SINCE + "\":[\"" + since + "\"]}";
        assertThat(own.body()).contains(attributes);

        String changed = own.body().replace(since, LONG_AGO);
        assertThat(Http.send("POST", ACCOUNT, token, changed).status()).isEqualTo(400);
        String without = own.body().replace(attributes, "\"attributes\":{}");
        assertThat(Http.send("POST", ACCOUNT, token, without).status()).isEqualTo(204);
        assertThat(users.attribute(carol, SINCE)).contains(since);
    }

    @Test
    void replacingBeginsAnew() {
        CloudUser carol = users.linked();
        MagentoAccount other = users.unlinked().magento();
        users.attribute(carol, SINCE, LONG_AGO);

        ConnectPage page = signInThroughMagento(carol, app.signIn(Map.of("kc_action", "connect-magento")))
                .connectPage();
        page.useDifferentAccount()
                .signInPage()
                .ofMagento()
                .signIn(other.username(), CloudUser.PASSWORD)
                .connectPage()
                .asksToConfirm()
                .confirm()
                .appPage();

        assertThat(users.isLinked(carol, other)).isTrue();
        assertThat(since(carol)).isBetween(start, Instant.now());
    }

    @Test
    void disconnectingRemovesItNoMatterWhoDoesIt() {
        CloudUser byAdmin = users.linked();
        assertThat(since(byAdmin)).isBetween(start, Instant.now());
        users.resource(byAdmin).removeFederatedIdentity(CloudUsers.ALIAS);
        assertThat(users.attribute(byAdmin, SINCE)).isEmpty();

        CloudUser byUser = users.linked();
        CloudApp.SignIn request = app.signIn();
        String token =
                request.tokens(signInThroughMagento(byUser, request).appPage()).text("access_token");
        assertThat(Http.send("DELETE", ACCOUNT + "linked-accounts/" + CloudUsers.ALIAS, token, "")
                        .status())
                .isEqualTo(204);
        assertThat(users.linkOf(byUser)).isEmpty();
        assertThat(users.attribute(byUser, SINCE)).isEmpty();
    }

    @Test
    void itDoesNotOutliveAConnectionThatEndsWhileWeAreOff() {
        CloudUser carol = users.linked();
        set(Map.of("mode", "off"));

        users.resource(carol).removeFederatedIdentity(CloudUsers.ALIAS);
        users.link(carol, carol.magento());

        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        assertThat(users.attribute(carol, SINCE)).isEmpty();
    }

    @Test
    void endingAnotherConnectionChangesNothing() {
        CloudUser carol = users.linked();
        String since = users.attribute(carol, SINCE).orElseThrow();
        try (OtherProvider other = OtherProvider.added()) {
            other.link(users.resource(carol), users.unlinked().magento());
            users.resource(carol).removeFederatedIdentity(other.alias());
        }

        assertThat(users.attribute(carol, SINCE)).contains(since);
    }

    @Test
    void linksFromAnImportHaveNone() {
        List<UserRepresentation> linked = Site.cloud().users().searchByUsername("linked", true);

        assertThat(linked).singleElement().satisfies(user -> {
            assertThat(Site.cloud().users().get(user.getId()).getFederatedIdentity())
                    .hasSize(1);
            assertThat(user.getAttributes() == null ? Map.of() : user.getAttributes())
                    .doesNotContainKey(SINCE);
        });
    }

    private Instant since(CloudUser user) {
        return Instant.parse(users.attribute(user, SINCE).orElseThrow());
    }
}
