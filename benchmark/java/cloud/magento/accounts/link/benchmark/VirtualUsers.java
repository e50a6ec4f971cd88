package cloud.magento.accounts.link.benchmark;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.css;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.listFeeder;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.currentLocationRegex;
import static io.gatling.javaapi.http.HttpDsl.flushCookieJar;
import static io.gatling.javaapi.http.HttpDsl.headerRegex;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import cloud.magento.accounts.link.it.scenario.CloudUser;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.representations.idm.RealmRepresentation;

/**
 * Users of one side, as Gatling drives them. They keep cookies, follow redirects and submit forms, without style sheets
 * and scripts.
 */
final class VirtualUsers {

    private static final String CODE = "[?&]code=([^&]+)";

    private final Logins logins;
    private final List<CloudUser> linked;
    private final Iterator<CloudUser> unlinked;

    /** Creates the users, so many of them linked and unlinked. */
    VirtualUsers(Side side, int linked, int unlinked) {
        // Failed passwords are counted under a lock of the user. Here each user signs in often.
        RealmRepresentation realm = side.cloud().toRepresentation();
        realm.setBruteForceProtected(false);
        side.cloud().update(realm);
        this.logins = new Logins(side);
        this.linked = Stream.generate(() -> side.users().linked()).limit(linked).toList();
        this.unlinked = Stream.generate(() -> side.users().unlinked())
                .limit(unlinked)
                .toList()
                .iterator();
    }

    /**
     * So many linked users at once, who sign in by password without cookies, again and again until the time is over.
     */
    PopulationBuilder signIn(Times times, int atOnce, Duration length) {
        return scenario(times.round())
                .during(length, "login", false)
                .on(exec(flushCookieJar())
                        .feed(listFeeder(fields(linked)).circular())
                        .exec(begin(times))
                        .exec(open(Map.of()))
                        .exec(enter("username").disableFollowRedirect().check(redirect(), codeInRedirect()))
                        .exec(code(times))
                        .exec(redeem())
                        .exec(tokens(times))
                        .exitHereIfFailed())
                .injectOpen(atOnceUsers(atOnce))
                .protocols(browser());
    }

    /**
     * Some of the unlinked users, who come one after the other within a time, sign in by password, meet our page and
     * connect.
     */
    PopulationBuilder connect(Times times, int users, Duration within) {
        return comeAndLink(
                times,
                users,
                within,
                exec(open(Map.of()))
                        .exec(enter("username").check(form()))
                        .exec(submit("connect").formParam("step", "connect").check(form()))
                        .exec(enter("magento")
                                .check(form(), css("input[name=proof]", "value").saveAs("proof")))
                        .exec(submit("confirm")
                                .formParam("step", "confirm")
                                .formParam("proof", "#{proof}")
                                .check(codeInAddress())));
    }

    /** The same with Keycloak's own linking, for which the app asks. */
    PopulationBuilder linkWithoutExtension(Times times, int users, Duration within) {
        return comeAndLink(
                times,
                users,
                within,
                exec(open(Map.of("kc_action", "idp_link:magento")))
                        .exec(enter("username").check(form()))
                        .exec(submit("continue").check(form()))
                        .exec(enter("magento").check(codeInAddress())));
    }

    private PopulationBuilder comeAndLink(Times times, int users, Duration within, ChainBuilder link) {
        List<CloudUser> next = Stream.generate(unlinked::next).limit(users).toList();
        return scenario(times.round())
                .feed(listFeeder(fields(next)))
                .exec(begin(times))
                .exec(link)
                .exec(code(times))
                .injectOpen(rampUsers(users).during(within))
                .protocols(browser());
    }

    private static HttpProtocolBuilder browser() {
        return http.acceptHeader("text/html");
    }

    private static List<Map<String, Object>> fields(List<CloudUser> users) {
        return users.stream()
                .map(user -> Map.<String, Object>of(
                        "username", user.username(), "magento", user.magento().username()))
                .toList();
    }

    private static ChainBuilder begin(Times times) {
        return exec(session -> session.set("begin", times.begin()));
    }

    private static ChainBuilder code(Times times) {
        return exec(
                session -> session.isFailed() ? session : session.set("coded", times.code(session.getLong("begin"))));
    }

    private static ChainBuilder tokens(Times times) {
        return exec(session -> {
            if (!session.isFailed()) {
                times.tokens(session.getLong("coded"));
            }
            return session;
        });
    }

    private HttpRequestActionBuilder open(Map<String, String> more) {
        return http("sign-in").get(session -> logins.address(more)).check(form());
    }

    private static HttpRequestActionBuilder enter(String name) {
        return submit("password").formParam("username", "#{" + name + "}").formParam("password", CloudUser.PASSWORD);
    }

    private static HttpRequestActionBuilder submit(String name) {
        return http(name).post("#{form}");
    }

    private HttpRequestActionBuilder redeem() {
        return http("code")
                .post(logins.tokenAddress())
                .header("Accept", "application/json")
                .formParamMap(Map.copyOf(logins.codeFields("#{code}")))
                .check(jsonPath("$.access_token"));
    }

    /** The page has a form. What is submitted next goes to its address. */
    private static CheckBuilder form() {
        return css("form[action*='/login-actions/']", "action").saveAs("form");
    }

    private static CheckBuilder redirect() {
        return status().is(302);
    }

    /** The app is called back with a code. Its page is not opened. */
    private static CheckBuilder codeInRedirect() {
        return headerRegex("Location", CODE).saveAs("code");
    }

    /** The page of the app is opened. */
    private static CheckBuilder codeInAddress() {
        return currentLocationRegex(CODE).saveAs("code");
    }
}
