package cloud.magento.accounts.link.it.grants;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.SignInPage;
import cloud.magento.accounts.link.it.scenario.ActionSettings;
import cloud.magento.accounts.link.it.scenario.BruteForceProtection;
import cloud.magento.accounts.link.it.scenario.CibaDevice;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.Grants;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.LinkClientPolicy;
import cloud.magento.accounts.link.it.scenario.RealmEvents;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.scenario.StandIn;
import cloud.magento.accounts.link.it.server.SinceKeycloak;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.EventRepresentation;
import org.keycloak.representations.idm.FederatedIdentityRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/**
 * What the grants without a browser do after the deadline, to users who are not connected and to users who are: the
 * table of docs/grants.md, with the client policy of the realm file and without it. For the policy's decisions see
 * {@link ClientPolicyIT}.
 */
@Tag("paths")
final class GrantsIT extends CloudScenario {

    private final Grants grants = Grants.of(app);

    /** The protection rejects concurrent passwords of one user, and may still process the previous one. */
    @BeforeEach
    void disableBruteForceProtection() {
        BruteForceProtection.enable(false);
    }

    @AfterEach
    void switchThePolicyOn() {
        BruteForceProtection.enable(true);
        LinkClientPolicy.enable(true);
    }

    @Test
    void passwordIsRefusedToBoth() {
        for (CloudUser user : List.of(users.unlinked(), users.linked())) {
            assertRefused(grants.password(user, "openid"));
        }
    }

    @Test
    void refreshIsRefusedUntilTheUserHasConnected() {
        CloudUser user = users.unlinked();
        String token = before(user, "openid").text("refresh_token");

        Http.Answer refused = grants.refresh(token);

        assertRefused(refused);
        assertOneEvent(user, refused, "refresh_token", "ask");
        assertThat(users.resource(user).getUserSessions())
                .as("the session is still there")
                .isNotEmpty();
        connect(user);
        assertGranted(grants.refresh(token));
    }

    @Test
    void offlineTokensAreRefusedUntilTheUserHasConnected() {
        CloudUser user = users.unlinked();
        String token = before(user, "openid offline_access").text("refresh_token");

        Http.Answer refused = grants.refresh(token);

        assertRefused(refused);
        assertOneEvent(user, refused, "refresh_token", "ask");
        connect(user);
        assertGranted(grants.refresh(token));
    }

    @Test
    void tokenExchangeIsRefusedUntilTheUserHasConnected() {
        CloudUser user = users.unlinked();
        String token = before(user, "openid").text("access_token");

        Http.Answer refused = grants.exchange(token);

        assertRefused(refused);
        assertOneEvent(user, refused, "urn:ietf:params:oauth:grant-type:token-exchange", "ask");
        connect(user);
        assertGranted(grants.exchange(token));
    }

    @Test
    void aCodeFromBeforeIsRefused() {
        CloudUser user = users.unlinked();
        set(Map.of("mode", "off"));
        CloudApp.SignIn request = app.signIn();
        String code = request.succeededAt(signIn(user, request).appPage()).code();
        set(Map.of("mode", "on"));

        Http.Answer refused = grants.code(request, code);

        assertRefused(refused);
        assertOneEvent(user, refused, "authorization_code", "ask");
        CloudApp.SignIn next = app.signIn();
        ConnectPage page = browser.open(next.address()).connectPage().asks();
        String another = continueOn(page)
                .connectAs(user.magento())
                .confirm()
                .landsInApp()
                .code();
        assertGranted(grants.code(next, another));
    }

    @Test
    void aDeviceThatWasLetInBeforeIsRefused() {
        CloudUser user = users.unlinked();
        set(Schedules.NOT_BEGUN);
        Http.Answer started = grants.startDevice();
        browser.open(started.text("verification_uri_complete"))
                .signInPage()
                .signIn(user.username(), CloudUser.PASSWORD)
                .formPage()
                .submit();
        set(Schedules.DUE);

        Http.Answer refused = grants.device(started);

        assertRefused(refused);
        assertOneEvent(user, refused, "urn:ietf:params:oauth:grant-type:device_code", "ask");
    }

    @Test
    void withoutThePolicyACodeFromBeforeGivesOneAccessTokenWhichIsRenewed() {
        LinkClientPolicy.enable(false);
        CloudUser user = users.unlinked();
        set(Map.of("mode", "off"));
        CloudApp.SignIn request = app.signIn();
        String code = request.succeededAt(signIn(user, request).appPage()).code();
        set(Map.of("mode", "on"));

        Http.Answer tokens = grants.code(request, code);

        assertGranted(tokens);
        assertGranted(grants.refresh(tokens.text("refresh_token")));
    }

