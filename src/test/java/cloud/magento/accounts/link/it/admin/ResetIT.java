package cloud.magento.accounts.link.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Reports;
import cloud.magento.accounts.link.it.scenario.ServiceAdmin;
import cloud.magento.accounts.link.it.scenario.Site;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may call the endpoint {@code reset}, and how. What it does is in SecondCampaignIT. */
final class ResetIT extends CloudScenario {

    @ParameterizedTest
    @CsvSource({"dryRun,yes", "max,0", "max,10001", "after,../x", "dryrun,true"})
    void badInputIsAnsweredWithTheField(String field, String value) {
        Http.Answer answer = Reports.post("reset", Map.of(field, value), Site.token());

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.text("field")).isEqualTo(field);
    }

    @Test
    void isForThoseWhoMayManageUsers() {
        AdminRights.assertThatTheyAreRequired(
                token -> Reports.post("reset", Map.of("dryRun", "true", "max", "1"), token), "manage-users");
        try (ServiceAdmin viewer = new ServiceAdmin(Site.cloud(), "view-users", "manage-realm")) {
            assertThat(Reports.post("reset", Map.of(), viewer.token()).status()).isEqualTo(403);
        }
    }
}
