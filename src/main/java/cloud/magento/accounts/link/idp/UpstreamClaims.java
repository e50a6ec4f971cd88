package cloud.magento.accounts.link.idp;

import cloud.magento.accounts.link.config.SingleLine;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.broker.oidc.OIDCIdentityProvider;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.representations.IDToken;
import org.keycloak.representations.JsonWebToken;

/** Reads an identity from the claims of the provider. They are not trusted: they are cleaned and cut before use. */
final class UpstreamClaims {

    /** Width of FEDERATED_IDENTITY.FEDERATED_USER_ID and FEDERATED_USERNAME in Keycloak's database. */
    private static final int MAX_LENGTH = 255;

    /** No more digits than a long can hold. */
    private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");

    private UpstreamClaims() {}

    /** The identity; empty if the provider gave no id that can be stored unchanged. */
    static Optional<UpstreamIdentity> read(BrokeredIdentityContext context, boolean emailVerified) {
        String id = context.getId();
        if (id == null || id.isBlank() || !id.equals(clean(id))) {
            return Optional.empty();
        }
        String username = clean(context.getUsername());
        String name = Stream.of(context.getFirstName(), context.getLastName())
                .map(UpstreamClaims::clean)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        return Optional.of(new UpstreamIdentity(
                id, username.isEmpty() ? id : username, clean(context.getEmail()), emailVerified, name));
    }

    /** Whether the provider has verified the address that it gave; see OIDCIdentityProvider.setEmailVerified. */
    static boolean isEmailVerified(BrokeredIdentityContext context) {
        Map<String, Object> data = context.getContextData();
        // If the user info has the address, Keycloak uses that address, so its claim has precedence.
        if (data.get(OIDCIdentityProvider.USER_INFO) instanceof JsonNode info && info.has(IDToken.EMAIL)) {
            return info.path(IDToken.EMAIL_VERIFIED).asBoolean(false);
        }
        return data.get(OIDCIdentityProvider.VALIDATED_ID_TOKEN) instanceof JsonWebToken token
                && Boolean.parseBoolean(String.valueOf(token.getOtherClaims().get(IDToken.EMAIL_VERIFIED)));
    }

    /**
     * When the user signed in at the provider, in whole seconds and not after {@code now}; empty: the provider gave no
     * time. A time that cannot be read counts as {@link Instant#EPOCH}.
     */
    static Optional<Instant> authTime(BrokeredIdentityContext context, Instant now) {
        return context.getContextData().get(OIDCIdentityProvider.VALIDATED_ID_TOKEN) instanceof JsonWebToken token
                ? Optional.ofNullable(token.getOtherClaims().get(IDToken.AUTH_TIME))
                        .map(UpstreamClaims::seconds)
                        .map(seconds -> Instant.ofEpochSecond(Math.max(0, Math.min(seconds, now.getEpochSecond()))))
                : Optional.empty();
    }

    /** Also reads a string, as OIDCIdentityProvider.isAuthTimeExpired does. */
    private static long seconds(Object authTime) {
        if (authTime instanceof Number number) {
            return number.longValue();
        }
        return authTime instanceof String text && DIGITS.matcher(text).matches() ? Long.parseLong(text) : 0;
    }

    /**
     * The text as one line, without invisible controls (they could reorder or hide text), cut to what can be stored.
     */
    static String clean(String text) {
        if (text == null) {
            return "";
        }
        String visible = SingleLine.of(text, "").strip();
        return visible.length() <= MAX_LENGTH
                ? visible
                : visible.substring(0, visible.offsetByCodePoints(0, visible.codePointCount(0, MAX_LENGTH - 1)));
    }
}
