package cloud.magento.accounts.link.it.mail;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Mailbox;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.scenario.Themes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An admin sends the action by mail (<em>Credential reset</em>): what the mail, its link and its last page say. */
final class MailedActionIT extends CloudScenario {

    private static final String UPDATED = "has been updated";
    private static final String UNCHANGED = "Nothing has changed";

    private Mailbox mailbox;

    @BeforeEach
    void openMailbox() {
        mailbox = new Mailbox(Site.cloud(), Site.testHost());
    }

    @AfterEach
    void closeMailbox() {
        mailbox.close();
    }

    @ParameterizedTest
    @CsvSource({
        "magento, en, Connect with Magento.com",
        "magento, ja, Magento.comとの連携",
        "'', en, Connect with Magento.com",
        "'', de, Mit Magento.com verbinden",
    })
    void isNamedInTheMailAndOnItsPage(String theme, String language, String name) {
        try (Themes themes = new Themes(Site.cloud(), theme)) {
            CloudUser carol = users.unlinked();
            users.attribute(carol, "locale", language);

            Mailbox.Mail mail = send(carol, "connect-magento");

            assertThat(mail.plain()).contains(name);
            assertThat(mail.html()).contains(name);
            assertThat(mail.text()).as("no raw message key").doesNotContain("requiredAction.");
            assertThat(browser.open(mail.link()).text())
                    .contains(name)
                    .as("no raw message key")
                    .doesNotContain("requiredAction.");
        }
    }

    @Test
    void saysBeforeTheDeadlineWhenItIsAndThatNothingHasChangedForWhoLeaves() {
        set(Schedules.NOT_BEGUN);
        CloudUser carol = users.unlinked();

        ConnectPage page = openLink(carol).connectPage().asks();

        // The last day is the one before the midnight of the deadline.
        assertThat(page.deadline()).hasValueSatisfying(date -> assertThat(date).contains("2998"));
        assertThat(page.daysLeft()).isPresent();
        assertThat(page.text()).doesNotContain("Required since").doesNotContain("To continue");
        assertUnchanged(page.leave(), carol);
        assertThat(events.awaitError(carol, "rejected_by_user").getType()).isEqualTo("CUSTOM_REQUIRED_ACTION_ERROR");
    }

    @Test
    void offersNotNowWhileUsersAreReminded() {
        set(Schedules.REMINDING);
        CloudUser carol = users.unlinked();

        ConnectPage page = openLink(carol).connectPage().asks();

        assertUnchanged(page.notNow(), carol);
        assertThat(users.attribute(carol, "magentoLinkSnoozedUntil")).isPresent();
    }

    @Test
    void cannotBeLeftFromTheDeadlineOn() {
        set(Schedules.DUE);
        CloudUser carol = users.unlinked();

        ConnectPage page = openLink(carol).connectPage().asks();

        assertThat(page.offers("leave")).isFalse();
        assertThat(page.offers("later")).isFalse();
        page.send("leave").connectPage().asks();
        assertThat(users.linkOf(carol)).isEmpty();
    }

    @Test
    void letsUsersConnectInModeReport() {
        set(Map.of("mode", "report"));
        CloudUser carol = users.unlinked();

        ConnectPage page = openLink(carol).connectPage().asks();
        assertThat(page.deadline()).as("nothing is due in this mode").isEmpty();
        Shown end = continueOn(page).connectAs(carol.magento()).confirm().shown();

        assertThat(end.text()).contains(UPDATED);
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        assertThat(events.of(carol, "LOGIN")).as("no login").isEmpty();
    }

    @Test
    void letsUsersLeaveInModeReport() {
        set(Map.of("mode", "report"));
        CloudUser carol = users.unlinked();

        assertUnchanged(openLink(carol).connectPage().asks().leave(), carol);
    }

