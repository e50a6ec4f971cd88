package cloud.magento.accounts.link.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.services.clientpolicy.ClientPolicyEvent;

@DisplayName("An event in which a user gets tokens")
final class GrantEventTest {

    @ParameterizedTest
    @EnumSource
    void isOneOfKeycloak(GrantEvent event) {
        assertThat(GrantEvent.of(() -> ClientPolicyEvent.valueOf(event.name()))).contains(event);
    }

    @Test
    void isNoneOfKeycloaksOtherEvents() {
        assertThat(Stream.of(ClientPolicyEvent.values())
                        .filter(event -> GrantEvent.of(() -> event).isPresent()))
                .hasSameSizeAs(GrantEvent.values());
        assertThat(GrantEvent.of(() -> ClientPolicyEvent.SERVICE_ACCOUNT_TOKEN_REQUEST))
                .isEmpty();
    }
}
