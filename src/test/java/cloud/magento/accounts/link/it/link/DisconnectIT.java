package cloud.magento.accounts.link.it.link;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.AppPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.Grants;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Mailbox;
import cloud.magento.accounts.link.it.scenario.RealmEvents;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.scenario.StandIn;
import cloud.magento.accounts.link.it.server.SinceKeycloak;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.EventRepresentation;
import org.keycloak.representations.idm.FederatedIdentityRepresentation;

/** Users need a recent sign-in to remove the link, as for linking. */
final class DisconnectIT extends CloudScenario {

    private static final String ACCOUNT = Site.address() + "/realms/cloud/account/";

    @Test
    void anOldSessionCannotDisconnect() {
        CloudUser carol = users.linked();
        String since = users.attribute(carol, "magentoLinkSince").orElseThrow();
        String token = oldToken(carol);
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            for (String path : List.of("linked-accounts/", "v1/linked-accounts/", "v1alpha1/linked-accounts/")) {
                Http.Answer answer = disconnect(path, token);

                assertThat(answer.status()).as(path + answer.body()).isIn(403, 404);
            }
            Http.Answer refused = disconnect("linked-accounts/", token);

            assertThat(refused.text("error")).isEqualTo("magento_reauthentication_required");
            assertThat(refused.text("errorMessage")).contains("Sign in again, then disconnect Magento.com");
            assertThat(users.isLinked(carol, carol.magento())).isTrue();
            assertThat(users.attribute(carol, "magentoLinkSince")).contains(since);
            EventRepresentation event = events.await(
                    carol,
                    "REMOVE_FEDERATED_IDENTITY_ERROR",
                    written -> RealmEvents.detail(written, "magento_link_reference")
                            .filter(refused.text("reference")::equals)
                            .isPresent());
            assertThat(event.getError()).isEqualTo("magento_reauthentication_required");
            assertThat(RealmEvents.detail(event, "magento_link_phase")).contains("disconnect");
            assertThat(events.of(carol, "REMOVE_FEDERATED_IDENTITY")).isEmpty();
            assertThat(mailbox.to(carol.email())).isEmpty();
        }
    }

    @Test
    void signingInAgainAllowsDisconnecting() {
        CloudUser carol = users.linked();
        assertThat(disconnect(oldToken(carol)).status()).isEqualTo(403);
        set(Map.of("max_auth_age", "300"));
        CloudApp.SignIn again = app.signIn(Map.of("prompt", "login"));

        AppPage landed = signInThroughMagento(carol, again).appPage();

        Http.Answer answer = disconnect(again.tokens(landed).text("access_token"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
        assertThat(users.linkOf(carol)).isEmpty();
    }

    /** A refresh renews the token, but not the sign-in. */
    @Test
    void aTokenThatWasRefreshedIsNoSignIn() {
        CloudUser carol = users.linked();
        CloudApp.SignIn request = app.signIn();
        AppPage landed = signInThroughMagento(carol, request).appPage();
        Instant signedIn = Instant.now();
        String refreshToken = request.tokens(landed).text("refresh_token");
        set(Map.of("max_auth_age", "1"));
        waitUntil(signedIn.plusSeconds(2));
        Http.Answer refreshed = Http.post(
                app.tokenAddress(),
                Map.of("grant_type", "refresh_token", "client_id", app.clientId(), "refresh_token", refreshToken));

        assertThat(disconnect(refreshed.text("access_token")).status()).isEqualTo(403);

        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    /** Keycloak creates a transient session for such a token. */
    @Test
    @SinceKeycloak(value = "26.6", because = "no such grant, or not by default")
    void aTokenWithoutASessionIsNoSignIn() {
        set(Map.of("primaryLogin", "off"));
        CloudUser carol = users.linked();
        try (StandIn other = new StandIn(Site.cloud(), Site.testHost())) {
            Grants grants = Grants.of(app);
            grants.allowJwtsOf(other);
            FederatedIdentityRepresentation elsewhere = new FederatedIdentityRepresentation();
            elsewhere.setUserId(other.subject());
            elsewhere.setUserName(carol.username());
            users.resource(carol).addFederatedIdentity(other.alias(), elsewhere).close();
            String token = grants.jwt(other).text("access_token");

            Http.Answer refused = disconnect(token);

            assertThat(refused.status()).as(refused.body()).isEqualTo(403);
            assertThat(refused.text("error")).isEqualTo("magento_reauthentication_required");
            assertThat(users.resource(carol).getFederatedIdentity())
                    .extracting("identityProvider")
                    .containsExactlyInAnyOrder(CloudUsers.ALIAS, other.alias());
        }
    }

    @Test
    void aNewPasswordEndsTheRightToDisconnect() {
        CloudUser carol = users.linked();
        CloudApp.SignIn request = app.signIn();
        String token =
                request.tokens(signInThroughMagento(carol, request).appPage()).text("access_token");
        users.resetPassword(carol);

        assertThat(disconnect(token).text("error")).isEqualTo("magento_reauthentication_required");

        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void anAdminWhoImpersonatesTheUserCannotDisconnect() {
        CloudUser carol = users.linked();
        impersonate(carol);
        CloudApp.SignIn request = app.signIn();
        String token = request.tokens(browser.open(request.address()).appPage()).text("access_token");

        Http.Answer refused = disconnect(token);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("error")).isEqualTo("magento_impersonation");
        assertThat(refused.text("errorMessage")).contains("Only the user can disconnect Magento.com");
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        events.awaitError(carol, "magento_impersonation");
    }

    @Test
    void theMessageIsInTheLanguageOfTheUser() {
        CloudUser carol = users.linked();
        users.attribute(carol, "locale", "de");

        assertThat(disconnect(oldToken(carol)).text("errorMessage")).contains("Melden Sie sich noch einmal an");
    }

    /** Also if the link is the admin's own. */
    @Test
    void adminsAreNotConcerned() {
        CloudUser admin = users.linked();
        users.grant(admin, "realm-management", "manage-users");
        String token = oldToken(admin);
        assertThat(disconnect(token).status()).isEqualTo(403);

        Http.Answer answer = Http.send(
                "DELETE",
                Site.address() + "/admin/realms/cloud/users/" + admin.id() + "/federated-identity/" + CloudUsers.ALIAS,
                token,
                "");

        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
        assertThat(users.linkOf(admin)).isEmpty();
    }

    @Test
    void nothingIsAskedInModeOff() {
        CloudUser carol = users.linked();
        String token = oldToken(carol);
        set(Map.of("mode", "off"));

        assertThat(disconnect(token).status()).isEqualTo(204);

        assertThat(users.linkOf(carol)).isEmpty();
    }

    /** A token of a session whose sign-in is older than linking allows. */
    private String oldToken(CloudUser user) {
        CloudApp.SignIn request = app.signIn();
        AppPage landed = signInThroughMagento(user, request).appPage();
        Instant signedIn = Instant.now();
        set(Map.of("max_auth_age", "1"));
        waitUntil(signedIn.plusSeconds(2));
        return request.tokens(landed).text("access_token");
    }

    private static void waitUntil(Instant moment) {
        Eventually.get(() -> Optional.of(Instant.now()).filter(moment::isBefore), () -> "The clock does not advance");
    }

    private static Http.Answer disconnect(String token) {
        return disconnect("linked-accounts/", token);
    }

    private static Http.Answer disconnect(String path, String token) {
        return Http.send("DELETE", ACCOUNT + path + CloudUsers.ALIAS, token, "");
    }
}
