package cloud.magento.accounts.link.token;

import cloud.magento.accounts.link.metrics.TokenGrant;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.services.clientpolicy.ClientPolicyContext;

/**
 * The events of Keycloak's client policies in which a user gets tokens, by the names of {@code ClientPolicyEvent}. They
 * are compared by name, since not every version of Keycloak has every event.
 */
enum GrantEvent {
    TOKEN_REQUEST(GrantKind.ENDS_LOGIN, TokenGrant.AUTHORIZATION_CODE),
    DEVICE_TOKEN_REQUEST(GrantKind.ENDS_LOGIN, TokenGrant.DEVICE_CODE),
    IMPLICIT_HYBRID_TOKEN_RESPONSE(GrantKind.ENDS_LOGIN, TokenGrant.IMPLICIT),
    TOKEN_REFRESH(GrantKind.CONTINUES, TokenGrant.REFRESH_TOKEN),
    TOKEN_EXCHANGE_REQUEST(GrantKind.CONTINUES, TokenGrant.TOKEN_EXCHANGE),
    BACKCHANNEL_TOKEN_RESPONSE(GrantKind.SIGNS_IN, TokenGrant.CIBA),
    JWT_AUTHORIZATION_GRANT(GrantKind.SIGNS_IN, TokenGrant.JWT_BEARER);

    private final GrantKind kind;
    private final TokenGrant grant;

    GrantEvent(GrantKind kind, TokenGrant grant) {
        this.kind = kind;
        this.grant = grant;
    }

    /** The event of this context; empty: it is another one. */
    static Optional<GrantEvent> of(ClientPolicyContext context) {
        String name = context.getEvent().name();
        return Stream.of(values()).filter(event -> event.name().equals(name)).findFirst();
    }

    GrantKind kind() {
        return kind;
    }

    /** The name of the grant in the metrics. */
    TokenGrant grant() {
        return grant;
    }
}
