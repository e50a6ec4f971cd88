package cloud.magento.accounts.link.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The message keys that Keycloak derives from our ids")
final class DerivedKeysTest {

    @Test
    void areKnownForEachKindOfProvider() {
        assertThat(DerivedKeys.PATTERNS.keySet()).containsExactlyInAnyOrderElementsOf(DerivedKeys.kinds());
    }

    @Test
    void areTheseKeys() {
        assertThat(DerivedKeys.all())
                .containsExactlyInAnyOrder(
                        "requiredAction.connect-magento",
                        "magento-link-authenticator-display-name",
                        "magento-link-authenticator-help-text");
    }

    /** Messages of theme-resources reach every theme; those of our own theme reach only this one. */
    @Test
    void existInEveryLanguageForEveryTheme() {
        assertThat(Bundle.allIn(Path.of("src/main/resources/theme-resources/messages"))
                        .values())
                .allSatisfy(bundle -> assertThat(bundle.messages().keySet()).containsAll(DerivedKeys.all()));
    }
}
