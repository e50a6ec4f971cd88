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
        assertThat(status()).isEqualTo(ProviderStatus.READY);
    }

    @Test
    void isMissingIfTheAliasIsMistyped() {
        assertThat(ProviderStatus.of(session.model(), "magneto")).isEqualTo(ProviderStatus.MISSING);
    }

    @Test
    void isDisabledEvenIfItHasTheGuard() {
        session.provider("magento").setEnabled(false);

        assertThat(status()).isEqualTo(ProviderStatus.DISABLED);
    }

    @Test
    void isWithoutGuardIfItHasOnlyOtherMappers() {
        session.withProvider("magento", "other");

        assertThat(status()).isEqualTo(ProviderStatus.WITHOUT_GUARD);
    }

    @Test
    void isReadyWithoutAnotherQueryOnceTheGuardIsFound() {
        status();
        int queries = session.mapperQueries();

        assertThat(status()).isEqualTo(ProviderStatus.READY);
        assertThat(session.mapperQueries()).isEqualTo(queries);
    }

    @Test
    void isWithoutGuardAtOnceIfTheGuardIsRemoved() {
        status();
        session.withProvider("magento", "other");

        assertThat(status()).isEqualTo(ProviderStatus.WITHOUT_GUARD);
    }

    @Test
    void isWithoutGuardIfTheGuardThatWasFoundBelongsToAnotherProvider() {
        status();
        session.moveMappers("magento", "other");

        assertThat(status()).isEqualTo(ProviderStatus.WITHOUT_GUARD);
    }

    @Test
    void isReadyAgainWithANewGuard() {
        status();
        session.withProvider("magento");
        status();
        session.withProvider("magento", LinkGuard.PROVIDER_ID);

        assertThat(status()).isEqualTo(ProviderStatus.READY);
    }

    @Test
    void isReadyIfTheDatabaseIgnoresTheCaseOfAnAlias() {
        session.withAliasInMappers("Magento");

        assertThat(status()).isEqualTo(ProviderStatus.READY);
        assertThat(status()).as("again").isEqualTo(ProviderStatus.READY);
    }

    @Test
    void isReadyIfAnotherRealmHasTheIdOfTheGuardThatWasFound() {
        status();
        session.withMappersOfAnotherRealm();

        assertThat(status()).isEqualTo(ProviderStatus.READY);
    }

    @Test
    void hasItsAliasAsItsNameIfItIsMissing() {
        assertThat(ProviderStatus.displayName(session.model(), "magneto")).isEqualTo("magneto");
    }

    private ProviderStatus status() {
        return ProviderStatus.of(session.model(), "magento");
    }
}