    @Test
    void aCodeOfAConnectedUserIsGood() {
        CloudUser user = users.linked();
        CloudApp.SignIn request = app.signIn();
        String code = signInThroughMagento(user, request).appPage().code();

        assertGranted(grants.code(request, code));
        assertThat(events.errors(user)).isEmpty();
    }

    @Test
    void permissionsAreRefusedUntilTheUserHasConnected() {
        grants.allowPermissions();
        CloudUser user = users.unlinked();
        String token = before(user, "openid").text("access_token");

        Http.Answer refused = grants.permissions(token);

        assertRefused(refused);
        assertOneEvent(user, refused, "urn:ietf:params:oauth:grant-type:uma-ticket", "ask");
        assertRefused(grants.permissionsOfBearer(token));
        connect(user);
        assertGranted(grants.permissions(token));
        assertGranted(grants.permissionsOfBearer(token));
    }

    @Test
    void permissionTokensBuyNoOthers() {
        grants.allowPermissions();
        CloudUser user = users.unlinked();
        set(Map.of("mode", "off"));
        String token = grants.permissions(grants.password(user, "openid").text("access_token"))
                .text("access_token");
        set(Map.of("mode", "on"));

        assertRefused(grants.permissions(token));
        assertRefused(grants.permissionsOfBearer(token));
    }

    @Test
    void permissionsOfAnIdTokenAreRefused() {
        grants.allowPermissions();
        CloudUser user = users.unlinked();
        String token = before(user, "openid").text("id_token");

        assertRefused(grants.permissionsOfIdToken(token));
        connect(user);
        assertGranted(grants.permissionsOfIdToken(token));
    }

    @Test
    void permissionsOfAnEarlierTokenAreStillShown() {
        grants.allowPermissions();
        CloudUser user = users.unlinked();
        String token = before(user, "openid").text("access_token");

        Http.Answer decision = grants.decisionFor(token);

        assertThat(decision.status()).as(decision.body()).isEqualTo(200);
        assertThat(decision.hasTokens()).isFalse();
        assertThat(events.errors(user)).containsOnly("magento_primary_login_required");
    }

    @Test
    void permissionsOfAForgedTokenAreRejectedByKeycloak() {
        grants.allowPermissions();
        CloudUser user = users.unlinked();
        String token = before(user, "openid").text("access_token");
        String forged = token.substring(0, token.lastIndexOf('.') + 1) + "AAAA";

        for (Http.Answer answer : List.of(grants.permissions(forged), grants.permissionsOfBearer(forged))) {
            assertThat(answer.hasTokens()).isFalse();
            assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
            assertThat(answer.body()).doesNotContain("must be connected");
        }
    }

    @Test
    void permissionsOfAServiceAccountAreGranted() {
        grants.allowPermissions();

        assertGranted(grants.permissions(grants.clientCredentials().text("access_token")));
        assertGranted(grants.permissionsOfTheAppItself());
    }

    @Test
    void permissionsDoNotLookAtTheConditionsOfThePolicy() {
        grants.allowPermissions();
        CloudUser user = users.unlinked();
        Http.Answer tokens = before(user, "openid");
        LinkClientPolicy.applyTo("public");
        try {
            assertRefused(grants.permissions(tokens.text("access_token")));
            assertGranted(grants.refresh(tokens.text("refresh_token")));
        } finally {
            LinkClientPolicy.applyToAll();
        }
    }

    @Test
    void withoutThePolicyPermissionTokensBuyOthers() {
        grants.allowPermissions();
        CloudUser user = users.unlinked();
        String token = before(user, "openid").text("access_token");
        LinkClientPolicy.enable(false);

        String bought = grants.permissions(token).text("access_token");
        assertGranted(grants.permissions(bought));

        users.resource(user).logout();
        assertThat(grants.permissions(bought).hasTokens()).isFalse();
    }

    @Test
    void whatConnectedUsersHaveGoesOn() {
        CloudUser user = users.linked();
        Http.Answer tokens = before(user, "openid");
        Http.Answer offline = before(user, "openid offline_access");

        assertGranted(grants.refresh(tokens.text("refresh_token")));
        assertGranted(grants.refresh(offline.text("refresh_token")));
        assertGranted(grants.exchange(tokens.text("access_token")));
        assertThat(events.errors(user)).containsOnly("magento_primary_login_required");
    }