    /** An admin decided it, so the role that self-service needs is not required. */
    @Test
    void needsNoRole() {
        set(Schedules.NOT_BEGUN);
        CloudUser carol = users.unlinked();
        users.revoke(carol, "default-roles-cloud");

        continueOn(openLink(carol).connectPage().asks())
                .connectAs(carol.magento())
                .confirm();

        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void letsExemptUsersChoose() {
        CloudUser carol = users.unlinked();
        users.grant(carol, "magento-link-exempt");

        ConnectPage page = openLink(carol).connectPage().asks();

        assertThat(page.deadline()).as("no deadline for exempt users").isEmpty();
        assertUnchanged(page.leave(), carol);
    }

    @Test
    void saysToConnectedUsersThatNothingIsToBeDone() {
        CloudUser carol = users.linked();

        Shown end = openLink(carol);

        assertThat(end.text())
                .contains("Your account is connected with Magento.com")
                .doesNotContain(UPDATED);
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        assertThat(events.of(carol, "LOGIN")).as("no login").isEmpty();
    }

    @Test
    void saysInModeOffThatNothingIsToBeDone() {
        set(Map.of("mode", "off"));
        CloudUser carol = users.unlinked();

        Shown end = openLink(carol);

        assertThat(end.text()).contains("do not need to connect").contains(UNCHANGED);
        assertNothingDone(end, carol);
    }

    @Test
    void saysThatNothingHasChangedWhereMagentoIsNotAvailable() {
        set(Schedules.NOT_BEGUN);
        CloudUser carol = users.unlinked();
        var provider = Site.cloud().identityProviders().get("magento");
        var before = provider.toRepresentation();
        var disabled = provider.toRepresentation();
        disabled.setEnabled(false);
        provider.update(disabled);
        try {
            ConnectPage page = openLink(carol).connectPage().in("unavailable");
            assertUnchanged(page.leave(), carol);
        } finally {
            provider.update(before);
        }
    }

    @Test
    void leadsBackToTheAppThatTheAdminNamed() {
        set(Schedules.NOT_BEGUN);
        CloudUser carol = users.unlinked();
        String redirect = app.signIn().redirect();
        users.resource(carol).executeActionsEmail(app.clientId(), redirect, List.of("connect-magento"));

        Shown end = proceed(mailbox.await(carol.email())).connectPage().asks().leave();

        assertUnchanged(end, carol);
        assertThat(end.source()).contains("href=\"" + redirect + "\"");
    }

    /** Another action of the same mail has updated the account: then Keycloak's last page is true. */
    @Test
    void leavesTheLastPageToKeycloakIfTheMailAsksForMore() {
        set(Schedules.NOT_BEGUN);
        CloudUser carol = users.unlinked();

        Shown next = proceed(send(carol, "UPDATE_PASSWORD", "connect-magento"));
        if (next.asksForNewPassword()) {
            next = changePassword(next).connectPage().asks().leave();
        } else {
            next = changePassword(next.connectPage().asks().leave());
        }

        assertThat(next.text()).contains(UPDATED);
        assertThat(users.linkOf(carol)).isEmpty();
    }

    @Test
    void isShownAgainAfterANewSignIn() {
        set(Schedules.NOT_BEGUN);
        CloudUser carol = users.unlinked();
        ConnectPage page = openLink(carol).connectPage().asks();

        ConnectPage again = page.send("reauthenticate")
                .signInPage()
                .ofCloud()
                .signIn(carol.username(), CloudUser.PASSWORD)
                .connectPage()
                .asks();

        continueOn(again).connectAs(carol.magento()).confirm();
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    @Tag("paths")
    void canBeOpenedAgain() {
        set(Schedules.NOT_BEGUN);
        CloudUser carol = users.unlinked();
        Mailbox.Mail mail = send(carol, "connect-magento");
        proceed(mail).connectPage().asks().leave();

        Shown end = continueOn(proceed(mail).connectPage().asks())
                .connectAs(carol.magento())
                .confirm()
                .shown();

        assertThat(end.text()).contains(UPDATED);
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    private Mailbox.Mail send(CloudUser user, String... actions) {
        users.resource(user).executeActionsEmail(List.of(actions));
        return mailbox.await(user.email());
    }

    private Shown openLink(CloudUser user) {
        users.resource(user).executeActionsEmail(List.of("connect-magento"));
        return browser.open(mailbox.awaitLink(user.email())).proceedToActions();
    }

    private Shown proceed(Mailbox.Mail mail) {
        return browser.open(mail.link()).proceedToActions();
    }

    private static Shown changePassword(Shown form) {
        return form.formPage()
                .type("password-new", "new password")
                .type("password-confirm", "new password")
                .submit();
    }

    private void assertUnchanged(Shown end, CloudUser user) {
        assertThat(end.text()).contains(UNCHANGED).contains("was not connected with Magento.com");
        assertNothingDone(end, user);
    }

    private void assertNothingDone(Shown end, CloudUser user) {
        assertThat(end.text()).doesNotContain(UPDATED).doesNotContain("connectMagento");
        assertThat(users.linkOf(user)).isEmpty();
        assertThat(events.of(user, "LOGIN")).as("no login").isEmpty();
    }
}
