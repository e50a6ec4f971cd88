package cloud.magento.accounts.link.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("During an outage a login")
final class LinkSettingsTest {

    @Test
    void continuesIfTheSettingsAllowIt() {
        assertThat(with("allow").continuesDuringOutage()).isTrue();
    }

    @Test
    void doesNotContinueIfTheSettingsDenyIt() {
        assertThat(with("deny").continuesDuringOutage()).isFalse();
    }

    private static LinkSettings with(String whenUnavailable) {
        return SettingsParser.parse(Map.of("whenUnavailable", whenUnavailable)).readable();
    }
}
