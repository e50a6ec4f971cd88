package cloud.magento.accounts.link.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.Reports;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How PostgreSQL, 15 or newer, finds the rows of the reports, by its own statistics: a count reads each table in one
 * pass, and looks no user up on its own. PostgreSQL can change the plan of a statement after some executions by the
 * same connection.
 */
@Tag("writes")
@EnabledIfSystemProperty(named = GeneratedRollout.DATABASE, matches = "jdbc:postgresql:.*")
final class ReportPlanIT extends CloudScenario {

    private static final int USERS = 20_000;
    private static final int REPEATED = 24;

    /** Those of roles, groups and attributes for each count. Other requests of the server look something up, too. */
    private static final long MOST_LOOKUPS = REPEATED * 50L;

    private static final String LOOKUPS = "SELECT relname, coalesce(idx_scan, 0) FROM pg_stat_user_tables"
            + " WHERE relname IN ('user_entity', 'federated_identity', 'user_attribute', 'user_role_mapping',"
            + " 'user_group_membership')";

    /** A connection writes its statistics after it was idle for ten seconds. */
    private static final String NOT_IDLE = "SELECT 'connections', count(*) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            + " AND state_change > now() - interval '12 seconds'";

    private static final Duration UNTIL_IDLE = Duration.ofMinutes(2);

    @Test
    void progressLooksNoUserUpEvenIfItIsRepeated() throws Exception {
        try (GeneratedRollout rollout = new GeneratedRollout(USERS)) {
            rollout.vacuum();
            set(Map.of("exemptGroups", GeneratedRollout.EXEMPT_GROUP, "cutoff", "2020-04-01", "remindFrom", ""));
            Map<String, Long> before = lookups(rollout);

            for (int i = 0; i < REPEATED; i++) {
                assertThat(Reports.get("progress", Map.of()).get("total").asLong())
                        .isGreaterThanOrEqualTo(USERS);
            }

            Map<String, Long> added = new HashMap<>(lookups(rollout));
            before.forEach((table, count) -> added.merge(table, -count, Long::sum));
            assertThat(added)
                    .hasSize(5)
                    .allSatisfy((table, count) ->
                            assertThat(count).as("look-ups in %s", table).isLessThan(MOST_LOOKUPS));
        }
    }

    private static Map<String, Long> lookups(GeneratedRollout rollout) throws SQLException {
        Eventually.get(
                UNTIL_IDLE,
                () -> Optional.of(notIdle(rollout)).filter(connections -> connections == 0),
                () -> notIdle(rollout) + " connections are not idle");
        return rollout.counts(LOOKUPS);
    }

    private static long notIdle(GeneratedRollout rollout) {
        try {
            return rollout.counts(NOT_IDLE).get("connections");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
