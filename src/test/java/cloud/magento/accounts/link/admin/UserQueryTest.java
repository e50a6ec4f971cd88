package cloud.magento.accounts.link.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.link.policy.Schedule;
import cloud.magento.accounts.link.policy.Wave;
import cloud.magento.accounts.link.report.UserFilter;
import cloud.magento.accounts.link.report.UserFilter.Group;
import cloud.magento.accounts.link.report.UserState;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.representations.idm.ErrorRepresentation;
import org.keycloak.services.ErrorResponseException;

@DisplayName("The query of a list of users")
final class UserQueryTest {

    private static final Schedule SCHEDULE =
            new Schedule(Optional.of(Instant.EPOCH), Optional.empty(), ZoneOffset.UTC, 0);
    private static final List<Wave> WAVES =
            List.of(new Wave(new Wave.Group("/a b"), SCHEDULE), new Wave(new Wave.Share(500), SCHEDULE));

    @Test
    void hasDefaults() {
        UserFilter filter = page(parameters(Map.of()));

        assertThat(filter.group()).isEmpty();
        assertThat(filter.search()).isEmpty();
        assertThat(filter.after()).isEmpty();
        assertThat(filter.max()).isEqualTo(100);
        assertThat(page(parameters(Map.of("state", "", "search", "", "after", "", "max", ""))))
                .isEqualTo(filter);
    }

    @ParameterizedTest
    @EnumSource
    void takesEachState(UserState state) {
        assertThat(page(parameters(Map.of("state", state.code()))).group()).contains(new Group.InState(state));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a b", "5%", "*"})
    void takesAWaveOfTheSettings(String wave) {
        assertThat(page(parameters(Map.of("wave", wave))).wave()).isEqualTo(wave);
        assertThat(all(parameters(Map.of("wave", wave))).after("x").wave()).isEqualTo(wave);
        assertRefused("wave", () -> UserQuery.page(parameters(Map.of("wave", wave)), List.of()));
    }

    @Test
    void takesUsersWhoShareAnAccountAsAState() {
        assertThat(page(parameters(Map.of("state", "duplicate"))).group()).contains(new Group.Duplicate());
    }

    @Test
    void takesIdsOfAnImportToo() {
        assertThat(page(parameters(Map.of("after", "user-1.a:b_c"))).after()).isEqualTo("user-1.a:b_c");
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1000,1000", "0007,7"})
    void takesAMaximum(String text, int max) {
        assertThat(page(parameters(Map.of("max", text))).max()).isEqualTo(max);
    }

    @Test
    void hasNoMaximumForAWholeList() {
        assertThat(all(parameters(Map.of("search", "x"))).search()).isEqualTo("x");
        assertRefused("max", () -> all(parameters(Map.of("max", "5"))));
    }

    @ParameterizedTest
    @CsvSource({
        "state,all",
        "max,0",
        "max,1001",
        "max,10000",
        "max,1.5",
        "after,a b",
        "search,a\tb",
        "stat,pending",
        "wave,5",
        "wave,/a"
    })
    void isRefusedWithTheNameOfTheParameter(String name, String value) {
        assertRefused(name, () -> page(parameters(Map.of(name, value))));
    }

    private static void assertRefused(String field, Runnable query) {
        assertThatThrownBy(query::run).isInstanceOfSatisfying(ErrorResponseException.class, e -> {
            assertThat(e.getResponse().getStatus()).isEqualTo(400);
            assertThat(((ErrorRepresentation) e.getResponse().getEntity()).getField())
                    .isEqualTo(field);
        });
    }

    private static UserFilter page(MultivaluedMap<String, String> parameters) {
        return UserQuery.page(parameters, WAVES);
    }

    private static UserFilter all(MultivaluedMap<String, String> parameters) {
        return UserQuery.all(parameters, WAVES);
    }

    private static MultivaluedMap<String, String> parameters(Map<String, String> values) {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        values.forEach(parameters::putSingle);
        return parameters;
    }
}
