package cloud.magento.accounts.link.it.connect;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Addresses;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.LoginAddress;
import cloud.magento.accounts.link.it.scenario.SamlApp;
import cloud.magento.accounts.link.it.scenario.Site;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Handmade requests to every endpoint of a login while the page is shown: with and without the session code, the
 * execution and the tab of the page, for this login and for others of the same browser. None returns a code, an
 * assertion, a token or a link, and none fails with a server error.
 */
final class EndpointSweepIT extends CloudScenario {

    private static final int BAD_GATEWAY = 502;
    private static final String LOGOUT_CONFIRM = "protocol/openid-connect/logout/logout-confirm";

    /** The endpoints that take a step of a login. */
    private static final List<String> STEPS = List.of(
            "login-actions/authenticate",
            "login-actions/required-action",
            "login-actions/registration",
            "login-actions/reset-credentials",
            "login-actions/consent",
            "login-actions/first-broker-login",
            "login-actions/post-broker-login",
            "login-actions/restart",
            "login-actions/action-token");

    /** Other spellings of an address, which must not bypass a check of the path. */
    private static final List<String> SPELLINGS = List.of(
            "login-actions/consent/",
            "login-actions//consent",
            "/login-actions/consent",
            "login-actions/%63onsent",
            "login-actions/consent;a=b",
            "login-actions;a=b/consent",
            "login-actions/./consent",
            "login-actions/x/../consent",
            "login-actions/consent/;a=b",
            "login-actions/consent%20",
            "login-actions%2Fconsent");

    private static final List<String> OTHERS = List.of(
            "login-actions/detached-info",
            "login-actions/action-token?key=none",
            "broker/magento/endpoint",
            "broker/magento/login",
            "broker/magento/link",
            "broker/after-first-broker-login",
            "broker/after-post-broker-login",
            "device",
            "protocol/openid-connect/logout",
            LOGOUT_CONFIRM);

    private static final List<String> EXECUTIONS = List.of("", "connect-magento", "OAUTH_GRANT", "UPDATE_PASSWORD");

    private static final Pattern GIVEN = Pattern.compile("[?&#;](code|access_token|id_token)=");
    private static final Pattern SAML = Pattern.compile("SAMLResponse(?:=|\" value=\")([^&\"]+)");
    private static final Pattern CODE_OF_PAGE = Pattern.compile("session_code=([^&\"]+)");
    private static final Pattern TAB_OF_PAGE = Pattern.compile("tab_id=([^&\"]+)");

    /** What the browser shows when the requests are sent with its cookies. */
    private enum Place {
        PAGE,
        QUESTION
    }

    /** The login of the browser that the request names. */
    private enum Tab {
        /** The login that shows our page. */
        OWN,
        /** The login that was sent to the provider. */
        AWAY,
        /** A login whose user has not signed in yet. */
        OTHER
    }

    /** One request. */
    private record Forged(
            String method, String endpoint, Tab tab, boolean withCode, String execution, boolean cancel) {}

    private final SamlApp saml = SamlApp.registered(Site.address(), Site.cloud(), app);
    private final List<CloudUser> used = new ArrayList<>();

