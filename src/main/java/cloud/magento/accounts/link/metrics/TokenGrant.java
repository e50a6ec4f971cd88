package cloud.magento.accounts.link.metrics;

import java.util.Locale;

/** The ways to request tokens, as an admin names them. */
public enum TokenGrant {
    PASSWORD,
    AUTHORIZATION_CODE,
    DEVICE_CODE,
    /** Tokens in the answer to the login itself. */
    IMPLICIT,
    REFRESH_TOKEN,
    TOKEN_EXCHANGE,
    /** UMA permission tokens. */
    UMA_TICKET,
    CIBA,
    JWT_BEARER,
    /** SAML's profile for clients without a browser. */
    ECP;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
