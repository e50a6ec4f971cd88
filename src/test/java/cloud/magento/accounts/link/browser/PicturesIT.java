package cloud.magento.accounts.link.browser;

import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.MagentoAccount;
import cloud.magento.accounts.link.it.scenario.Mailbox;
import cloud.magento.accounts.link.it.scenario.RealmFrontend;
import cloud.magento.accounts.link.it.scenario.Reports;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.server.Build;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.admin.client.resource.RealmResource;

/**
 * Makes the pictures in {@code docs/images}: {@code ./mvnw verify -Dskip.unit -Dit.test=PicturesIT -Dpictures}.
 *
 * <p>{@code <state>-<language>.png} is 1280 pixels wide, {@code <state>-<language>-320.png} is as on a phone.
 */
@EnabledIfSystemProperty(named = "pictures", matches = ".*", disabledReason = "Pictures are made with -Dpictures")
final class PicturesIT extends BrowserScenario {

    private static final Path FOLDER = Build.root().resolve("docs/images");

    private static final List<Scene> IN_OTHER_COLOURS_TOO =
            List.of(Scene.ASK_BEFORE_CUTOFF, Scene.CONFIRM_DIFFERENT_EMAIL, Scene.ERROR_ACCOUNT_IN_USE);

    private final CloudApp app = appWithTheme("magento");

