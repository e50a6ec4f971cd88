package cloud.magento.accounts.link.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.keycloak.provider.ProviderFactory;

/**
 * The message keys that Keycloak derives from the ids of this extension's providers. Where such a message is missing,
 * pages and mails show the key.
 */
final class DerivedKeys {

    private static final Path SERVICES = Path.of("src/main/resources/META-INF/services");

    /** For each kind of provider, how Keycloak 26.7 makes keys of its id. */
    static final Map<String, List<String>> PATTERNS = Map.of(
            // executeActions.ftl of the theme for mails, and info.ftl of the theme for login
            "org.keycloak.authentication.RequiredActionFactory",
            List.of("requiredAction.%s"),
            // AuthenticationSelectionOption, for select-authenticator.ftl: where the execution is an alternative
            "org.keycloak.authentication.AuthenticatorFactory",
            List.of("%s-display-name", "%s-help-text"),
            // The admin console shows names and help texts of these as they are, or does not show them.
            "org.keycloak.broker.provider.IdentityProviderMapper",
            List.of(),
            "org.keycloak.services.clientpolicy.executor.ClientPolicyExecutorProviderFactory",
            List.of(),
            "org.keycloak.events.EventListenerProviderFactory",
            List.of(),
            "org.keycloak.protocol.oidc.grants.OAuth2GrantTypeFactory",
            List.of(),
            "org.keycloak.protocol.saml.preprocessor.SamlAuthenticationPreprocessor",
            List.of(),
            // An endpoint has no text.
            "org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory",
            List.of(),
            "org.keycloak.services.resource.RealmResourceProviderFactory",
            List.of(),
            // A command reads it.
            "org.keycloak.compatibility.CompatibilityMetadataProvider",
            List.of());

    private DerivedKeys() {}

    /** The kinds of providers of this extension. */
    static Set<String> kinds() {
        try (Stream<Path> files = Files.list(SERVICES)) {
            return new TreeSet<>(
                    files.map(file -> file.getFileName().toString()).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All keys. */
    static Set<String> all() {
        Set<String> keys = new TreeSet<>();
        PATTERNS.forEach((kind, patterns) ->
                patterns.forEach(pattern -> idsOf(kind).forEach(id -> keys.add(pattern.formatted(id)))));
        return keys;
    }

    private static Collection<String> idsOf(String kind) {
        try {
            return Files.readAllLines(SERVICES.resolve(kind)).stream()
                    .filter(line -> !line.isBlank())
                    .map(DerivedKeys::idOf)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String idOf(String factory) {
        try {
            return ((ProviderFactory<?>)
                            Class.forName(factory).getDeclaredConstructor().newInstance())
                    .getId();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
