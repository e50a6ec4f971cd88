package cloud.magento.accounts.link.it.connect;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.RealmEvents;
import cloud.magento.accounts.link.it.scenario.Site;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.representations.idm.GroupRepresentation;
import org.keycloak.representations.idm.UserRepresentation;
import org.keycloak.representations.userprofile.config.UPConfig;
import org.keycloak.util.JsonSerialization;

/** Modes, exemptions, grace and personal deadlines. */
final class WhoIsAskedIT extends CloudScenario {

    private static final String ACCOUNT = Site.address() + "/realms/cloud/account/";
    private static final String SNOOZES = "magentoLinkSnoozes";
    private static final List<String> ATTRIBUTES = List.of(
            "magentoLinkFirstAsked",
            "magentoLinkSnoozedUntil",
            SNOOZES,
            "magentoLinkDeadline",
            "magentoLinkExemptUntil",
            "magentoLinkSince");

    @Test
    void modeOffAsksNobody() {
        set(Map.of("mode", "off"));
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        request.succeededAt(signIn(carol, request).appPage());
    }

    @Test
    void modeReportRecordsWhatWouldHaveHappenedAndShowsNothing() {
        set(Map.of("mode", "report"));
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        request.succeededAt(signIn(carol, request).appPage());

        assertThat(users.attribute(carol, "magentoLinkFirstAsked"))
                .as("the user was not asked")
                .isEmpty();
        Eventually.get(
                () -> events.of(carol).stream()
                        .filter(event -> RealmEvents.detail(event, "magento_link_decision")
                                .filter("report_enforce"::equals)
                                .isPresent())
                        .findFirst(),
                () -> "No event with the reported decision: "
                        + events.of(carol).stream()
                                .map(event -> event.getType() + " " + event.getDetails())
                                .toList());
    }

    @Test
    void withoutCutoffNobodyIsForced() {
        set(Map.of("cutoff", "", "remindFrom", ""));
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        request.succeededAt(signIn(carol, request).appPage());
    }

    @Test
    void roleExemptsAsLongAsTheUserHasIt() {
        CloudUser carol = users.unlinked();
        users.grant(carol, "magento-link-exempt");
        CloudApp.SignIn request = app.signIn();
        request.succeededAt(signIn(carol, request).appPage());

        users.revoke(carol, "magento-link-exempt");

        // With the cookie from before: the user need not sign out.
        browser.open(app.signIn().address()).connectPage().asks();
    }

    @Test
    void groupExemptsItsMembersAndThoseOfItsSubgroups() {
        String name = "partners-" + UUID.randomUUID().toString().substring(0, 8);
        String group = group(name);
        set(Map.of("exemptGroups", "/" + name));
        CloudUser carol = users.unlinked();
        users.resource(carol).joinGroup(group);
        CloudApp.SignIn request = app.signIn();
        request.succeededAt(signIn(carol, request).appPage());

        browser.clearCookies();
        signInAndBeAsked(users.unlinked(), app.signIn());
    }

    @Test
    void personalDeadlineInTheFutureMeansNotNow() {
        CloudUser carol = users.unlinked();
        users.attribute(carol, "magentoLinkDeadline", inDays(5));

        CloudApp.SignIn request = app.signIn();
        ConnectPage ask = signInAndBeAsked(carol, request);

        assertThat(ask.offers("later")).isTrue();
        assertThat(ask.daysLeft()).isPresent();
        request.succeededAt(ask.notNow().appPage());

        // If the admin ends the deadline, "Not now" is no longer offered.
        users.attribute(carol, "magentoLinkDeadline", "2020-01-01T00:00:00Z");
        assertThat(browser.open(app.signIn().address()).connectPage().asks().offers("later"))
                .isFalse();
    }

    @Test
    void personalDeadlineInThePastCountsBeforeTheCutoff() {
        set(Map.of("cutoff", inDays(30), "remindFrom", inDays(20)));
        CloudUser carol = users.unlinked();
        users.attribute(carol, "magentoLinkDeadline", "2020-01-01T00:00:00Z");

        assertThat(signInAndBeAsked(carol, app.signIn()).offers("later")).isFalse();
    }

    @Test
    void graceRunsFromTheFirstAsking() {
        set(Map.of("graceDays", "3"));
        CloudUser carol = users.unlinked();
        ConnectPage ask = signInAndBeAsked(carol, app.signIn());
        assertThat(ask.offers("later")).isTrue();
        assertThat(ask.daysLeft()).contains("3 days left");
        ask.notNow().appPage();

        users.attribute(carol, "magentoLinkFirstAsked", inDays(-4));

        assertThat(browser.open(app.signIn().address()).connectPage().asks().offers("later"))
                .isFalse();
    }

