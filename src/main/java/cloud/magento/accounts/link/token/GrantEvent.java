package cloud.magento.accounts.link.token;

import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.services.clientpolicy.ClientPolicyContext;

/**
 * The events of Keycloak's client policies in which a user gets tokens, by the names of {@code ClientPolicyEvent}. They
 * are compared by name, since not every version of Keycloak has every event.
 */
enum GrantEvent {
    TOKEN_REQUEST(GrantKind.ENDS_LOGIN),
    DEVICE_TOKEN_REQUEST(GrantKind.ENDS_LOGIN),
    IMPLICIT_HYBRID_TOKEN_RESPONSE(GrantKind.ENDS_LOGIN),
    TOKEN_REFRESH(GrantKind.CONTINUES),
    TOKEN_EXCHANGE_REQUEST(GrantKind.CONTINUES),
    BACKCHANNEL_TOKEN_RESPONSE(GrantKind.SIGNS_IN),
    JWT_AUTHORIZATION_GRANT(GrantKind.SIGNS_IN);

    private final GrantKind kind;

    GrantEvent(GrantKind kind) {
        this.kind = kind;
    }

    /** The event of this context; empty: it is another one. */
    static Optional<GrantEvent> of(ClientPolicyContext context) {
        String name = context.getEvent().name();
        return Stream.of(values()).filter(event -> event.name().equals(name)).findFirst();
    }

    GrantKind kind() {
        return kind;
    }
}