    @Test
    void cibaIsRefusedToBothAndLeavesNoSession() throws InterruptedException {
        try (CibaDevice device = Grants.cibaDevice()) {
            CloudUser unlinked = users.unlinked();
            Http.Answer refused = grants.ciba(device, unlinked);
            assertRefused(refused);
            assertOneEvent(unlinked, refused, "urn:openid:params:grant-type:ciba", "ask");
            assertThat(users.resource(unlinked).getUserSessions()).isEmpty();

            CloudUser linked = users.linked();
            Http.Answer primary = grants.ciba(device, linked);
            assertRefused(primary);
            assertOneEvent(linked, primary, "urn:openid:params:grant-type:ciba", "primary_login");
            assertThat(users.resource(linked).getUserSessions()).isEmpty();

            set(Map.of("primaryLogin", "off"));
            assertRefused(grants.ciba(device, unlinked));
            assertGranted(grants.ciba(device, linked));
        }
    }

    @Test
    @SinceKeycloak(value = "26.6", because = "no such grant, or not by default")
    void aJwtOfAnotherProviderIsRefusedToBoth() {
        try (StandIn other = new StandIn(Site.cloud(), Site.testHost())) {
            grants.allowJwtsOf(other);
            CloudUser user = users.unlinked();
            linkElsewhere(user, other);

            Http.Answer refused = grants.jwt(other);
            assertRefused(refused);
            assertOneEvent(user, refused, "urn:ietf:params:oauth:grant-type:jwt-bearer", "ask");

            users.link(user, user.magento());
            assertRefused(grants.jwt(other));
            events.await(
                    user,
                    "IDENTITY_PROVIDER_LOGIN_ERROR",
                    event -> RealmEvents.detail(event, "magento_link_phase")
                            .filter("primary_login"::equals)
                            .isPresent());

            set(Map.of("primaryLogin", "off"));
            assertGranted(grants.jwt(other));
        }
    }

    /** Keycloak uses the provider that may issue tokens for JWTs, in whichever order they are listed. */
    @Test
    @SinceKeycloak(value = "26.6", because = "no such grant, or not by default")
    void itIsRefusedIfAnotherProviderHasTheSameIssuer() {
        try (StandIn twin = new StandIn(Site.cloud(), Site.testHost());
                StandIn other = new StandIn(Site.cloud(), Site.testHost())) {
            grants.allowJwtsOf(other);
            twin.configure(provider -> provider.getConfig().put("issuer", other.issuer()));
            grants.alsoListJwtsOf(twin);
            CloudUser user = users.unlinked();
            linkElsewhere(user, other);

            Http.Answer refused = grants.jwt(other);

            assertRefused(refused);
            assertOneEvent(user, refused, "urn:ietf:params:oauth:grant-type:jwt-bearer", "ask");
        }
    }

    @Test
    @SinceKeycloak(value = "26.6", because = "no such grant, or not by default")
    void aJwtOfMagentoFindsConnectedUsersAlone() {
        try (StandIn magento = new StandIn(Site.cloud(), Site.testHost())) {
            set(Map.of("idpAlias", magento.alias()));
            grants.allowJwtsOf(magento);

            Http.Answer refused = grants.jwt(magento);
            assertThat(refused.text("error")).isEqualTo("invalid_grant");
            assertThat(refused.text("error_description")).isEqualTo("User not found");

            linkElsewhere(users.unlinked(), magento);
            assertGranted(grants.jwt(magento));
        }
    }

    @Test
    void clientCredentialsAreNoLoginOfAUser() {
        assertGranted(grants.clientCredentials());
    }

    @Test
    void deviceOfAConnectedUserNeedsMagento() {
        CloudUser user = users.linked();
        Http.Answer started = grants.startDevice();

        SignInPage away = browser.open(started.text("verification_uri_complete"))
                .signInPage()
                .ofCloud()
                .signIn(user.username(), CloudUser.PASSWORD)
                .signInPage()
                .ofMagento();

        assertThat(grants.device(started).text("error")).isEqualTo("authorization_pending");
        away.signIn(user.magento().username(), CloudUser.PASSWORD).formPage().submit();
        Eventually.get(
                () -> Optional.of(grants.device(started)).filter(Http.Answer::hasTokens),
                () -> "No tokens for the device");
    }

    @Test
    void impersonatingAConnectedUserNeedsNoMagento() {
        CloudUser user = users.linked();
        impersonate(user);
        CloudApp.SignIn request = app.signIn();

        request.succeededAt(browser.open(request.address()).appPage());
        assertThat(users.isLinked(user, user.magento())).isTrue();
    }

    @Test
    void withoutThePolicyRefreshAndExchangeGoOnUntilAnAdminEndsTheSession() {
        CloudUser user = users.unlinked();
        Http.Answer tokens = before(user, "openid");
        LinkClientPolicy.enable(false);

        putActionOn(user);
        assertGranted(grants.refresh(tokens.text("refresh_token")));
        assertGranted(grants.exchange(tokens.text("access_token")));

        users.resource(user).logout();
        assertThat(grants.refresh(tokens.text("refresh_token")).hasTokens()).isFalse();
        assertThat(grants.exchange(tokens.text("access_token")).hasTokens()).isFalse();
    }

