package cloud.magento.accounts.link.it.settings;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.DirectGrant;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.policy.UserShare;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.representations.idm.GroupRepresentation;

/** Waves have dates of their own, and a rehearsal enforces the deadline before it comes. */
final class StagesIT extends CloudScenario {

    private static final String DECISION = "magento_link_decision";
    private static final int HALF = UserShare.POSITIONS / 2;

    @Test
    void aWaveOfAGroupIsEnforcedWhileOthersAreNotPrompted() {
        String pilot = "pilot users " + UUID.randomUUID().toString().substring(0, 8);
        String parent = group(pilot);
        String child = subgroup(parent, "early birds");
        set(Schedules.NOT_BEGUN);
        set(Map.of("waves", "/" + pilot + " 2020-04-01"));
        CloudUser member = users.unlinked();
        users.resource(member).joinGroup(child);
        CloudUser other = users.unlinked();

        assertThat(signInAndBeAsked(member, app.signIn()).offers("later")).isFalse();
        assertThat(new DirectGrant(app).signIn(member).text("error_description"))
                .contains("must be connected");

        browser.clearCookies();
        CloudApp.SignIn request = app.signIn();
        request.succeededAt(signIn(other, request).appPage());
        assertThat(events.await(other, "LOGIN").getDetails()).containsEntry(DECISION, "not_yet");
    }

    @Test
    void aWaveIsRemindedFromItsOwnDateAndToldItsOwnDeadline() {
        String group = "w" + UUID.randomUUID().toString().substring(0, 8);
        String id = group(group);
        set(Schedules.NOT_BEGUN);
        set(Map.of("zone", "UTC", "waves", "/" + group + " 2990-05-02 2020-04-01"));
        CloudUser member = users.unlinked();
        users.resource(member).joinGroup(id);

        ConnectPage page = signInAndBeAsked(member, app.signIn());

        assertThat(page.offers("later")).isTrue();
        assertThat(page.deadline()).get().asString().contains("May 1, 2990");
    }

    @Test
    void aWaveOfAShareIsEnforcedForTheSameUsersAtEachLogin() {
        CloudUser inside = userAt(position -> position < HALF);
        CloudUser outside = userAt(position -> position >= HALF);
        set(Schedules.NOT_BEGUN);
        set(Map.of("waves", "50% 2020-04-01"));

        for (int logins = 0; logins < 2; logins++) {
            browser.clearCookies();
            assertThat(signInAndBeAsked(inside, app.signIn()).offers("later")).isFalse();
            browser.clearCookies();
            signIn(outside, app.signIn()).appPage();
        }

        set(Map.of("waves", "50% 2020-04-01##100% 2020-05-01"));
        browser.clearCookies();
        assertThat(signInAndBeAsked(inside, app.signIn()).offers("later")).isFalse();
        browser.clearCookies();
        assertThat(signInAndBeAsked(outside, app.signIn()).offers("later")).isFalse();
    }

    @Test
    void aPersonalDeadlineComesBeforeTheWave() {
        CloudUser carol = users.unlinked();
        users.attribute(carol, "magentoLinkDeadline", "2999-02-01T00:00:00Z");
        set(Schedules.NOT_BEGUN);
        set(Map.of("waves", "100% 2020-04-01"));

        assertThat(signInAndBeAsked(carol, app.signIn()).offers("later")).isTrue();
    }

    @Test
    void aRehearsalIsEnforcedUntilItEnds() {
        set(Schedules.REMINDING);
        CloudUser carol = users.unlinked();
        signInAndBeAsked(carol, app.signIn()).notNow().appPage();
        Instant now = Instant.now();
        set(Map.of("rehearsals", window(now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(1)))));

        ConnectPage page = browser.open(app.signIn().address()).connectPage().asks();
        assertThat(page.offers("later")).isFalse();
        assertThat(page.source()).contains("This is a rehearsal").contains("sign in again after");
        CloudApp.SignIn silent = app.signIn(Map.of("prompt", "none"));
        silent.failedAt(browser.open(silent.address()).appPage(), "interaction_required");
        assertThat(new DirectGrant(app).signIn(carol).text("error_description")).contains("must be connected");

        set(Map.of("rehearsals", window(now.minus(Duration.ofHours(2)), now.minus(Duration.ofHours(1)))));
        CloudApp.SignIn after = app.signIn();
        after.succeededAt(browser.open(after.address()).appPage());
        assertThat(events.errors(carol)).containsOnly("magento_primary_login_required");
    }

    @Test
    void aRehearsalIsRecordedAsSuch() {
        set(Schedules.NOT_BEGUN);
        Instant now = Instant.now();
        set(Map.of("rehearsals", window(now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(1)))));
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();

        signInToConnect(carol, request).connectAs(carol.magento()).confirm().landsIn(request);

        assertThat(events.await(carol, "LOGIN").getDetails()).containsEntry(DECISION, "rehearse");
    }

    private static String window(Instant start, Instant end) {
        return start + "/" + end;
    }

    private CloudUser userAt(IntPredicate position) {
        return Stream.generate(users::unlinked)
                .filter(user -> position.test(UserShare.position(user.id())))
                .findFirst()
                .orElseThrow();
    }

    private static String group(String name) {
        try (Response response = Site.cloud().groups().add(named(name))) {
            return CreatedResponseUtil.getCreatedId(response);
        }
    }

    private static String subgroup(String parent, String name) {
        try (Response response = Site.cloud().groups().group(parent).subGroup(named(name))) {
            return CreatedResponseUtil.getCreatedId(response);
        }
    }

    private static GroupRepresentation named(String name) {
        GroupRepresentation group = new GroupRepresentation();
        group.setName(name);
        return group;
    }
}
