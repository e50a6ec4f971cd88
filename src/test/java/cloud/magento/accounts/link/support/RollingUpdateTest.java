package cloud.magento.accounts.link.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.compatibility.CompatibilityResult.ExitCode;

@DisplayName("A rolling update")
final class RollingUpdateTest {

    private final RollingUpdate update = new RollingUpdate();

    @Test
    void isPossibleWithTheSameVersion() {
        assertThat(update.isCompatible(update.metadata()).exitCode()).isEqualTo(ExitCode.ROLLING.value());
    }

    @Test
    void isNotPossibleWithAnotherVersion() {
        assertThat(update.isCompatible(Map.of("version", "0.9.0")).exitCode()).isEqualTo(ExitCode.RECREATE.value());
    }

    @Test
    void isNotPossibleFromADeploymentWithoutTheJar() {
        assertThat(update.isCompatible(Map.of()).exitCode()).isEqualTo(ExitCode.RECREATE.value());
    }
}
