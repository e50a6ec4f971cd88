package cloud.magento.accounts.link.it.connect;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.SamlApp;
import cloud.magento.accounts.link.it.scenario.Site;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Before the cutoff the page offers "Not now", and silent sign-ins succeed. */
final class ReminderIT extends CloudScenario {

    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");

    private final LocalDate cutoff = LocalDate.now(PACIFIC).plusDays(10);

    @BeforeEach
    void remindFromYesterday() {
        set(Map.of(
                "cutoff",
                cutoff.toString(),
                "remindFrom",
                LocalDate.now(PACIFIC).minusDays(1).toString()));
    }

    @Test
    void showsTheDateWithItsZoneAndTheDaysLeft() {
        CloudUser carol = users.unlinked();

        ConnectPage ask = signInAndBeAsked(carol, app.signIn());

        assertThat(ask.offers("later")).isTrue();
        assertThat(ask.daysLeft()).contains("10 days left");
        LocalDate lastDay = cutoff.minusDays(1);
        assertThat(ask.deadline())
                .get()
                .asString()
                .contains("by the end of")
                .contains(" " + lastDay.getDayOfMonth() + ", " + lastDay.getYear())
                .containsPattern("P[DS]?T|Pacific");
        assertThat(ask.support()).contains("https://support.example.com/connect-magento");
    }

    @Test
    void notNowLeadsIntoTheAppAndHoldsWithoutCookies() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();

        request.succeededAt(signInAndBeAsked(carol, request).notNow().appPage());

        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(users.attribute(carol, "magentoLinkSnoozes")).contains("1");
        Instant until =
                Instant.parse(users.attribute(carol, "magentoLinkSnoozedUntil").orElseThrow());
        assertThat(until)
                .isBetween(
                        Instant.now().plus(22, ChronoUnit.HOURS), Instant.now().plus(26, ChronoUnit.HOURS));
        assertThat(users.attribute(carol, "magentoLinkFirstAsked")).isPresent();
        try (Browser another = new Browser()) {
            CloudApp.SignIn next = app.signIn();
            next.succeededAt(signIn(another, carol, next).appPage());
        }
    }

    @Test
    void asksAgainWhenNotNowHasRunOut() {
        CloudUser carol = users.unlinked();
        signInAndBeAsked(carol, app.signIn()).notNow().appPage();
        users.attribute(
                carol,
                "magentoLinkSnoozedUntil",
                Instant.now().minusSeconds(1).truncatedTo(ChronoUnit.SECONDS).toString());

        // In the same browser, so the cookie signs the user in.
        CloudApp.SignIn next = app.signIn();
        ConnectPage ask = browser.open(next.address()).connectPage().asks();

        assertThat(ask.offers("later")).isTrue();
        next.succeededAt(ask.notNow().appPage());
        assertThat(users.attribute(carol, "magentoLinkSnoozes")).contains("2");
    }

    @Test
    void notNowIsLimitedAndClearingCookiesRenewsNothing() {
        set(Map.of("snoozeLimit", "1", "snoozeDays", "0"));
        CloudUser carol = users.unlinked();
        signInAndBeAsked(carol, app.signIn()).notNow().appPage();

        browser.clearCookies();
        CloudApp.SignIn next = app.signIn();
        ConnectPage ask = signInAndBeAsked(carol, next);
        assertThat(ask.offers("later")).isFalse();
        ConnectPage refused = ask.send("later").connectPage().asks();

        assertThat(refused.alert()).contains("as often as allowed");
        assertFoundInEvents(refused, carol, "magento_sign_in_failed", "later");
        assertThat(users.attribute(carol, "magentoLinkSnoozes")).contains("1");
        continueOn(refused).connectAs(carol.magento()).confirm().landsIn(next);
    }

    @Test
    void connectingWorksJustAsAfterTheCutoff() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();

        signInToConnect(carol, request).connectAs(carol.magento()).confirm().landsIn(request);

        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void notNowIsRefusedWhenTheCutoffCameMeanwhile() {
        CloudUser carol = users.unlinked();
        ConnectPage ask = signInAndBeAsked(carol, app.signIn());
        set(Map.of("cutoff", "2020-04-01", "remindFrom", "2020-03-01"));

        ConnectPage refused = ask.notNow().connectPage().asks();

        assertThat(refused.alert()).contains("no longer possible");
        assertFoundInEvents(refused, carol, "magento_sign_in_failed", "later");
        assertThat(refused.offers("later")).isFalse();
        assertThat(users.attribute(carol, "magentoLinkSnoozes")).isEmpty();
        assertThat(events.of(carol, "LOGIN")).isEmpty();
    }

    @Test
    void silentSignInIsUndisturbedBeforeTheDeadlineAndRefusedAfter() {
        CloudUser carol = users.unlinked();
        signInAndBeAsked(carol, app.signIn()).notNow().appPage();
        users.attribute(carol, "magentoLinkSnoozedUntil", "2020-01-01T00:00:00Z");

        CloudApp.SignIn before = app.signIn(Map.of("prompt", "none"));
        before.succeededAt(browser.open(before.address()).appPage());

        set(Map.of("cutoff", "2020-04-01", "remindFrom", "2020-03-01"));
        CloudApp.SignIn after = app.signIn(Map.of("prompt", "none"));
        after.failedAt(browser.open(after.address()).appPage(), "interaction_required");
        assertThat(users.linkOf(carol)).isEmpty();
    }

    @Test
    void silentSignInOfASamlAppIsUndisturbedBeforeTheDeadlineAndRefusedAfter() {
        SamlApp saml = SamlApp.registered(Site.address(), Site.cloud(), app);
        CloudUser carol = users.unlinked();
        signInAndBeAsked(carol, app.signIn()).notNow().appPage();
        users.attribute(carol, "magentoLinkSnoozedUntil", "2020-01-01T00:00:00Z");

        saml.succeededAt(browser.open(saml.passiveSignInAddress()).appPage());

        set(Map.of("cutoff", "2020-04-01", "remindFrom", "2020-03-01"));
        saml.refusedAt(browser.open(saml.passiveSignInAddress()).appPage());
        assertThat(users.linkOf(carol)).isEmpty();
        browser.open(saml.signInAddress()).connectPage().asks();
    }

    @Test
    void noUserIsPromptedBeforeRemindFrom() {
        set(Map.of("remindFrom", LocalDate.now(PACIFIC).plusDays(1).toString()));
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();

        request.succeededAt(signIn(carol, request).appPage());

        assertThat(users.attribute(carol, "magentoLinkFirstAsked")).isEmpty();
    }

    @Test
    void movingTheCutoffEarlierActsAtTheNextRequestWithoutSigningOut() {
        CloudUser carol = users.unlinked();
        signInAndBeAsked(carol, app.signIn()).notNow().appPage();
        set(Map.of("cutoff", "2020-04-01", "remindFrom", "2020-03-01"));

        CloudApp.SignIn next = app.signIn();
        ConnectPage ask = browser.open(next.address()).connectPage().asks();

        assertThat(ask.offers("later")).isFalse();
    }
}
