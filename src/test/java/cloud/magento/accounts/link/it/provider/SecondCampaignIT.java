package cloud.magento.accounts.link.it.provider;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.RealmEvents;
import cloud.magento.accounts.link.it.scenario.Reports;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.scenario.StandIn;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.FederatedIdentityRepresentation;

/** A second campaign: the users who are connected with Magento.com must connect the next provider. */
@Tag("writes")
final class SecondCampaignIT extends CloudScenario {

    private static final List<String> ATTRIBUTES = List.of(
            "magentoLinkFirstAsked",
            "magentoLinkSnoozedUntil",
            "magentoLinkSnoozes",
            "magentoLinkDeadline",
            "magentoLinkReminded",
            "magentoLinkSince");

    private StandIn next;

    @BeforeEach
    void addTheNextProvider() {
        next = new StandIn(Site.cloud(), Site.testHost());
    }

    @AfterEach
    void removeIt() {
        next.close();
    }

    @Test
    void usersSignInByTheFirstProviderUntilTheyHaveConnectedTheNextOne() {
        CloudUser user = users.linked();
        start(Schedules.REMINDING);

        CloudApp.SignIn early = app.signIn();
        ConnectPage reminder =
                signInByButton(user.magento(), early).connectPage().asks();
        assertThat(reminder.offers("later")).isTrue();
        early.succeededAt(reminder.notNow().appPage());

        set(Schedules.DUE);
        browser.clearCookies();
        CloudApp.SignIn late = app.signIn();
        ConnectPage due = signInByButton(user.magento(), late).connectPage().asks();
        assertThat(due.offers("later")).isFalse();
        continueOn(due).connectAtOnce().confirm().landsIn(late);

        assertThat(users.resource(user).getFederatedIdentity())
                .extracting(FederatedIdentityRepresentation::getIdentityProvider)
                .containsExactlyInAnyOrder(CloudUsers.ALIAS, next.alias());
        assertThat(listed(user).get("upstream").asText()).isEqualTo(next.subject());
    }

    @Test
    void primaryLoginIsTheNextProviderOnceTheUserHasConnectedIt() {
        CloudUser user = users.linked();
        start(Schedules.DUE);
        CloudApp.SignIn first = app.signIn();
        ConnectPage page = signInByButton(user.magento(), first).connectPage().asks();
        continueOn(page).connectAtOnce().confirm().landsIn(first);

        browser.clearCookies();
        CloudApp.SignIn again = app.signIn();
        again.succeededAt(signIn(user, again).appPage());

        events.await(
                user,
                "LOGIN",
                event -> RealmEvents.detail(event, "identity_provider")
                        .filter(next.alias()::equals)
                        .isPresent());
    }

    /** As the runbook says: until then, the password of a user is enough to reach the page. */
    @Test
    void untilThenPrimaryLoginDoesNotApply() {
        CloudUser user = users.linked();
        start(Schedules.NOT_BEGUN);
        CloudApp.SignIn request = app.signIn();

        request.succeededAt(signIn(user, request).appPage());
    }

    @Test
    void theDateOfTheConnectionIsThatOfTheNextProvider() {
        CloudUser user = users.linked();
        users.attribute(user, "magentoLinkSince", "2020-05-01T00:00:00Z");
        start(Schedules.DUE);
        assertThat(listed(user).has("connectedSince")).isFalse();

        CloudApp.SignIn request = app.signIn();
        ConnectPage page = signInByButton(user.magento(), request).connectPage().asks();
        continueOn(page).connectAtOnce().confirm().landsIn(request);

        assertThat(listed(user).get("connectedSince").asText()).isGreaterThan("2026");
        users.resource(user).removeFederatedIdentity(CloudUsers.ALIAS);
        assertThat(listed(user).get("connectedSince").asText()).isGreaterThan("2026");
    }

    @Test
    void aResetForgetsTheFirstCampaign() {
        CloudUser user = users.linked();
        users.attribute(user, "magentoLinkFirstAsked", "2020-03-01T00:00:00Z");
        users.attribute(user, "magentoLinkSnoozedUntil", "2020-03-02T00:00:00Z");
        users.attribute(user, "magentoLinkSnoozes", "7");
        users.attribute(user, "magentoLinkDeadline", "2020-05-01T00:00:00Z");
        users.attribute(user, "magentoLinkReminded", "magento:7");
        start(Schedules.REMINDING);
        assertThat(listed(user).get("state").asText())
                .as("by a deadline of the first campaign")
                .isEqualTo("overdue");

        JsonNode dry = reset(user, true);
        assertThat(dry.get("users").asInt()).isEqualTo(1);
        assertThat(attributes(user)).allMatch(Optional::isPresent);
        JsonNode done = reset(user, false);

        assertThat(done.get("users").asInt()).isEqualTo(1);
        assertThat(done.get("failed").asInt()).isZero();
        assertThat(done.get("after").asText()).isEqualTo(user.id());
        assertThat(attributes(user)).allMatch(Optional::isEmpty);
        assertThat(listed(user).get("state").asText()).isEqualTo("pending");
        assertThat(reset(user, true).path("after").asText()).isNotEqualTo(user.id());
    }

    private void start(Map<String, String> schedule) {
        Map<String, String> settings = new HashMap<>(schedule);
        settings.put("idpAlias", next.alias());
        set(settings);
    }

    private List<Optional<String>> attributes(CloudUser user) {
        return ATTRIBUTES.stream().map(name -> users.attribute(user, name)).toList();
    }

    private static JsonNode listed(CloudUser user) {
        return Reports.get("users", Map.of("search", user.username())).get(0);
    }

    /** For this user alone, by the ids: a part of an id is before the whole one. */
    private static JsonNode reset(CloudUser user, boolean dryRun) {
        return Reports.json(Reports.post(
                "reset",
                Map.of(
                        "after",
                        user.id().substring(0, user.id().length() - 1),
                        "max",
                        "1",
                        "dryRun",
                        Boolean.toString(dryRun)),
                Site.token()));
    }
}