    @Test
    void withoutThePolicyOfflineTokensGoOnUntilAnAdminRevokesThem() {
        CloudUser user = users.unlinked();
        String token = before(user, "openid offline_access").text("refresh_token");
        LinkClientPolicy.enable(false);
        assertGranted(grants.refresh(token));

        users.resource(user).revokeConsent(app.clientId());

        assertThat(grants.refresh(token).hasTokens()).isFalse();
    }

    @Test
    void withoutThePolicyCibaIsGrantedUnlessTheActionIsOnTheUser() throws InterruptedException {
        LinkClientPolicy.enable(false);
        try (CibaDevice device = Grants.cibaDevice()) {
            CloudUser user = users.unlinked();
            assertGranted(grants.ciba(device, user));

            putActionOn(user);
            assertThat(grants.ciba(device, user).text("error_description")).contains("not fully set up");
        }
    }

    @Test
    void theActionOnAUserAsksBeforeItIsDueAndIsGoneOnceDone() {
        set(Schedules.NOT_BEGUN);
        CloudUser user = users.unlinked();
        putActionOn(user);
        CloudApp.SignIn request = app.signIn();

        ConnectPage page = signInAndBeAsked(user, request);
        assertThat(page.offers("later")).isFalse();
        continueOn(page).connectAs(user.magento()).confirm().landsIn(request);

        assertThat(users.stored(user).getRequiredActions()).isEmpty();
    }

    @Test
    void theActionOnConnectedAndExemptUsersGoesAwayUnseen() {
        CloudUser connected = users.linked();
        CloudUser exempt = users.unlinked();
        users.grant(exempt, "magento-link-exempt");
        set(Map.of("primaryLogin", "off"));
        for (CloudUser user : List.of(connected, exempt)) {
            putActionOn(user);
            browser.clearCookies();
            CloudApp.SignIn request = app.signIn();

            request.succeededAt(signIn(user, request).appPage());

            assertThat(users.stored(user).getRequiredActions()).isEmpty();
        }
    }

    /** Tokens from a sign-in while the mode was off. */
    private Http.Answer before(CloudUser user, String scope) {
        set(Map.of("mode", "off"));
        Http.Answer tokens = grants.password(user, scope);
        assertGranted(tokens);
        set(Map.of("mode", "on"));
        assertThat(grants.password(user, scope).hasTokens()).isFalse();
        return tokens;
    }

    private void connect(CloudUser user) {
        CloudApp.SignIn request = app.signIn();
        signInToConnect(user, request).connectAs(user.magento()).confirm().landsIn(request);
    }

    private void linkElsewhere(CloudUser user, StandIn provider) {
        FederatedIdentityRepresentation identity = new FederatedIdentityRepresentation();
        identity.setIdentityProvider(provider.alias());
        identity.setUserId(provider.subject());
        identity.setUserName("account");
        try (Response response = users.resource(user).addFederatedIdentity(provider.alias(), identity)) {
            assertThat(response.getStatus()).isEqualTo(204);
        }
    }

    /** An admin sets the required action on the user. */
    private void putActionOn(CloudUser user) {
        UserRepresentation representation = users.stored(user);
        representation.setRequiredActions(List.of(ActionSettings.ACTION));
        users.resource(user).update(representation);
    }

    /** There is one event, with the reference from the error description. */
    private void assertOneEvent(CloudUser user, Http.Answer refused, String grant, String phase) {
        List<EventRepresentation> told = events.of(user).stream()
                .filter(event -> RealmEvents.detail(event, "grant_type")
                        .filter(grant::equals)
                        .isPresent())
                .filter(event -> String.valueOf(event.getError()).startsWith("magento_"))
                .toList();
        assertThat(told).hasSize(1);
        assertThat(told.get(0).getError()).isEqualTo("magento_primary_login_required");
        assertThat(told.get(0).getClientId()).isEqualTo(app.clientId());
        assertThat(told.get(0).getDetails())
                .containsEntry("identity_provider", CloudUsers.ALIAS)
                .containsEntry("magento_link_phase", phase);
        assertThat(refused.text("error_description"))
                .contains(told.get(0).getDetails().get("magento_link_reference"));
    }

    private static void assertGranted(Http.Answer answer) {
        assertThat(answer.hasTokens()).as(answer.body()).isTrue();
    }

    private static void assertRefused(Http.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.text("error")).as(answer.body()).isEqualTo("invalid_grant");
        assertThat(answer.text("error_description")).contains("Magento.com").containsIgnoringCase("browser");
        assertThat(answer.hasTokens()).isFalse();
    }
}
