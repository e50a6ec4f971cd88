package cloud.magento.accounts.link.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Mailbox;
import cloud.magento.accounts.link.it.scenario.RealmFrontend;
import cloud.magento.accounts.link.it.scenario.Reports;
import cloud.magento.accounts.link.it.scenario.Site;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The mails as a mail program shows them: readable on narrow screens and with long names, too. */
@Tag("look")
final class NoticeLookIT extends BrowserScenario {

    /** The elements that are so narrow that words in them are broken. A button is as wide as its text. */
    private static final String TORN = """
            () => [...document.querySelectorAll("p, td:not(:has(> a))")]
              .filter(element => element.clientWidth < 200)
              .map(element => element.innerText)""";

    @ParameterizedTest
    @CsvSource({"en, ltr", "ja, ltr", "ar, rtl"})
    void everybodyCanReadIt(String language, String direction) {
        assertReadable(notice(language), language, direction);
    }

    @ParameterizedTest
    @CsvSource({"en, ltr", "ja, ltr", "ar, rtl"})
    void everybodyCanReadTheReminder(String language, String direction) {
        assertReadable(reminder(language), language, direction);
    }

    private void assertReadable(Mailbox.Mail mail, String language, String direction) {
        List<Object> findings = new ArrayList<>();
        Visit visit = visit(language);
        visit.page().setContent(mail.html());
        assertThat(visit.page().locator("html").getAttribute("lang")).isEqualTo(language);
        assertThat(visit.page().locator("html").getAttribute("dir")).isEqualTo(direction);

        for (int width : new int[] {320, 800}) {
            visit.looks(width, ColorScheme.LIGHT);
            findings.addAll(visit.tooWide());
            findings.addAll((List<?>) visit.page().evaluate(TORN));
            findings.addAll(Axe.findings(visit.page()));
            findings.addAll(Axe.doubts(visit.page()));
        }
        assertThat(findings).isEmpty();
    }

    private Mailbox.Mail reminder(String language) {
        set(Map.of("cutoff", "2999-01-01", "remindFrom", "", "reminderDays", "30"));
        CloudUser anna = users.unlinked(user -> {
            user.singleAttribute("locale", language);
            user.singleAttribute(
                    "magentoLinkDeadline",
                    Instant.now()
                            .plus(20, ChronoUnit.DAYS)
                            .truncatedTo(ChronoUnit.SECONDS)
                            .toString());
        });
        try (RealmFrontend frontend = new RealmFrontend(Site.cloud(), Site.address());
                Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            Http.Answer sent = Reports.post("reminders", Map.of(), Site.token());
            assertThat(sent.status()).as(sent.body()).isEqualTo(200);
            return mailbox.await(anna.email());
        }
    }

    private Mailbox.Mail notice(String language) {
        String name = "anna-katharina-wilhelmine.von-und-zu-hohenlohe-"
                + UUID.randomUUID().toString().substring(0, 8) + "@subsidiary.example.com";
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            CloudUser anna = users.unlinked(
                    user -> {
                        user.setUsername(name);
                        user.setEmail(name);
                        user.singleAttribute("locale", language);
                    },
                    account -> account.setUsername(name.replaceAll("\\W", "_") + "_" + "o".repeat(60)));
            users.link(anna, anna.magento());
            return mailbox.await(anna.email(), 1);
        }
    }
}
