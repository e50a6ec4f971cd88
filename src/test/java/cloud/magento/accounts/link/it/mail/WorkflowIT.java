package cloud.magento.accounts.link.it.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Mailbox;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.server.SinceKeycloak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The recipe of docs/workflows.md. Keycloak has the feature disabled by default: {@code -Dkeycloak.features=workflows}
 * starts it with the feature.
 */
@SinceKeycloak(value = "26.7", because = "its workflows have no schedule")
final class WorkflowIT extends CloudScenario {

    private static final String WORKFLOWS = Site.address() + "/admin/realms/cloud/workflows";

    @BeforeEach
    void requireTheFeature() {
        assumeTrue(
                System.getProperty("keycloak.features", "").contains("workflows"),
                "-Dkeycloak.features=workflows is required");
    }

    @Test
    void remindsUsersWhoAreNeitherConnectedNorExempt() throws IOException {
        CloudUser connected = users.linked();
        CloudUser exempt = users.unlinked();
        users.grant(exempt, "magento-link-exempt");
        CloudUser pending = users.unlinked();
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            Http.Answer created = Http.send("POST", WORKFLOWS, Site.token(), recipe().replace("\"1d\"", "\"2s\""));
            assertThat(created.status()).as(created.body()).isEqualTo(201);
            try {
                Mailbox.Mail mail = mailbox.await(pending.email());

                assertThat(mail.subject()).isEqualTo("Connect your account with Magento.com");
                assertThat(mail.text()).contains("From 1 April 2030 on, " + pending.username() + " must be connected");
                // A later user gets a mail at a later run, so all runs before it are over.
                mailbox.await(users.unlinked().email());
                assertThat(mailbox.to(pending.email())).hasSize(1);
                assertThat(mailbox.to(connected.email())).isEmpty();
                assertThat(mailbox.to(exempt.email())).isEmpty();
            } finally {
                Http.send("DELETE", created.location(), Site.token(), "");
            }
        }
    }

    private static String recipe() throws IOException {
        String page = Files.readString(Path.of("docs/workflows.md"));
        int start = page.indexOf("```json") + "```json".length();
        return page.substring(start, page.indexOf("```", start));
    }
}
