package cloud.magento.accounts.link.it.provider;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.scenario.StandIn;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.representations.idm.FederatedIdentityRepresentation;
import org.keycloak.representations.idm.IdentityProviderMapperRepresentation;

/**
 * Magento.com fails or sends wrong claims: no link, no login, and a page with an error from which the user can go on.
 */
@Tag("paths")
final class OutageIT extends CloudScenario {

    private StandIn magento;

    @BeforeEach
    void startStandIn() {
        magento = new StandIn(Site.cloud(), Site.testHost());
        set(Map.of("idpAlias", magento.alias(), "emailPolicy", "ignore"));
    }

    @AfterEach
    void stopStandIn() {
        magento.close();
    }

    @Test
    void honestItConnects() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();

        finish(signInAndBeAsked(carol, request), request, carol);

        assertThat(events.errors(carol)).isEmpty();
    }

    static Stream<Arguments> wrongClaims() {
        return Stream.of(
                wrong("another issuer", claims -> claims.put("iss", "http://evil.example")),
                wrong("no issuer", claims -> claims.remove("iss")),
                wrong("another nonce", claims -> claims.put("nonce", "another")),
                wrong("no nonce", claims -> claims.remove("nonce")),
                wrong("for another client", claims -> {
                    claims.put("aud", "another");
                    claims.put("azp", "another");
                }),
                wrong("no subject", claims -> claims.remove("sub")),
                wrong("expired", claims -> {
                    claims.put("iat", Instant.now().getEpochSecond() - 7200);
                    claims.put("exp", Instant.now().getEpochSecond() - 3600);
                }),
                wrong("not valid yet", claims -> claims.put("nbf", Instant.now().getEpochSecond() + 3600)));
    }

    private static Arguments wrong(String name, Consumer<Map<String, Object>> change) {
        return Arguments.argumentSet(name, change);
    }

    @ParameterizedTest
    @MethodSource("wrongClaims")
    void aForgedAnswerConnectsNobody(Consumer<Map<String, Object>> change) {
        magento.changeClaims(change);
        assertErrorShownThenConnects();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void anUnusableSubjectConnectsNobody(String subject) {
        magento.changeClaims(claims -> claims.put("sub", subject));
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();

        ConnectPage told =
                signInAndBeAsked(carol, request).connect().connectPage().asks();

        assertThat(told.alert()).contains("Magento.com");
        assertNotConnected(carol, browser.shown());
        assertThat(events.errors(carol)).containsExactly("magento_sign_in_failed");
        magento.reset();
        finish(told, request, carol);
    }

    @Test
    void aBadSignatureConnectsNobody() {
        magento.signWithUnknownKey();
        assertErrorShownThenConnects();
    }

    @ParameterizedTest
    @MethodSource("answers")
    void aBrokenTokenEndpointConnectsNobody(int status, String body) {
        magento.answerWith(status, body);
        assertErrorShownThenConnects();
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(500, "Internal Server Error"),
                Arguments.of(503, ""),
                Arguments.of(400, "{\"error\":\"invalid_grant\",\"error_description\":\"<b>no</b>\"}"),
                Arguments.of(200, "{\"error\":\"server_error\"}"),
                Arguments.of(200, "<html>maintenance</html>"),
                Arguments.of(200, "{}"),
                Arguments.of(200, "{\"access_token\":\"x\",\"id_token\":\"not.a.token\"}"));
    }

    @Test
    void aTokenEndpointThatHangsUpConnectsNobody() {
        magento.closeConnections();
        assertErrorShownThenConnects();
    }

    @Test
    void aTokenEndpointThatKeepsSilentIsNotWaitedForLong() {
        magento.neverAnswer();
        Instant begun = Instant.now();

        assertErrorShownThenConnects();

        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void connectedUsersAreNotLetInByALieEither() {
        CloudUser carol = users.unlinked();
        link(carol);
        magento.signWithUnknownKey();
        CloudApp.SignIn request = app.signIn();

        ConnectPage told = signIn(carol, request).connectPage().in("primary");

        assertThat(told.alert()).contains("Magento.com");
        assertThat(events.errors(carol)).containsExactly("magento_sign_in_failed");
        assertThat(events.of(carol, "LOGIN")).isEmpty();
        magento.reset();
        CloudApp.SignIn again = app.signIn();
        again.succeededAt(signIn(carol, again).appPage());
    }

    @Test
    void connectedUsersMustComeBackAsThemselves() {
        CloudUser carol = users.unlinked();
        link(carol);
        magento.changeClaims(claims -> claims.put("sub", "somebody else"));

        ConnectPage page = signIn(carol, app.signIn()).connectPage().in("primary");

        assertThat(page.alert()).isNotBlank();
        events.awaitError(carol, "magento_primary_login_required");
        assertThat(events.of(carol, "LOGIN")).isEmpty();
    }

    @Test
    void aSubjectThatChangesBetweenTwoVisitsIsAnotherAccountAndAskedAbout() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage first = signInToConnect(carol, request).connectAtOnce().question();
        Map<String, String> oldConfirmation = first.fields("confirm");
        magento.changeClaims(claims -> {
            claims.put("sub", "changed");
            claims.put("email", "changed@example.com");
        });

        ConnectPage second = first.useDifferentAccount().connectPage().asksToConfirm();
        assertThat(second.magentoAccount()).get().asString().contains("changed@example.com");
        second.send(oldConfirmation).connectPage().asksToConfirm();

        assertThat(users.linkOf(carol)).isEmpty();
    }

    /** Keycloak calls mappers in the order of their ids; another mapper may change the id of the account. */
    @ParameterizedTest
    @ValueSource(strings = {"00000000-0000-4000-8000-", "ffffffff-ffff-4fff-bfff-"})
    void anotherMapperHasItsSayOnTheAccountBeforeAndAfterTheGuard(String idBegins) {
        IdentityProviderMapperRepresentation mapper = new IdentityProviderMapperRepresentation();
        mapper.setId(idBegins + UUID.randomUUID().toString().substring(24));
        mapper.setName("id from the address");
        mapper.setIdentityProviderAlias(magento.alias());
        mapper.setIdentityProviderMapper("oidc-username-idp-mapper");
        mapper.setConfig(Map.of("syncMode", "INHERIT", "target", "BROKER_ID", "template", "${CLAIM.email}"));
        try (Response response = magento.resource().addMapper(mapper)) {
            assertThat(response.getStatus()).isEqualTo(201);
        }
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();

        signInToConnect(carol, request).connectAtOnce().confirm().landsIn(request);

        assertThat(users.linkOf(carol).orElseThrow().getUserId()).isEqualTo(magento.alias() + "@example.com");
    }

    @Test
    void aProviderThatIsDisabledMeanwhileConnectsNobody() {
        assertUnavailableAfterReturn(() -> magento.configure(provider -> provider.setEnabled(false)));
    }

    @Test
    void aProviderThatIsDeletedMeanwhileConnectsNobody() {
        assertUnavailableAfterReturn(() -> magento.resource().remove());
    }

    @Test
    void aProviderThatLosesItsGuardMeanwhileConnectsNobody() {
        assertUnavailableAfterReturn(magento::removeGuard);
    }

    @Test
    void aProviderThatIsDisabledAtTheQuestionConnectsNobody() {
        assertUnavailableAfterConfirm(() -> magento.configure(provider -> provider.setEnabled(false)));
    }

    @Test
    void aProviderThatIsDeletedAtTheQuestionConnectsNobody() {
        assertUnavailableAfterConfirm(() -> magento.resource().remove());
    }

    @Test
    void aProviderThatLosesItsGuardAtTheQuestionConnectsNobody() {
        assertUnavailableAfterConfirm(magento::removeGuard);
    }

    @Test
    void forgedErrorsInTheCallbackOpenNoGate() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage page = signInAndBeAsked(carol, request);
        for (String error : List.of(
                "access_denied",
                "server_error",
                "temporarily_unavailable",
                "interaction_required",
                "login_required",
                "no_such_error",
                "<script>alert(1)</script>")) {
            String back = page.connectWithoutFollowing();
            Shown shown = browser.open(callback(back) + "&" + Http.encoded(Map.of("error", error)));

            page = shown.connectPage().asks();
            assertThat(page.alert()).as("alert for %s", error).isNotBlank();
            assertThat(page.source()).doesNotContain("<script>alert(1)");
            assertThat(users.linkOf(carol)).isEmpty();
            assertThat(events.of(carol, "LOGIN")).isEmpty();
        }
        assertThat(magentoErrors(carol)).hasSize(7);
        finish(page, request, carol);
    }

    /** Keycloak does not verify the callback of a deleted provider; the state in the address must not open a login. */
    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.b.c", "%00.%00.%00", "..%2F.tab.%F0%9F%98%80", "a.b.c.d.e.f"})
    void aForgedStateForADeletedProviderShowsNoPage(String state) {
        CloudUser carol = users.unlinked();
        ConnectPage page = signInAndBeAsked(carol, app.signIn());
        String back = callback(page.connectWithoutFollowing());
        magento.resource().remove();

        Shown shown = browser.open(back.replaceFirst("state=.*", "state=" + state));

        assertThat(shown.isConnectPage()).isFalse();
        assertNotConnected(carol, shown);
        assertThat(events.errors(carol)).isEmpty();
    }

    @Test
    void anotherBrowserWithTheSameStateSeesNothingOfTheUser() {
        CloudUser carol = users.unlinked();
        String back = callback(signInAndBeAsked(carol, app.signIn()).connectWithoutFollowing());
        magento.resource().remove();

        try (Browser stranger = new Browser()) {
            assertThat(stranger.open(back).isConnectPage()).isFalse();
        }
        assertThat(events.errors(carol)).isEmpty();
    }

    /** The provider changes while the browser is at Magento.com. */
    private void assertUnavailableAfterReturn(Runnable change) {
        set(Map.of("whenUnavailable", "deny"));
        CloudUser carol = users.unlinked();
        ConnectPage page = signInAndBeAsked(carol, app.signIn());
        String back = callback(page.connectWithoutFollowing()) + "&code=code";
        change.run();

        Shown shown = browser.open(back);

        assertNotConnected(carol, shown);
        assertThat(shown.connectPage().state()).isEqualTo("unavailable");
        assertThat(shown.connectPage().reference()).isPresent();
        assertThat(events.errors(carol)).containsExactly("magento_link_misconfigured");
    }

    private void assertUnavailableAfterConfirm(Runnable change) {
        set(Map.of("whenUnavailable", "deny"));
        CloudUser carol = users.unlinked();
        ConnectPage question =
                signInToConnect(carol, app.signIn()).connectAtOnce().question();
        change.run();

        Shown shown = question.confirm();

        assertThat(shown.connectPage().state()).isEqualTo("unavailable");
        assertNotConnected(carol, shown);
        assertThat(events.errors(carol)).containsExactly("magento_link_misconfigured");
    }

    private void assertNotConnected(CloudUser user, Shown shown) {
        assertThat(users.linkOf(user)).isEmpty();
        assertThat(shown.isAppPage()).as("%s", shown).isFalse();
        assertThat(shown.text()).as("text of the page").isNotBlank();
        assertThat(shown.status()).as("%s", shown).isLessThan(500);
        assertThat(events.of(user, "LOGIN")).isEmpty();
    }

    private void assertErrorShownThenConnects() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();

        ConnectPage told =
                signInAndBeAsked(carol, request).connect().connectPage().asks();

        assertThat(told.alert()).contains("Magento.com");
        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(events.of(carol, "LOGIN")).isEmpty();
        assertThat(events.errors(carol)).containsExactly("magento_sign_in_failed");
        assertThat(told.reference())
                .hasValue(events.awaitError(carol, "magento_sign_in_failed")
                        .getDetails()
                        .get("magento_link_reference"));
        magento.reset();
        finish(told, request, carol);
    }

    private void finish(ConnectPage page, CloudApp.SignIn request, CloudUser user) {
        continueOn(page).connectAtOnce().confirm().landsIn(request);
        assertThat(users.linkOf(user).orElseThrow().getUserId()).isEqualTo(magento.subject());
    }

    private List<String> magentoErrors(CloudUser user) {
        return events.errors(user).stream()
                .filter(error -> error.startsWith("magento_"))
                .toList();
    }

    private void link(CloudUser user) {
        FederatedIdentityRepresentation identity = new FederatedIdentityRepresentation();
        identity.setIdentityProvider(magento.alias());
        identity.setUserId(magento.subject());
        identity.setUserName("account");
        try (Response response = users.resource(user).addFederatedIdentity(magento.alias(), identity)) {
            assertThat(response.getStatus()).isEqualTo(204);
        }
    }

    /** The callback address for the address to which the browser was sent. */
    private static String callback(String sentTo) {
        Map<String, String> request = new HashMap<>();
        for (String pair : URI.create(sentTo).getRawQuery().split("&")) {
            String[] parts = pair.split("=", 2);
            request.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return request.get("redirect_uri") + "?" + Http.encoded(Map.of("state", request.get("state")));
    }
}
