package cloud.magento.accounts.link.user;

import cloud.magento.accounts.link.support.UserContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** An instant that an admin sets for a single user. */
public enum AdminInstant {
    /** The instant from which the user must connect. */
    DEADLINE(AskAttributes.DEADLINE, AskAttributes.ALL),
    /** The instant until which the user is exempt. */
    EXEMPT_UNTIL(ExemptUntil.ATTRIBUTE, List.of(ExemptUntil.ATTRIBUTE));

    private final String attribute;
    private final List<String> protectedTogether;

    AdminInstant(String attribute, List<String> protectedTogether) {
        this.attribute = attribute;
        this.protectedTogether = protectedTogether;
    }

    /** The name of the attribute. */
    public String attribute() {
        return attribute;
    }

    /** Why the attribute has no effect in this realm, for an admin; empty: it has one. */
    public Optional<String> whyIgnored(KeycloakSession session, RealmModel realm) {
        return AttributeProtection.covers(protectedTogether, session, realm)
                ? Optional.empty()
                : Optional.of(AttributeProtection.warning(protectedTogether, realm));
    }

    /**
     * The instant in the form in which it is stored: whole seconds in UTC. Empty: no attribute can store it, because
     * its year in UTC does not have four digits.
     */
    public static Optional<String> text(Instant instant) {
        String text = instant.truncatedTo(ChronoUnit.SECONDS).toString();
        return AskAttributes.instant(text).map(readable -> text);
    }

    /** The text that the attribute has, readable or not; empty: the user does not have the attribute. */
    public Optional<String> textOf(UserContext context) {
        return switch (this) {
            case DEADLINE -> new AskRecord(context).text(attribute);
            case EXEMPT_UNTIL -> ExemptUntil.text(context);
        };
    }

    /** Stores a text of {@link #text}. */
    public void store(UserContext context, String text) {
        new AttributeWriter(context).store(attribute, text);
    }

    /** Removes the attribute. */
    public void remove(UserContext context) {
        new AttributeWriter(context).remove(attribute);
    }
}
