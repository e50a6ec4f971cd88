package cloud.magento.accounts.link.benchmark;

import cloud.magento.accounts.link.it.admin.GeneratedRollout;
import cloud.magento.accounts.link.it.scenario.ActionSettings;
import cloud.magento.accounts.link.it.server.Build;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.keycloak.admin.client.resource.UserResource;
import org.keycloak.representations.idm.RequiredActionConfigRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** What a change of the rollout writes, against a required action that is put on each user. */
final class RolloutBenchmark implements Benchmark {

    private static final String GROUP = "Changes of a rollout";
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MILLIS_PER_SECOND = 1e3;

    /** So many users get a required action; the time for all is computed from them. */
    private static final int SAMPLE = 200;

    private static final Pattern WRITES = Pattern.compile("(insert into|update|delete from) (\\S+).*");
    private static final List<String> TABLES_OF_USERS = List.of(
            "user_entity",
            "user_attribute",
            "user_required_action",
            "federated_identity",
            "user_group_membership",
            "user_role_mapping",
            "credential");

    @Override
    public void measure(Recorder recorder) throws Exception {
        try (Database database = new Database()) {
            recorder.environment("PostgreSQL", database.version());
            changes(recorder, database);
            if (recorder.form().isFull() && WorkflowComparison.isPossible(Build.keycloakVersion())) {
                WorkflowComparison.measure(recorder, database, GROUP);
            }
        }
    }

    private static void changes(Recorder recorder, Database database) throws Exception {
        try (Side side = Side.with(database)) {
            for (int users : recorder.form().users()) {
                try (GeneratedRollout rollout = new GeneratedRollout(side.connect(), side.cloud(), users)) {
                    new Run(recorder, database, side, users).measure();
                }
            }
        }
    }

    /** The measurements with one number of users. */
    private record Run(Recorder recorder, Database database, Side side, int users) {

        private void measure() throws SQLException {
            change("switching on", Map.of("mode", "off"), Map.of("mode", "on"));
            change("moving the cutoff", Map.of("cutoff", "2020-04-01"), Map.of("cutoff", "2999-01-01"));
            change("adding a wave", Map.of("waves", ""), Map.of("waves", "5% 2998-01-01"));
            side.set(Map.of("waves", "", "cutoff", "2020-04-01"));
            if (!recorder.form().isShort()) {
                // A time, and nothing of ours.
                eachUser();
            }
        }

        private void change(String name, Map<String, String> before, Map<String, String> after) throws SQLException {
            List<Double> times = new ArrayList<>();
            List<Double> rows = new ArrayList<>();
            List<Double> rowsOfUsers = new ArrayList<>();
            for (int round = 0; round < recorder.form().rounds(); round++) {
                side.set(before);
                RequiredActionConfigRepresentation changed = changed(after);
                database.forgetStatements();
                long begin = System.nanoTime();
                side.cloud().flows().updateRequiredActionConfig(ActionSettings.ACTION, changed);
                times.add(Math.round((System.nanoTime() - begin) / NANOS_PER_MILLI * 100) / 100.0);
                Map<String, Database.Counted> statements = database.statements(side.name());
                rows.add(written(statements, false));
                rowsOfUsers.add(written(statements, true));
                recorder.betweenRounds();
            }
            recorder.add(Measurement.of(GROUP, name + ", time", "ms", times).withUsers(users));
            recorder.add(Measurement.of(GROUP, name + ", rows written in all tables", "rows", rows)
                    .withUsers(users));
            recorder.add(Measurement.of(GROUP, name + ", rows of users written", "rows", rowsOfUsers)
                    .withUsers(users)
                    .withGoal(Goal.atMost(0)));
        }

        /** The settings after a change: what the admin console sends. */
        private RequiredActionConfigRepresentation changed(Map<String, String> after) {
            RequiredActionConfigRepresentation config =
                    side.cloud().flows().getRequiredActionConfig(ActionSettings.ACTION);
            Map<String, String> all = new HashMap<>(config.getConfig());
            all.putAll(after);
            config.setConfig(all);
            return config;
        }

        private void eachUser() {
            List<UserRepresentation> sample = side.cloud().users().search("generated-", 0, SAMPLE);
            List<Double> seconds = new ArrayList<>();
            for (int round = 0; round < recorder.form().rounds(); round++) {
                long begin = System.nanoTime();
                for (UserRepresentation user : sample) {
                    UserResource resource = side.cloud().users().get(user.getId());
                    user.setRequiredActions(round % 2 == 0 ? List.of("UPDATE_PROFILE") : List.of());
                    resource.update(user);
                }
                double millis = (System.nanoTime() - begin) / NANOS_PER_MILLI;
                seconds.add(Math.round(millis / sample.size() * users / MILLIS_PER_SECOND * 10) / 10.0);
                recorder.betweenRounds();
            }
            recorder.add(Measurement.of(
                            GROUP,
                            "for comparison: a required action on each user by the admin REST API, computed from "
                                    + sample.size() + " users",
                            "seconds",
                            seconds)
                    .withUsers(users));
        }
    }

    private static double written(Map<String, Database.Counted> statements, boolean ofUsers) {
        return statements.entrySet().stream()
                .filter(entry -> {
                    var writes = WRITES.matcher(entry.getKey().toLowerCase(Locale.ROOT));
                    return writes.matches() && (!ofUsers || TABLES_OF_USERS.contains(writes.group(2)));
                })
                .mapToLong(entry -> entry.getValue().rows())
                .sum();
    }
}
