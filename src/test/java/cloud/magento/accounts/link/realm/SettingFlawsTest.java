package cloud.magento.accounts.link.realm;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.config.ParsedSettings.Usable;
import cloud.magento.accounts.link.config.SettingProblem;
import cloud.magento.accounts.link.config.SettingsParser;
import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.fakes.FakeSession;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The flaws of settings")
final class SettingFlawsTest {

    private final FakeRealm realm = new FakeRealm("cloud").withRole("break-glass");

    @Test
    void areUnknownKeysThenMissingRoles() {
        assertThat(flaws(Map.of("cutofff", "2020-04-01", "exemptRoles", "brake-glass")))
                .extracting(SettingProblem::key)
                .containsExactly("cutofff", "exemptRoles");
    }

    @Test
    void areNoneIfAllSettingsTakeEffect() {
        assertThat(flaws(Map.of("cutoff", "2020-04-01", "exemptRoles", "break-glass")))
                .isEmpty();
    }

    @Test
    void areNotAProviderThatIsMissing() {
        assertThat(flaws(Map.of("idpAlias", "magneto"))).isEmpty();
    }

    private List<SettingProblem> flaws(Map<String, String> config) {
        return SettingFlaws.of((Usable) SettingsParser.parse(config), new FakeSession().model(), realm.model());
    }
}
