package cloud.magento.accounts.link.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ErrorPage;
import cloud.magento.accounts.link.it.pages.RolloutPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Reports;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.policy.UserShare;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.representations.idm.PartialImportRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** The page {@code /realms/{realm}/magento-link/}: who may open it, what it shows, and how it is protected. */
@Tag("paths")
final class RolloutPageIT extends CloudScenario {

    private static final String PAGE = Site.address() + "/realms/cloud/magento-link/";
    private static final String OF_MASTER = Site.address() + "/realms/master/magento-link/";

    @Test
    void showsWhereTheRolloutIs() {
        set(Schedules.REMINDING);
        CloudUser admin = admin("view-users", "view-realm");
        users.linked();
        signIn(admin, app.signIn()).appPage();

        RolloutPage page = browser.open(PAGE).rolloutPage();

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.bigHeading()).isEqualTo("Connecting with Magento.com: rollout");
        assertThat(page.phase()).isEqualTo("remind");
        assertThat(page.text()).contains("Users are asked to connect", "January 1, 2999", "Pacific Time");
        for (String state : List.of("connected", "pending", "snoozed", "overdue", "exempt", "disabled")) {
            assertThat(page.count(state))
                    .contains(Reports.get("progress", Map.of()).get(state).asText());
        }
        assertThat(page.hasPlot()).isTrue();
        assertThat(page.findings())
                .containsExactlyElementsOf(Reports.get("check", Map.of()).findValuesAsText("code"));
    }

    @Test
    void takesTheForecastFromTheLastDays() {
        ZoneId zone = ZoneId.of("America/Los_Angeles");
        LocalDate today = LocalDate.now(zone);
        set(Map.of("cutoff", today.plusDays(10).toString(), "remindFrom", ""));
        CloudUser admin = admin("view-users");
        CloudUser connected = users.linked();
        users.attribute(
                connected,
                "magentoLinkSince",
                today.minusDays(2).atTime(12, 0).atZone(zone).toInstant().toString());
        signIn(admin, app.signIn()).appPage();

        assertThat(browser.open(PAGE).rolloutPage().text())
                .contains("10 days left", "connected at the cutoff", "average of the last 7 days");
    }

    @Test
    void asksWhoIsNotSignedInToSignInToTheConsole() {
        ErrorPage page = browser.open(PAGE).errorPage();

        assertThat(page.status()).isEqualTo(401);
        assertThat(page.message()).contains("Sign in to the admin console of this realm");
        assertThat(page.back()).endsWith("/admin/cloud/console/");
        assertThat(page.header("Cache-Control")).contains("no-store");
        assertThat(browser.open(PAGE + "users.csv").errorPage().status()).isEqualTo(401);
    }

    @Test
    void isClosedForUsersWithoutARole() {
        signIn(admin(), app.signIn()).appPage();

        assertNoAccess(browser.open(PAGE));
        assertNoAccess(browser.open(PAGE + "users.csv"));
        // The same answer as for a realm that the admin may not see, or that does not exist.
        assertNoAccess(browser.open(PAGE + "?realm=magento"));
        assertNoAccess(browser.open(PAGE + "?realm=no-such-realm"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"manage-clients", "query-users", "view-events", "manage-identity-providers"})
    void isClosedForOtherRoles(String role) {
        signIn(admin(role), app.signIn()).appPage();

        assertNoAccess(browser.open(PAGE));
    }

    @ParameterizedTest
    @CsvSource({
        "view-users, true, false",
        "manage-users, true, false",
        "view-realm, false, true",
        "manage-realm, false, true",
    })
    void showsEachAdminWhatTheRestApiWould(String role, boolean seesUsers, boolean seesRealm) {
        signIn(admin(role), app.signIn()).appPage();

        RolloutPage page = browser.open(PAGE).rolloutPage();

        assertThat(page.count("connected").isPresent()).isEqualTo(seesUsers);
        assertThat(page.offersSearch()).isEqualTo(seesUsers);
        assertThat(page.hasPlot()).isEqualTo(seesUsers);
        assertThat(page.text().contains("you need the role view-users")).isEqualTo(!seesUsers);
        assertThat(page.text().contains("you need the role view-realm")).isEqualTo(!seesRealm);
        assertThat(page.hasCheck()).isEqualTo(seesRealm);
        assertThat(browser.open(PAGE + "users.csv").status()).isEqualTo(seesUsers ? 200 : 403);
    }

    @Test
    void isClosedInAnotherRealmOfTheSameServer() {
        signIn(admin("realm-admin"), app.signIn()).appPage();

        assertThat(browser.open(PAGE).rolloutPage().status()).isEqualTo(200);
        assertNoAccess(browser.open(PAGE + "?realm=magento"));
        assertThat(browser.open(Site.address() + "/realms/magento/magento-link/")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void followsTheRolesAndTheSessionOfTheAdmin() {
        CloudUser admin = admin("view-users");
        signIn(admin, app.signIn()).appPage();
        assertThat(browser.open(PAGE).status()).isEqualTo(200);

        String client =
                Site.cloud().clients().findByClientId("realm-management").get(0).getId();
        users.resource(admin)
                .roles()
                .clientLevel(client)
                .remove(List.of(Site.cloud()
                        .clients()
                        .get(client)
                        .roles()
                        .get("view-users")
                        .toRepresentation()));
        assertNoAccess(browser.open(PAGE));
        users.grant(admin, "realm-management", "view-users");
        assertThat(browser.open(PAGE).status()).isEqualTo(200);

        users.resource(admin).logout();
        assertThat(browser.open(PAGE).status()).isEqualTo(401);
    }

    @Test
    void isClosedForDisabledAdmins() {
        CloudUser admin = admin("view-users");
        signIn(admin, app.signIn()).appPage();
        UserRepresentation stored = users.stored(admin);
        stored.setEnabled(false);
        users.resource(admin).update(stored);

        assertThat(browser.open(PAGE).status()).isEqualTo(401);
    }

    /** An admin who may impersonate this user gets no rights of this user here. */
    @Test
    void isClosedForAdminsWhoActAsAnother() {
        impersonate(admin("view-users"));
        // The session is there.
        browser.open(app.signIn().address()).appPage();

        assertThat(browser.open(PAGE).status()).isEqualTo(401);
    }

    @Test
    void isClosedForAdminsWhoMustConnectFirst() {
        CloudUser admin = users.unlinked();
        users.grant(admin, "realm-management", "view-users");
        signInUnasked(admin);
        assertThat(browser.open(PAGE).status()).isEqualTo(401);

        users.link(admin, admin.magento());
        assertThat(browser.open(PAGE).status()).isEqualTo(200);
    }

    /** A password is enough there, also for an admin who is connected. */
    @Test
    void isClosedToASessionOfAnExemptClient() {
        CloudUser admin = users.linked();
        users.grant(admin, "realm-management", "view-users");
        set(Map.of("exemptClients", app.clientId()));
        signIn(admin, app.signIn()).appPage();

        assertThat(browser.open(PAGE).status()).isEqualTo(401);
        assertThat(browser.open(PAGE + "users.csv").status()).isEqualTo(401);
    }

    @Test
    void showsAdminsOfMasterTheRealmsThatTheyAdminister() {
        CloudUsers masters = new CloudUsers(Site.master(), Site.magento());
        CloudApp console = CloudApp.registered(Site.address() + "/realms/master", Site.master());
        CloudUser admin = masters.unlinked();
        masters.grant(admin, "cloud-realm", "view-users");
        browser.open(console.signIn().address())
                .signInPage()
                .signIn(admin.username(), CloudUser.PASSWORD)
                .appPage();

        RolloutPage page = browser.open(OF_MASTER + "?realm=cloud").rolloutPage();
        assertThat(page.count("overdue"))
                .contains(Reports.get("progress", Map.of()).get("overdue").asText());
        assertThat(page.search("", "overdue").rolloutPage().address().toString())
                .contains("realm=cloud");
        assertNoAccess(browser.open(OF_MASTER));
        assertNoAccess(browser.open(OF_MASTER + "?realm=magento"));
        assertNoAccess(browser.open(OF_MASTER + "?realm=no-such-realm"));
        assertNoAccess(browser.open(OF_MASTER + "?realm=" + "x".repeat(300)));

        masters.resource(admin).remove();
    }

    @Test
    void findsUsersPageByPage() {
        String name = "find" + UUID.randomUUID().toString().substring(0, 8);
        List<String> created = Stream.iterate(0, i -> i + 1)
                .limit(53)
                .map(i ->
                        users.unlinked(user -> user.setUsername(name + "-" + i)).username())
                .toList();
        signIn(admin("view-users"), app.signIn()).appPage();

        RolloutPage page =
                browser.open(PAGE).rolloutPage().search(name, "overdue").rolloutPage();
        List<String> found = new ArrayList<>(page.users());
        assertThat(found).hasSize(50);
        assertThat(page.csv().lines()).hasSize(54).allMatch(line -> line.contains(",") && !line.startsWith("<"));
        Optional<RolloutPage> next = page.next();
        found.addAll(next.orElseThrow().users());

        assertThat(next.orElseThrow().next()).isEmpty();
        assertThat(found)
                .extracting(cell -> cell.lines().findFirst().orElse(""))
                .containsExactlyInAnyOrderElementsOf(created);
        assertThat(browser.open(PAGE)
                        .rolloutPage()
                        .search(name, "connected")
                        .rolloutPage()
                        .text())
                .contains("No user fits the search.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?state=nobody", "?after=%27", "?wave=nobody", "users.csv?state=nobody"})
    void rejectsWhatItCannotUnderstand(String query) {
        signIn(admin("view-users"), app.signIn()).appPage();

        ErrorPage page = browser.open(PAGE + query).errorPage();

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.message()).contains("Invalid parameter");
    }

    @Test
    void runsNothingThatANameContains() {
        String name = "x" + UUID.randomUUID().toString().substring(0, 8);
        UserRepresentation hostile = new UserRepresentation();
        hostile.setUsername(name + "<img src=x onerror=alert(1)>\u202e${1111*1111}");
        hostile.setEmail(name + "\"><b>@example.com");
        hostile.setEnabled(true);
        // The admin REST API would reject such a name; an import or a user store does not.
        PartialImportRepresentation partial = new PartialImportRepresentation();
        partial.setIfResourceExists("FAIL");
        partial.setUsers(List.of(hostile));
        Site.cloud().partialImport(partial).close();
        signIn(admin("view-users", "view-realm"), app.signIn()).appPage();
        force(Map.of("exemptRoles", "magento-link-exempt##<script>alert(1)</script>"));

        RolloutPage page = browser.open(PAGE).rolloutPage().search(name, "").rolloutPage();

        assertThat(page.users()).singleElement().asString().contains(name + "<img src=x onerror=alert(1)>${1111*1111}");
        assertThat(page.source())
                .contains("&lt;script&gt;alert(1)")
                .doesNotContain("<script", "<img", "<b>", "1234321", "\u202e");
        RolloutPage searched = browser.open(PAGE + "?state=&kc_locale=%22%3E&search="
                        + "%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E%24%7B7*7%7D%7Bx%7D")
                .rolloutPage();
        assertThat(searched.source()).doesNotContain("<script");
        Site.cloud()
                .users()
                .search(name, 0, 1)
                .forEach(user -> Site.cloud().users().delete(user.getId()).close());
    }

    @Test
    void isProtectedByItsHeaders() {
        signIn(admin("view-users"), app.signIn()).appPage();

        RolloutPage page = browser.open(PAGE).rolloutPage();
        assertThat(page.header("Content-Security-Policy"))
                .isEqualTo("default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
                        + " frame-ancestors 'none'; base-uri 'none'");
        assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
        assertThat(page.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(page.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(page.header("Strict-Transport-Security")).isNotEmpty();
        assertThat(page.source()).doesNotContain("<script", "style=", "onclick");
    }

    @ParameterizedTest
    @CsvSource({
        "'', none, navigate, document, 200",
        "'', same-origin, navigate, document, 200",
        "'', cross-site, navigate, document, 200",
        "'', cross-site, no-cors, image, 403",
        "'', cross-site, navigate, iframe, 403",
        "'', same-site, cors, empty, 403",
        "users.csv, same-origin, navigate, document, 200",
        "users.csv, cross-site, navigate, document, 403",
        "users.csv, same-site, navigate, document, 403",
    })
    void isNotReadByOtherSites(String file, String site, String mode, String destination, int status) {
        signIn(admin("view-users"), app.signIn()).appPage();

        HttpRequest request = HttpRequest.newBuilder(URI.create(PAGE + file))
                .header("Cookie", browser.cookiesFor(PAGE))
                .header("Sec-Fetch-Site", site)
                .header("Sec-Fetch-Mode", mode)
                .header("Sec-Fetch-Dest", destination)
                .build();

        assertThat(Http.send(request).status()).isEqualTo(status);
    }

    @Test
    void speaksTheLanguageOfTheAdmin() {
        CloudUser admin = admin("view-users", "view-realm");
        signIn(admin, app.signIn()).appPage();

        RolloutPage chosen = browser.open(PAGE + "?kc_locale=ja").rolloutPage();
        assertThat(chosen.language()).isEqualTo("ja");
        assertThat(chosen.text()).contains("Magento.comとの連携：移行の状況", "連携が必須です", "期限切れ");
        assertThat(chosen.search("", "overdue").rolloutPage().language()).isEqualTo("ja");
        try (Browser german = new Browser(Locale.GERMAN)) {
            signIn(german, admin, app.signIn()).appPage();
            assertThat(german.open(PAGE).rolloutPage().text()).contains("Benutzer nach Status");
        }
    }

    @Test
    void showsTheWaves() {
        set(Map.of("waves", "50% 2998-01-01"));
        signIn(admin("view-users"), app.signIn()).appPage();

        RolloutPage page = browser.open(PAGE).rolloutPage();

        assertThat(page.waves()).hasSize(2);
        assertThat(page.waves().get(0)).contains("50%", "Jan 1, 2998");
        assertThat(page.waves().get(1)).contains("Everybody else", "Apr 1, 2020");
        assertThat(browser.open(PAGE + "?wave=50%25").rolloutPage().text()).contains("Wave: 50%");
        CloudUser outside = Stream.generate(users::unlinked)
                .filter(user -> UserShare.position(user.id()) >= UserShare.POSITIONS / 2)
                .findFirst()
                .orElseThrow();
        String search = "search=" + outside.username();
        assertThat(browser.open(PAGE + "?" + search).rolloutPage().users()).hasSize(1);
        assertThat(browser.open(PAGE + "?wave=50%25&" + search).rolloutPage().users())
                .isEmpty();
    }

    private CloudUser admin(String... roles) {
        CloudUser admin = users.unlinked();
        users.grant(admin, "magento-link-exempt");
        Stream.of(roles).forEach(role -> users.grant(admin, "realm-management", role));
        return admin;
    }

    private static void assertNoAccess(Shown shown) {
        ErrorPage page = shown.errorPage();
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.message()).isEqualTo("No access");
    }
}