    @Test
    void usersCannotSetTheirOwnDeadline() throws IOException {
        CloudUser carol = users.unlinked();
        String token = tokenFromBefore(carol);
        Map<String, Object> own = Http.send("GET", ACCOUNT, token, "").json();
        // One by one, so that the refusal of one attribute does not hide that another is accepted.
        for (String attribute : ATTRIBUTES) {
            Http.Answer answer = change(token, own, Map.of(attribute, List.of(gainful(attribute))));
            assertThat(users.attribute(carol, attribute))
                    .as("%s, answered %d %s", attribute, answer.status(), answer.body())
                    .isEmpty();
        }

        Map<String, String> byAdmin = ATTRIBUTES.stream()
                .collect(Collectors.toMap(name -> name, name -> name.equals(SNOOZES) ? "3" : "2020-01-01T00:00:00Z"));
        UserRepresentation stored = users.stored(carol);
        byAdmin.forEach(stored::singleAttribute);
        users.resource(carol).update(stored);
        for (String attribute : ATTRIBUTES) {
            change(token, own, Map.of(attribute, List.of(gainful(attribute))));
            change(token, own, Map.of(attribute, List.of()));
        }
        assertThat(change(token, own, Map.of()).status())
                .as("a request without these attributes is accepted")
                .isEqualTo(204);

        assertThat(users.stored(carol).getFirstName()).isEqualTo("Changed");
        assertThat(users.stored(carol).getAttributes())
                .containsAllEntriesOf(byAdmin.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue()))));
        assertThat(browser.open(app.signIn().address()).connectPage().asks().offers("later"))
                .isFalse();
    }

    @Test
    void theUserProfileLimitsWhoCanChangeTheAttributes() {
        assertThat(Site.cloud().users().userProfile().getConfiguration().getAttributes())
                .filteredOn(attribute -> attribute.getName().startsWith("magentoLink"))
                .hasSize(7)
                .allSatisfy(attribute -> {
                    assertThat(attribute.getPermissions().getView().contains("user"))
                            .isEqualTo(attribute.getName().equals("magentoLinkSince"));
                    assertThat(attribute.getPermissions().getEdit()).containsExactly("admin");
                });
    }

    @Test
    void attributesThatUsersCanWriteCountForNothing() {
        UPConfig profile = Site.cloud().users().userProfile().getConfiguration();
        profile.getAttribute("magentoLinkDeadline").getPermissions().setEdit(Set.of("admin", "user"));
        Site.cloud().users().userProfile().update(profile);
        try {
            CloudUser carol = users.unlinked();
            users.attribute(carol, "magentoLinkDeadline", inDays(5));

            assertThat(signInAndBeAsked(carol, app.signIn()).offers("later")).isFalse();
        } finally {
            profile.getAttribute("magentoLinkDeadline").getPermissions().setEdit(Set.of("admin"));
            Site.cloud().users().userProfile().update(profile);
        }
    }

    /** The token of a user who signed in while the mode was off. */
    private String tokenFromBefore(CloudUser user) {
        set(Map.of("mode", "off"));
        CloudApp.SignIn request = app.signIn();
        String token = request.tokens(signIn(user, request).appPage()).text("access_token");
        set(Map.of("mode", "on"));
        return token;
    }

    /** Changes the first name and these attributes as the account console does. */
    private static Http.Answer change(String token, Map<String, Object> own, Map<String, Object> attributes)
            throws IOException {
        Map<String, Object> changed = new HashMap<>(own);
        changed.put("firstName", "Changed");
        changed.put("attributes", attributes);
        return Http.send("POST", ACCOUNT, token, JsonSerialization.writeValueAsString(changed));
    }

    /** A value that would delay the page, if users could set it. */
    private static String gainful(String attribute) {
        return attribute.equals(SNOOZES) ? "0" : inDays(3000);
    }

    private static String inDays(int days) {
        return Instant.now()
                .plus(days, ChronoUnit.DAYS)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }

    private static String group(String name) {
        GroupRepresentation group = new GroupRepresentation();
        group.setName(name);
        try (Response response = Site.cloud().groups().add(group)) {
            return CreatedResponseUtil.getCreatedId(response);
        }
    }
}
