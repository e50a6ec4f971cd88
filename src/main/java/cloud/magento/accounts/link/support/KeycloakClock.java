package cloud.magento.accounts.link.support;

import java.time.Instant;
import java.time.InstantSource;
import org.keycloak.common.util.Time;

/** The clock of this extension. It follows Keycloak's own clock, {@link Time}, whose offset tests can set. */
public final class KeycloakClock {

    /** The clock, with a precision of one millisecond. */
    public static final InstantSource INSTANCE = () -> Instant.ofEpochMilli(Time.currentTimeMillis());

    private KeycloakClock() {}
}