    @AfterEach
    void nobodyGotIn() {
        for (CloudUser user : used) {
            assertThat(users.linkOf(user)).isEmpty();
            assertThat(events.of(user, "LOGIN")).isEmpty();
            assertThat(users.resource(user).getUserSessions()).isEmpty();
            assertThat(users.resource(user).getConsents()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void noEndpointLetsAnybodyInOrFails(Place place) {
        // One kind of app for each place.
        String start = place == Place.PAGE ? saml.signInAddress() : app.signIn().address();
        Login login = new Login(place, start);
        for (Forged request : requests()) {
            login = login.isStillThere() ? login : new Login(place, start);
            login.send(request);
        }
    }

    /** Errors can move the login at the provider to a step that needs a user, which this login does not have. */
    @Test
    void noEndpointFailsForALoginWithoutAUser() {
        for (String endpoint : List.of("authenticate", "required-action", "consent")) {
            for (String method : List.of("GET", "POST")) {
                for (String execution : EXECUTIONS.subList(0, 2)) {
                    Login login = new Login(Place.PAGE, app.signIn().address());
                    login.sendWithInvalidCode();
                    login.send(new Forged(method, "login-actions/" + endpoint, Tab.AWAY, false, execution, false));
                }
            }
        }
    }

    private static List<Forged> requests() {
        List<Forged> requests = new ArrayList<>();
        for (String method : List.of("GET", "POST")) {
            for (Tab tab : Tab.values()) {
                for (boolean withCode : new boolean[] {false, true}) {
                    for (String endpoint : STEPS) {
                        for (String execution : tab == Tab.OWN ? EXECUTIONS : EXECUTIONS.subList(0, 2)) {
                            requests.add(new Forged(method, endpoint, tab, withCode, execution, false));
                        }
                        requests.add(new Forged(method, endpoint, tab, withCode, "", true));
                    }
                }
                OTHERS.forEach(endpoint -> requests.add(new Forged(method, endpoint, tab, true, "", false)));
            }
            OTHERS.forEach(endpoint -> requests.add(new Forged(method, endpoint, Tab.OWN, false, "", false)));
            SPELLINGS.forEach(endpoint -> requests.add(new Forged(method, endpoint, Tab.OWN, false, "", false)));
        }
        // Keycloak itself fails there with any login: SessionCodeChecks.initialVerify lacks a flow path then.
        requests.remove(new Forged("POST", LOGOUT_CONFIRM, Tab.OWN, false, "", false));
        return requests;
    }

    /** A login of a new user that has reached a place. */
    private final class Login {

        private final Place place;
        private final LoginAddress own;
        private final Map<Tab, String> tabs = new HashMap<>();
        private String code = "";

        Login(Place place, String start) {
            this.place = place;
            CloudUser user = users.unlinked();
            used.add(user);
            browser.clearCookies();
            tabs.put(Tab.OTHER, first(TAB_OF_PAGE, browser.open(start).source()));
            ConnectPage page = browser.open(start)
                    .signInPage()
                    .ofCloud()
                    .signIn(user.username(), CloudUser.PASSWORD)
                    .connectPage()
                    .asks();
            own = LoginAddress.of(page.address());
            tabs.put(Tab.OWN, own.parameter("tab_id"));
            String departure = page.connectWithoutFollowing();
            Map<String, String> asked = Addresses.parametersOf(URI.create(departure));
            tabs.put(Tab.AWAY, asked.get("state").split("\\.")[1]);
            if (place == Place.QUESTION) {
                browser.open(departure)
                        .signInPage()
                        .ofMagento()
                        .signIn(user.magento().username(), CloudUser.PASSWORD)
                        .connectPage()
                        .asksToConfirm();
            }
        }

        /** Whether our page still shows what it showed; if so, the session code is new. */
        boolean isStillThere() {
            Http.Answer page = get(own.of("login-actions/required-action", Map.of()));
            code = first(CODE_OF_PAGE, page.body());
            return page.body().contains("data-state=\"" + (place == Place.PAGE ? "ask" : "confirm") + "\"");
        }

        /**
         * The login at the provider is sent to the sign-in page, and from there to the provider with an invalid session
         * code.
         */
        void sendWithInvalidCode() {
            Map<String, String> away = Map.of("tab_id", tabs.get(Tab.AWAY), "session_code", "none");
            assertThat(get(own.of("login-actions/authenticate", Map.of("tab_id", tabs.get(Tab.AWAY))))
                            .body())
                    .contains("kc-form-login");
            assertThat(get(own.of("broker/magento/login", away)).location()).contains("/login-actions/required-action");
        }

        void send(Forged request) {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("tab_id", tabs.get(request.tab()));
            Map<String, String> form = new LinkedHashMap<>(Map.of("accept", "Yes"));
            if (request.withCode()) {
                query.put("session_code", code);
                form.put("session_code", code);
            }
            if (!request.execution().isEmpty()) {
                query.put("execution", request.execution());
            }
            if (request.cancel()) {
                query.put("cancel", "true");
                form.put("cancel", "No");
                form.put("cancel-aia", "true");
            }
            String address = own.of(request.endpoint(), query).replaceFirst("(\\?.*)\\?", "$1&");
            Http.Answer answer = Http.send(
                    request.method().equals("GET")
                            ? to(address).build()
                            : to(address)
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(HttpRequest.BodyPublishers.ofString(Http.encoded(form)))
                                    .build());
            assertGivesNothing(request, answer);
        }

        /** Checks the answer and the redirects that follow it. */
        private void assertGivesNothing(Forged request, Http.Answer answer) {
            Http.Answer next = answer;
            for (int hops = 0; hops < 6; hops++) {
                assertThat(next.status())
                        .as("%s", request)
                        .matches(status -> status < 500 || status == BAD_GATEWAY && isAnswerOfProvider(request));
                assertThat(next.location() + next.body())
                        .as("%s", request)
                        .doesNotContainPattern(GIVEN)
                        .doesNotContain("name=\"code\"", "access_token");
                samlResponses(next)
                        .forEach(response -> assertThat(SamlApp.hasAssertion(response))
                                .as("%s: %s", request, response)
                                .isFalse());
                if (!next.location().startsWith(own.realm() + "/")) {
                    return;
                }
                next = get(next.location());
            }
        }

        /** Older versions answer a callback without a state with 502. */
        private boolean isAnswerOfProvider(Forged request) {
            return request.endpoint().equals("broker/magento/endpoint");
        }

        private Http.Answer get(String address) {
            return Http.send(to(address).build());
        }

        private HttpRequest.Builder to(String address) {
            return HttpRequest.newBuilder(URI.create(address))
                    .timeout(Duration.ofSeconds(30))
                    .header("Accept", "text/html")
                    .header("Cookie", browser.cookiesFor(own.realm() + "/"));
        }
    }

    /** The first match, or an empty string. */
    private static String first(Pattern pattern, String page) {
        Matcher found = pattern.matcher(page);
        return found.find() ? found.group(1) : "";
    }

    private static Stream<String> samlResponses(Http.Answer answer) {
        return Stream.of(answer.location(), answer.body())
                .flatMap(text -> SAML.matcher(text).results())
                .map(found -> URLDecoder.decode(found.group(1), StandardCharsets.UTF_8));
    }
}
