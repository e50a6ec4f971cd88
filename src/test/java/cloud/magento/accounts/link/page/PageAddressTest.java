package cloud.magento.accounts.link.page;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The address of the page")
final class PageAddressTest {

    private static final String PATH = "/realms/my%20realm/magento-link/";

    @Test
    void isEncodedInLinks() {
        assertThat(address(Map.of()).link("users.csv", Map.of("search", "a b&c=\"{x}${y}%41<ü>")))
                .isEqualTo(PATH + "users.csv?search=a%20b%26c%3D%22%7Bx%7D%24%7By%7D%2541%3C%C3%BC%3E");
    }

    @Test
    void keepsTheRealmAndTheLanguage() {
        assertThat(address(Map.of("realm", "cloud", "kc_locale", "ja", "search", "x"))
                        .link("", Map.of("state", "pending")))
                .isEqualTo(PATH + "?realm=cloud&kc_locale=ja&state=pending");
    }

    @Test
    void keepsNoLanguageThatCannotBeOne() {
        assertThat(address(Map.of("kc_locale", "\"><script>")).kept()).isEmpty();
    }

    @Test
    void namesNoRealmThatCannotExist() {
        assertThat(address(Map.of()).realmName()).isEmpty();
        assertThat(address(Map.of("realm", "cloud")).realmName()).contains("cloud");
        assertThat(address(Map.of("realm", "a\u0000b")).realmName()).contains("");
        assertThat(address(Map.of("realm", "x".repeat(256))).realmName()).contains("");
    }

    @Test
    void hasOnlyTheParametersThatAreAskedFor() {
        assertThat(address(Map.of("state", "", "other", "x")).only(List.of("state", "after")))
                .containsOnlyKeys("state");
    }

    private static PageAddress address(Map<String, String> parameters) {
        MultivaluedMap<String, String> all = new MultivaluedHashMap<>();
        parameters.forEach(all::putSingle);
        return new PageAddress(PATH, all);
    }
}
