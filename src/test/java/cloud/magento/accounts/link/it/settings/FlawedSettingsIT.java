package cloud.magento.accounts.link.it.settings;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.DirectGrant;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.GroupRepresentation;
import org.keycloak.representations.idm.RoleRepresentation;

/** A wrong setting does not affect the others, and is reported in an event and in the log. */
final class FlawedSettingsIT extends CloudScenario {

    private final String name = "gone" + UUID.randomUUID().toString().substring(0, 8);
    private final int mark = Site.server().log().size();

    @Test
    void aDeletedRoleExemptsNobodyAndLeavesTheOtherSettingsInForce() {
        RoleRepresentation role = new RoleRepresentation();
        role.setName(name);
        Site.cloud().roles().create(role);
        set(Map.of("exemptRoles", "magento-link-exempt##" + name));
        CloudUser former = users.unlinked();
        users.grant(former, name);
        CloudApp.SignIn before = app.signIn();
        before.succeededAt(signIn(former, before).appPage());

        Site.cloud().roles().deleteRole(name);

        ConnectPage asked = browser.open(app.signIn().address()).connectPage().asks();
        assertThat(asked.offers("leave")).isFalse();
        assertThat(asked.offers("later")).isFalse();
        assertOneErrorEvent(former);
        CloudUser exempt = users.unlinked();
        users.grant(exempt, "magento-link-exempt");
        browser.clearCookies();
        CloudApp.SignIn request = app.signIn();
        request.succeededAt(signIn(exempt, request).appPage());
        assertLogged("exemptRoles \"" + name + "\"", "exempts nobody");
    }

    @Test
    void aDeletedGroupExemptsNobodyAndLeavesTheOtherSettingsInForce() {
        GroupRepresentation group = new GroupRepresentation();
        group.setName(name);
        try (Response response = Site.cloud().groups().add(group)) {
            assertThat(response.getStatus()).isEqualTo(201);
        }
        set(Map.of("exemptGroups", "/" + name));
        Site.cloud()
                .groups()
                .group(Site.cloud().groups().groups(name, 0, 1).get(0).getId())
                .remove();
        CloudUser carol = users.unlinked();

        signInAndBeAsked(carol, app.signIn());

        assertOneErrorEvent(carol);
        assertLogged("exemptGroups \"/" + name + "\"", "exempts nobody");
    }

    @Test
    void connectedUsersAndTokensAreNotConcernedByADeletedRole() {
        force(Map.of("exemptRoles", name, "primaryLogin", "off"));
        CloudUser connected = users.linked();
        CloudApp.SignIn request = app.signIn();
        request.succeededAt(signIn(connected, request).appPage());
        assertThat(events.errors(connected)).isEmpty();

        CloudUser carol = users.unlinked();
        assertThat(new DirectGrant(app).signIn(carol).text("error_description")).contains("must be connected");
    }

    @Test
    void aDeletedRoleIsReportedAtEachLoginAndLoggedOnce() {
        force(Map.of("exemptRoles", name));
        for (CloudUser user : List.of(users.unlinked(), users.unlinked())) {
            browser.clearCookies();
            ConnectPage page = signInAndBeAsked(user, app.signIn());
            page.send("unknown").connectPage().asks();
            assertOneErrorEvent(user);
        }
        assertLogged("exemptRoles \"" + name + "\"");
    }

    @Test
    void anUpdateWithoutConfigIsReported() {
        clear();
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();

        request.succeededAt(signIn(carol, request).appPage());

        assertOneErrorEvent(carol);
        assertLogged("settings are empty", "send the config with each update");
    }

    @Test
    void anUnknownKeyThatBypassedTheConsoleIsReportedAndStopsNothing() {
        force(Map.of("cutofff" + name, Schedules.FAR_AHEAD, "remindFromm", Schedules.FAR_AHEAD));
        CloudUser carol = users.unlinked();

        assertThat(signInAndBeAsked(carol, app.signIn()).offers("later")).isFalse();

        assertOneErrorEvent(carol);
        assertLogged("\"cutofff" + name + "\" is not a setting", "Did you mean \"remindFrom\"?");
        // It does not prevent saving: Keycloak keeps unknown keys with each save.
        set(Map.of("snoozeDays", "2"));
    }

    private void assertOneErrorEvent(CloudUser user) {
        events.awaitError(user, "magento_link_misconfigured");
        assertThat(events.errors(user)).as("one event").containsExactly("magento_link_misconfigured");
    }

    private void assertLogged(String... words) {
        assertThat(Site.server().logSince(mark))
                .filteredOn(line -> line.contains(words[0]) && !line.contains("Check of realm"))
                .singleElement()
                .asString()
                .contains("Realm cloud")
                .contains("connect-magento")
                .contains(words);
    }
}
