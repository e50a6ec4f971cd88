package cloud.magento.accounts.link.benchmark;

import cloud.magento.accounts.link.it.admin.GeneratedRollout;
import cloud.magento.accounts.link.it.scenario.Http;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A required action that Keycloak's feature Workflows puts on users, one batch after the other. */
final class WorkflowComparison {

    /** The feature's schedule came with this version. */
    private static final String SINCE = "26.7";

    private static final int USERS = 10_000;

    /** So many users are in a batch; the time for all is computed from them. */
    private static final int BATCH = 500;

    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final double NANOS_PER_SECOND = 1e9;

    /** Workflows know Keycloak's own actions only. */
    private static final String WORKFLOW = """
            {"name": "Benchmark %d",
             "schedule": {"after": "10s", "batch-size": %d},
             "if": "not has-identity-provider-link(magento)",
             "steps": [{"uses": "add-required-action", "with": {"action": "UPDATE_PROFILE"}}]}""";

    private WorkflowComparison() {}

    static boolean isPossible(String version) {
        return Runtime.Version.parse(version).compareTo(Runtime.Version.parse(SINCE)) >= 0;
    }

    static void measure(Recorder recorder, Database database, String group) throws Exception {
        List<Double> each = new ArrayList<>();
        try (Side side = Side.withFeature(database, "workflows");
                GeneratedRollout rollout = new GeneratedRollout(side.connect(), side.cloud(), USERS);
                Connection connection = side.connect()) {
            for (int round = 0; round < recorder.form().rounds(); round++) {
                each.add(secondsOfAUser(side, connection, round));
                execute(connection, "DELETE FROM user_required_action");
                side.cloud().clearUserCache();
                recorder.betweenRounds();
            }
        }
        for (int users : recorder.form().users()) {
            List<Double> all = each.stream()
                    .map(seconds -> Math.round(seconds * users * 10) / 10.0)
                    .toList();
            recorder.add(Measurement.of(
                            group,
                            "for comparison: a required action on each user by Keycloak's Workflows, computed from "
                                    + BATCH + " users",
                            "seconds",
                            all)
                    .withUsers(users));
        }
    }

    private static double secondsOfAUser(Side side, Connection connection, int round) throws SQLException {
        Http.Answer created = Http.send(
                "POST",
                side.address() + "/admin/realms/cloud/workflows",
                side.token(),
                WORKFLOW.formatted(round, BATCH));
        if (created.status() != 201) {
            throw new IllegalStateException(created.status() + " " + created.body());
        }
        try {
            int atBegin = await(connection, 1);
            long begin = System.nanoTime();
            int atEnd = await(connection, BATCH);
            return (System.nanoTime() - begin) / NANOS_PER_SECOND / (atEnd - atBegin);
        } finally {
            Http.send("DELETE", created.location(), side.token(), "");
        }
    }

    /** Waits until so many users have the action; how many have it then. */
    private static int await(Connection connection, int users) throws SQLException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        int count = count(connection);
        while (count < users) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Only " + count + " users have the action.");
            }
            LockSupport.parkNanos(POLL.toNanos());
            count = count(connection);
        }
        return count;
    }

    private static int count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM user_required_action")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