    @ParameterizedTest
    @EnumSource
    void page(Scene scene) {
        for (String language : List.of("en", "ja")) {
            Visit visit = show(scene, language);
            take(visit, scene.fileName() + "-" + language);
            if (IN_OTHER_COLOURS_TOO.contains(scene)) {
                visit.looks(1280, ColorScheme.DARK);
                save(visit.page(), scene.fileName() + "-" + language + "-dark");
                visit.forcesColours(true);
                save(visit.page(), scene.fileName() + "-" + language + "-forced-colours");
            }
            restoreSettings();
            close(visit);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Scene.class,
            names = {"ASK_BEFORE_CUTOFF", "CONFIRM_DIFFERENT_EMAIL"})
    void pageFromRightToLeft(Scene scene) {
        take(show(scene, "ar"), scene.fileName() + "-ar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void singleSignOn(String language) {
        set(Schedules.NOT_BEGUN);
        Scene.Stage stage = stage(language);
        Visit visit = stage.visit();
        CloudUser carol = stage.carol();
        visit.open(Site.address() + "/realms/cloud/account/account-security/linked-accounts")
                .signIn(carol);
        visit.page().waitForSelector("#unlinked-idps .magento-sso-term");
        take(visit, "sso-" + language);

        visit.follow(visit.page().locator("#magento-idp-link")::click);
        visit.signIn(carol.magento()).press("confirm");
        visit.page().waitForSelector("#linked-idps .magento-sso-term");
        take(visit, "sso-connected-" + language);

        visit.page().locator("#magento-idp-unlink").click();
        take(visit, "sso-disconnect-" + language);

        visit.open(Site.address() + "/realms/cloud/account/");
        visit.page().locator("#magentoLinkSince").scrollIntoViewIfNeeded();
        save(visit.page(), "sso-since-" + language);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void mails(String language) {
        set(Schedules.NOT_BEGUN);
        Map<String, String> request = Map.of("kc_action", "connect-magento", "ui_locales", language);
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            Scene.Stage stage = stage(language);
            Visit visit = stage.visit();
            CloudUser carol = stage.carol();
            MagentoAccount other = stage.carol().magento();
            // A notice is in the language that the user has saved, whatever the browser speaks.
            users.attribute(carol, "locale", language);
            stage.signIn(carol, request);
            visit.press("connect").signIn(carol.magento()).press("confirm");
            takeMail(mailbox, carol, 1, "mail-connected-" + language);

            // Connecting is a change after which the same session must sign in again.
            Scene.Stage later = new Scene.Stage(visit(language), app, users, this::set);
            later.signIn(carol, request);
            later.visit().signIn(carol.magento()).press("switch").signIn(other).press("confirm");
            takeMail(mailbox, carol, 2, "mail-replaced-" + language);

            users.resource(carol).removeFederatedIdentity(CloudUsers.ALIAS);
            takeMail(mailbox, carol, 3, "mail-disconnected-" + language);
            takeReminder(mailbox, carol, language);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void rollout(String language) {
        try (RolloutUsers rollout = new RolloutUsers(users)) {
            set(rollout.schedule());
            Visit visit = visit(language);
            visit.open(app.signIn().address()).signIn(rollout.admin(language)).isBackAtTheApp();
            visit.open(Site.address() + "/realms/cloud/magento-link/?state=pending&search=user-");
            take(visit, "rollout-" + language);
            visit.looks(1280, ColorScheme.DARK);
            save(visit.page(), "rollout-" + language + "-dark");
            visit.forcesColours(true);
            save(visit.page(), "rollout-" + language + "-forced-colours");
        }
    }

    @Test
    void settings() {
        Visit visit = visit("en");
        Page page = console(visit, "authentication/required-actions");
        page.getByText("Connect with Magento.com").waitFor();
        visit.looks(1280, ColorScheme.LIGHT);
        page.getByText("Connect with Magento.com").scrollIntoViewIfNeeded();
        save(page, "admin-required-actions");
        page.locator("tr", new Page.LocatorOptions().setHasText("Connect with Magento.com"))
                .locator("button[aria-label], button.pf-v5-c-button")
                .last()
                .click();
        Locator dialog = page.locator("[role=dialog]");
        dialog.getByText("Support link").waitFor();
        page.setViewportSize(1280, 1700);
        save(page, "admin-settings");
        dialog.locator("input[name$=cutoff]").fill("soon");
        dialog.getByText("Save").click();
        page.locator(".pf-v5-c-alert").first().waitFor();
        page.setViewportSize(1280, 720);
        save(page, "admin-settings-refused");
        // The refusal itself, which Chromium reports as well.
        visit.complaints().removeIf(complaint -> complaint.contains("status of 400"));
    }

    @Test
    void flow() {
        Visit visit = visit("en");
        Page page = console(visit, "authentication/flows");
        page.getByText("magento browser", new Page.GetByTextOptions().setExact(true))
                .click();
        page.locator("tr", new Page.LocatorOptions().setHasText("Magento link")).waitFor();
        visit.looks(1280, ColorScheme.LIGHT);
        page.setViewportSize(1280, 1240);
        save(page, "admin-flow");
    }

    /** The admin console, with a page of the cloud realm. */
    private static Page console(Visit visit, String place) {
        visit.open(Site.address() + "/admin/master/console/#/cloud/" + place);
        Page page = visit.page();
        page.waitForSelector("#kc-form-login");
        page.fill("#username", "admin");
        page.fill("#password", "admin");
        page.click("#kc-login");
        return page;
    }

    private Visit show(Scene scene, String language) {
        Scene.Stage stage = stage(language);
        scene.show(stage);
        return stage.visit();
    }

    /** With people whose names are the same in every picture. */
    private Scene.Stage stage(String language) {
        forget(Site.cloud());
        forget(Site.magento());
        AtomicInteger people = new AtomicInteger();
        return new Scene.Stage(visit(language), app, users, this::set, () -> {
            int number = people.getAndIncrement();
            return number == 0 ? "" : Integer.toString(number + 1);
        });
    }

    private static void forget(RealmResource realm) {
        for (String name : List.of("carol", "anna")) {
            realm.users()
                    .search(name, 0, 20)
                    .forEach(user -> realm.users().delete(user.getId()).close());
        }
    }

    private void takeReminder(Mailbox mailbox, CloudUser carol, String language) {
        set(Map.of("cutoff", "2999-01-01", "remindFrom", "", "reminderDays", "7"));
        users.attribute(
                carol,
                "magentoLinkDeadline",
                LocalDate.now(ZoneOffset.UTC)
                        .plusDays(6)
                        .atTime(8, 0)
                        .toInstant(ZoneOffset.UTC)
                        .toString());
        try (RealmFrontend frontend = new RealmFrontend(Site.cloud(), Site.address())) {
            Reports.post("reminders", Map.of(), Site.token());
            takeMail(mailbox, carol, 4, "mail-reminder-" + language);
        }
    }

    private void takeMail(Mailbox mailbox, CloudUser user, int number, String name) {
        Visit reader = visit("en");
        reader.page().setContent(mailbox.await(user.email(), number).html());
        reader.looks(320, ColorScheme.LIGHT);
        save(reader.page(), name + "-320");
        reader.looks(800, ColorScheme.LIGHT);
        save(reader.page(), name);
    }

    private static void take(Visit visit, String name) {
        visit.looks(320, ColorScheme.LIGHT).settles();
        save(visit.page(), name + "-320");
        visit.looks(1280, ColorScheme.LIGHT).settles();
        save(visit.page(), name);
    }

    private static void save(Page page, String name) {
        byte[] picture = page.screenshot(new Page.ScreenshotOptions().setFullPage(true));
        try {
            Files.createDirectories(FOLDER);
            Files.write(FOLDER.resolve(name + ".png"), SmallPng.of(picture));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
