package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
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

/** Magento.com is broken or lies: nobody is connected or let in by it, and everybody gets words and a way on. */
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

    static Stream<Arguments> lies() {
        return Stream.of(
                lie("another issuer", claims -> claims.put("iss", "http://evil.example")),
                lie("no issuer", claims -> claims.remove("iss")),
                lie("another nonce", claims -> claims.put("nonce", "another")),
                lie("no nonce", claims -> claims.remove("nonce")),
                lie("for another client", claims -> {
                    claims.put("aud", "another");
                    claims.put("azp", "another");
                }),
                lie("no subject", claims -> claims.remove("sub")),
                lie("expired", claims -> {
                    claims.put("iat", Instant.now().getEpochSecond() - 7200);
                    claims.put("exp", Instant.now().getEpochSecond() - 3600);
                }),
                lie("not valid yet", claims -> claims.put("nbf", Instant.now().getEpochSecond() + 3600)));
    }

    private static Arguments lie(String name, Consumer<Map<String, Object>> lie) {
        return Arguments.argumentSet(name, lie);
    }

    @ParameterizedTest
    @MethodSource("lies")
    void aLieConnectsNobody(Consumer<Map<String, Object>> lie) {
        magento.lies(lie);
        assertSaidAndMended();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void aSubjectThatSaysNothingConnectsNobody(String subject) {
        magento.lies(claims -> claims.put("sub", subject));
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();

        ConnectPage told =
                signInAndBeAsked(carol, request).connect().connectPage().asks();

        assertThat(told.alert()).contains("Magento.com");
        assertNobodyConnected(carol, browser.shown());
        assertThat(events.errors(carol)).containsExactly("magento_sign_in_failed");
        magento.mends();
        finish(told, request, carol);
    }

    @Test
    void aBadSignatureConnectsNobody() {
        magento.signsWithAnotherKey();
        assertSaidAndMended();
    }

    @ParameterizedTest
    @MethodSource("answers")
    void aBrokenTokenEndpointConnectsNobody(int status, String body) {
        magento.answers(status, body);
        assertSaidAndMended();
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
        magento.hangsUp();
        assertSaidAndMended();
    }

    @Test
    void aTokenEndpointThatKeepsSilentIsNotWaitedForLong() {
        magento.keepsSilent();
        Instant begun = Instant.now();

        assertSaidAndMended();

        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void connectedUsersAreNotLetInByALieEither() {
        CloudUser carol = users.unlinked();
        link(carol);
        magento.signsWithAnotherKey();
        CloudApp.SignIn request = app.signIn();

        ConnectPage told = signIn(carol, request).connectPage().in("primary");

        assertThat(told.alert()).contains("Magento.com");
        assertThat(events.errors(carol)).containsExactly("magento_sign_in_failed");
        assertThat(events.of(carol, "LOGIN")).isEmpty();
        magento.mends();
        CloudApp.SignIn again = app.signIn();
        again.succeededAt(signIn(carol, again).appPage());
    }

    @Test
    void connectedUsersMustComeBackAsThemselves() {
        CloudUser carol = users.unlinked();
        link(carol);
        magento.lies(claims -> claims.put("sub", "somebody else"));

        ConnectPage page = signIn(carol, app.signIn()).connectPage().in("primary");

        assertThat(page.alert()).isNotBlank();
        events.awaitError(carol, "magento_primary_login_required");
        assertThat(events.of(carol, "LOGIN")).isEmpty();
    }

    @Test
    void aSubjectThatChangesBetweenTwoVisitsIsAnotherAccountAndAskedAbout() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage first =
                signInAndBeAsked(carol, request).connect().connectPage().asksToConfirm();
        Map<String, String> oldConfirmation = first.fields("confirm");
        magento.lies(claims -> {
            claims.put("sub", "changed");
            claims.put("email", "changed@example.com");
        });

        ConnectPage second = first.useDifferentAccount().connectPage().asksToConfirm();
        assertThat(second.magentoAccount()).get().asString().contains("changed@example.com");
        second.send(oldConfirmation).connectPage().asksToConfirm();

        assertThat(users.linkOf(carol)).isEmpty();
    }

    /** Keycloak asks mappers in the order of their ids; another one may change the id of the account. */
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

        request.succeededAt(signInAndBeAsked(carol, request)
                .connect()
                .connectPage()
                .asksToConfirm()
                .confirm()
                .appPage());

        assertThat(users.linkOf(carol).orElseThrow().getUserId()).isEqualTo(magento.alias() + "@example.com");
    }

    @Test
    void aProviderThatIsDisabledMeanwhileConnectsNobody() {
        assertGoneWhileAway(() -> magento.configure(provider -> provider.setEnabled(false)));
    }

    @Test
    void aProviderThatIsDeletedMeanwhileConnectsNobody() {
        assertGoneWhileAway(() -> magento.resource().remove());
    }

    @Test
    void aProviderThatLosesItsGuardMeanwhileConnectsNobody() {
        assertGoneWhileAway(magento::removeGuard);
    }

    @Test
    void aProviderThatIsDisabledAtTheQuestionConnectsNobody() {
        assertGoneAtTheQuestion(() -> magento.configure(provider -> provider.setEnabled(false)));
    }

    @Test
    void aProviderThatIsDeletedAtTheQuestionConnectsNobody() {
        assertGoneAtTheQuestion(() -> magento.resource().remove());
    }

    @Test
    void aProviderThatLosesItsGuardAtTheQuestionConnectsNobody() {
        assertGoneAtTheQuestion(magento::removeGuard);
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
            assertThat(page.alert()).as("words about %s", error).isNotBlank();
            assertThat(page.source()).doesNotContain("<script>alert(1)");
            assertThat(users.linkOf(carol)).isEmpty();
            assertThat(events.of(carol, "LOGIN")).isEmpty();
        }
        assertThat(magentoErrors(carol)).hasSize(7);
        finish(page, request, carol);
    }

    /** Keycloak does not look at answers of a provider that is gone; what the browser says of itself opens nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.b.c", "%00.%00.%00", "..%2F.tab.%F0%9F%98%80", "a.b.c.d.e.f"})
    void aForgedStateForAProviderThatIsGoneShowsNobodysPage(String state) {
        CloudUser carol = users.unlinked();
        ConnectPage page = signInAndBeAsked(carol, app.signIn());
        String back = callback(page.connectWithoutFollowing());
        magento.resource().remove();

        Shown shown = browser.open(back.replaceFirst("state=.*", "state=" + state));

        assertThat(shown.isConnectPage()).isFalse();
        assertNobodyConnected(carol, shown);
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

    /** Goes away while everything is well; something is taken away; comes back. */
    private void assertGoneWhileAway(Runnable loss) {
        set(Map.of("whenUnavailable", "deny"));
        CloudUser carol = users.unlinked();
        ConnectPage page = signInAndBeAsked(carol, app.signIn());
        String back = callback(page.connectWithoutFollowing()) + "&code=code";
        loss.run();

        Shown shown = browser.open(back);

        assertNobodyConnected(carol, shown);
        assertThat(shown.connectPage().state()).isEqualTo("unavailable");
        assertThat(shown.connectPage().reference()).isPresent();
        assertThat(events.errors(carol)).containsExactly("magento_link_misconfigured");
    }

    private void assertGoneAtTheQuestion(Runnable loss) {
        set(Map.of("whenUnavailable", "deny"));
        CloudUser carol = users.unlinked();
        ConnectPage question =
                signInAndBeAsked(carol, app.signIn()).connect().connectPage().asksToConfirm();
        loss.run();

        Shown shown = question.confirm();

        assertThat(shown.connectPage().state()).isEqualTo("unavailable");
        assertNobodyConnected(carol, shown);
        assertThat(events.errors(carol)).containsExactly("magento_link_misconfigured");
    }

    private void assertNobodyConnected(CloudUser user, Shown shown) {
        assertThat(users.linkOf(user)).isEmpty();
        assertThat(shown.isAppPage()).as("%s", shown).isFalse();
        assertThat(shown.text()).as("words").isNotBlank();
        assertThat(shown.status()).as("%s", shown).isLessThan(500);
        assertThat(events.of(user, "LOGIN")).isEmpty();
    }

    private void assertSaidAndMended() {
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
        magento.mends();
        finish(told, request, carol);
    }

    private void finish(ConnectPage page, CloudApp.SignIn request, CloudUser user) {
        request.succeededAt(
                page.connect().connectPage().asksToConfirm().confirm().appPage());
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

    /** Where the stand-in would send the browser back to, given the address it was sent to. */
    private static String callback(String sentTo) {
        Map<String, String> request = new HashMap<>();
        for (String pair : URI.create(sentTo).getRawQuery().split("&")) {
            String[] parts = pair.split("=", 2);
            request.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return request.get("redirect_uri") + "?" + Http.encoded(Map.of("state", request.get("state")));
    }
}
