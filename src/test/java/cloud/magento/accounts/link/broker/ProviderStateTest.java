package cloud.magento.accounts.link.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The provider")
final class ProviderStateTest {

    private final FakeSession session = new FakeSession().withProvider("magento", "other", LinkGuard.PROVIDER_ID);

    @Test
    void isReadyWithTheGuardAmongItsMappers() {
        assertThat(state()).isEqualTo(ProviderState.READY);
    }

    @Test
    void isMissingWhereTheAliasIsMistyped() {
        assertThat(ProviderState.of(session.model(), "magneto")).isEqualTo(ProviderState.MISSING);
    }

    @Test
    void isDisabledThoughItHasTheGuard() {
        session.provider("magento").setEnabled(false);

        assertThat(state()).isEqualTo(ProviderState.DISABLED);
    }

    @Test
    void isWithoutGuardWhereItHasOtherMappersAlone() {
        session.withProvider("magento", "other");

        assertThat(state()).isEqualTo(ProviderState.WITHOUT_GUARD);
    }

    @Test
    void isCalledByItsAliasWhereItIsMissing() {
        assertThat(ProviderState.displayName(session.model(), "magneto")).isEqualTo("magneto");
    }

    private ProviderState state() {
        return ProviderState.of(session.model(), "magento");
    }
}
