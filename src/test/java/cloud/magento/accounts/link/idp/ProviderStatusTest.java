package cloud.magento.accounts.link.idp;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The provider")
final class ProviderStatusTest {

    private final FakeSession session = new FakeSession().withProvider("magento", "other", LinkGuard.PROVIDER_ID);

    @Test
    void isReadyWithTheGuardAmongItsMappers() {
        assertThat(state()).isEqualTo(ProviderStatus.READY);
    }

    @Test
    void isMissingWhereTheAliasIsMistyped() {
        assertThat(ProviderStatus.of(session.model(), "magneto")).isEqualTo(ProviderStatus.MISSING);
    }

    @Test
    void isDisabledThoughItHasTheGuard() {
        session.provider("magento").setEnabled(false);

        assertThat(state()).isEqualTo(ProviderStatus.DISABLED);
    }

    @Test
    void isWithoutGuardWhereItHasOtherMappersAlone() {
        session.withProvider("magento", "other");

        assertThat(state()).isEqualTo(ProviderStatus.WITHOUT_GUARD);
    }

    @Test
    void isCalledByItsAliasWhereItIsMissing() {
        assertThat(ProviderStatus.displayName(session.model(), "magneto")).isEqualTo("magneto");
    }

    private ProviderStatus state() {
        return ProviderStatus.of(session.model(), "magento");
    }
}
