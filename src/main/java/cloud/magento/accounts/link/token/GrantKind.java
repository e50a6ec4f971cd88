package cloud.magento.accounts.link.token;

import org.keycloak.services.clientpolicy.ClientPolicyContext;

/** How a request for tokens stands to the user's sign-in. */
public enum GrantKind {
    /** It is a sign-in of its own. */
    SIGNS_IN,
    /** It carries on with an earlier sign-in, and needs no other way to sign in. */
    CARRIES_ON,
    /** It ends a login with the browser, which has asked the required action before. */
    ENDS_LOGIN;

    /** What an event of Keycloak's client policies is about. */
    public static GrantKind of(ClientPolicyContext context) {
        // By their names, since not every version has every event.
        return switch (context.getEvent().name()) {
            case "TOKEN_REQUEST", "DEVICE_TOKEN_REQUEST", "IMPLICIT_HYBRID_TOKEN_RESPONSE" -> ENDS_LOGIN;
            case "TOKEN_REFRESH", "TOKEN_EXCHANGE_REQUEST" -> CARRIES_ON;
            default -> SIGNS_IN;
        };
    }
}
