package cloud.magento.accounts.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.broker.provider.IdentityProviderMapper;
import org.keycloak.compatibility.CompatibilityMetadataProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.protocol.oidc.grants.OAuth2GrantTypeFactory;
import org.keycloak.protocol.saml.preprocessor.SamlAuthenticationPreprocessor;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.services.clientpolicy.executor.ClientPolicyExecutorProviderFactory;
import org.keycloak.services.resource.RealmResourceProviderFactory;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;

@DisplayName("The services that Keycloak finds")
final class ServicesTest {

    private static final Path SERVICES = Path.of("src/main/resources/META-INF/services");

    @Test
    void areTheRequiredActionByItsFixedId() {
        assertThat(ours(RequiredActionFactory.class))
                .extracting(ProviderFactory::getId)
                .containsExactly("connect-magento");
    }

    @Test
    void areTheAuthenticatorByItsFixedId() {
        assertThat(ours(AuthenticatorFactory.class))
                .extracting(ProviderFactory::getId)
                .containsExactly("magento-link-authenticator");
    }

    @Test
    void areTheGuardByItsFixedId() {
        assertThat(ours(IdentityProviderMapper.class))
                .extracting(ProviderFactory::getId)
                .containsExactly("magento-link-guard");
    }

    @Test
    void areTheListenerForLostAnswersOfEveryRealm() {
        assertThat(ours(EventListenerProviderFactory.class)).singleElement().satisfies(factory -> {
            assertThat(factory.getId()).isEqualTo("magento-link-lost-answers");
            assertThat(factory.isGlobal()).isTrue();
        });
    }

    @Test
    void areTheExecutorByItsFixedId() {
        assertThat(ours(ClientPolicyExecutorProviderFactory.class))
                .extracting(ProviderFactory::getId)
                .containsExactly("magento-link-executor");
    }

    @Test
    void areThePreprocessorOfSamlRequests() {
        assertThat(ours(SamlAuthenticationPreprocessor.class))
                .extracting(ProviderFactory::getId)
                .containsExactly("magento-link-saml-passive");
    }

    @Test
    void areTheUmaGrantInThePlaceOfKeycloaks() {
        assertThat(ours(OAuth2GrantTypeFactory.class)).singleElement().satisfies(factory -> {
            assertThat(factory.getId()).isEqualTo("urn:ietf:params:oauth:grant-type:uma-ticket");
            assertThat(factory.order()).isPositive();
        });
    }

    @Test
    void areTheReportsBelowTheirFixedPath() {
        assertThat(ours(AdminRealmResourceProviderFactory.class))
                .extracting(ProviderFactory::getId)
                .containsExactly("magento-link");
    }

    @Test
    void areTheRolloutPageAtItsFixedPath() {
        assertThat(ours(RealmResourceProviderFactory.class))
                .extracting(ProviderFactory::getId)
                .containsExactly("magento-link");
    }

    @Test
    void areTheAnswerToARollingUpdate() {
        assertThat(ours(CompatibilityMetadataProvider.class))
                .extracting(CompatibilityMetadataProvider::getId)
                .containsExactly("magento-link");
    }

    static Stream<Path> files() throws IOException {
        return Files.list(SERVICES);
    }

    @ParameterizedTest
    @MethodSource("files")
    void loadUnderTheInterfaceOfTheirFile(Path file) throws ReflectiveOperationException, IOException {
        Class<?> service = Class.forName(file.getFileName().toString());

        assertThat(ours(service))
                .extracting(provider -> provider.getClass().getName())
                .containsExactlyInAnyOrderElementsOf(names(file));
    }

    @Test
    void haveTheNameInTheHelpOfThePrimaryLogin() {
        assertThat(ours(AuthenticatorFactory.class))
                .extracting(AuthenticatorFactory::getDisplayType)
                .containsExactly("Magento link");
    }

    private static <T> List<T> ours(Class<T> service) {
        return ServiceLoader.load(service).stream()
                .filter(provider -> provider.type().getPackageName().startsWith("cloud.magento."))
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    private static List<String> names(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }
}
