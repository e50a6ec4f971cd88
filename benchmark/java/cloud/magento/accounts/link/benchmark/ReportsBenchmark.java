package cloud.magento.accounts.link.benchmark;

import static java.net.http.HttpResponse.BodyHandlers.ofInputStream;

import cloud.magento.accounts.link.it.admin.CountsByHand;
import cloud.magento.accounts.link.it.admin.GeneratedRollout;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** The endpoints for admins, against the same question in plain SQL. */
final class ReportsBenchmark implements Benchmark {

    private static final String ANSWERS = "From the request to the end of the answer";
    private static final String EXECUTION = "In the database only";
    private static final double MOST = 1.2;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int WARM_UP = 3;
    private static final int PAGE = 100;
    private static final int FETCH = 1000;

    /** What a row of the list shows, for the rows that a condition and a limit choose. */
    private static final String LIST = """
            SELECT u.id, u.username, u.email, u.enabled, u.service_account_client_link, link.federated_user_id,
                   (SELECT string_agg(a.name || '=' || a.value, ',') FROM user_attribute a
                    WHERE a.user_id = u.id AND a.name LIKE 'magentoLink%%'),
                   EXISTS (SELECT 1 FROM user_role_mapping m JOIN keycloak_role r ON r.id = m.role_id
                           WHERE m.user_id = u.id AND r.name = 'magento-link-exempt'),
                   EXISTS (SELECT 1 FROM user_group_membership m JOIN keycloak_group g ON g.id = m.group_id
                           WHERE m.user_id = u.id AND g.name IN ('partners', 'external'))
            FROM user_entity u
            LEFT JOIN federated_identity link ON link.user_id = u.id AND link.identity_provider = 'magento'
            WHERE u.realm_id = (SELECT id FROM realm WHERE name = 'cloud') %s
            ORDER BY u.id %s
            """;

    private final List<Measurement> inDatabase = new ArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public void measure(Recorder recorder) throws Exception {
        try (Database database = new Database();
                Side side = Side.with(database)) {
            recorder.environment("PostgreSQL", database.version());
            recorder.environment("heap of the server", Side.heap());
            for (int users : recorder.form().users()) {
                try (Connection byHand = side.connect();
                        GeneratedRollout rollout = new GeneratedRollout(side.connect(), side.cloud(), users)) {
                    // As it is in production, where autovacuum does it.
                    database.vacuum(byHand);
                    new Run(recorder, database, side, byHand, users).measure(rollout);
                }
            }
            inDatabase.forEach(recorder::add);
        }
    }

    /** The times of each round, in milliseconds. */
    private record Timed(List<Double> answers, List<Double> executions) {

        private Timed() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    /** The measurements with one number of users. */
    private final class Run {

        private final Recorder recorder;
        private final Database database;
        private final Side side;
        private final Connection byHand;
        private final int users;

        private Run(Recorder recorder, Database database, Side side, Connection byHand, int users) {
            this.recorder = recorder;
            this.database = database;
            this.side = side;
            this.byHand = byHand;
            this.users = users;
        }

        private void measure(GeneratedRollout rollout) throws Exception {
            side.set(Map.of(
                    "exemptGroups", GeneratedRollout.EXEMPT_GROUP, "cutoff", "2999-01-01", "remindFrom", "2020-01-01"));
            comparePass("progress, before the cutoff", () -> get("progress"), () -> counts(rollout, false));
            side.set(Map.of("cutoff", "2020-04-01", "remindFrom", ""));
            comparePass("progress, after the cutoff", () -> get("progress"), () -> counts(rollout, true));
            comparePass(
                    "preview of another cutoff",
                    () -> post("preview", "{\"settings\":{\"cutoff\":\"2999-01-01\"}}"),
                    () -> counts(rollout, true) + counts(rollout, false));
            String deep = idAt(users * 9L / 10);
            comparePage("users, first page", () -> get("users?max=" + PAGE), () -> list("", "LIMIT " + PAGE));
            comparePage(
                    "users, a page after 90 %",
                    () -> get("users?max=" + PAGE + "&after=" + deep),
                    () -> list("AND u.id > '" + deep + "'", "LIMIT " + PAGE));
            comparePage(
                    "users, first page of the overdue",
                    () -> get("users?state=overdue&max=" + PAGE),
                    () -> list(
                            "AND u.enabled AND link.user_id IS NULL AND NOT EXISTS (SELECT 1 FROM user_attribute d"
                                    + " WHERE d.user_id = u.id AND d.name = 'magentoLinkDeadline'"
                                    + " AND d.value > to_char(now(), 'YYYY-MM-DD'))",
                            "LIMIT " + PAGE));
            comparePage(
                    "users, search by a part of the name",
                    () -> get("users?search=generated-77&max=" + PAGE),
                    () -> list(
                            "AND (lower(u.username) LIKE '%generated-77%' OR lower(u.email) LIKE '%generated-77%')",
                            "LIMIT " + PAGE));
            comparePass("all users as CSV", () -> csv("users"), () -> list("", ""));
            tell("check", () -> get("check"));
            side.set(Map.of(
                    "waves", "5% 2020-04-01##/generated/department-1 2020-04-01##25% 2020-04-01##50% 2020-04-01"));
            tell("progress with four waves, three of them shares", () -> get("progress"));
            side.set(Map.of("waves", "", "exemptGroups", ""));
        }

        /** A pass over all users: the request itself costs nothing beside it. */
        private void comparePass(String name, Callable<Long> ours, Callable<Long> plain) throws Exception {
            compare(name, Goal.ratio(MOST), ours, plain);
        }

        /** A page takes the database less time than the request itself, so the goal is about the database only. */
        private void comparePage(String name, Callable<Long> ours, Callable<Long> plain) throws Exception {
            compare(name, Goal.NONE, ours, plain);
        }

        private void compare(String name, Goal goal, Callable<Long> ours, Callable<Long> plain) throws Exception {
            warmUp(ours);
            warmUp(plain);
            Timed reported = new Timed();
            Timed counted = new Timed();
            for (int round = 0; round < recorder.form().rounds(); round++) {
                // A B, then B A.
                if (round % 2 == 0) {
                    time(ours, reported);
                    time(plain, counted);
                } else {
                    time(plain, counted);
                    time(ours, reported);
                }
                recorder.betweenRounds();
            }
            recorder.add(Measurement.of(ANSWERS, name, "ms", reported.answers())
                    .against(counted.answers())
                    .withUsers(users)
                    .withGoal(goal));
            inDatabase.add(Measurement.of(EXECUTION, name, "ms", reported.executions())
                    .against(counted.executions())
                    .withUsers(users)
                    .withGoal(Goal.ratio(MOST)));
        }

        private void tell(String name, Callable<Long> ours) throws Exception {
            warmUp(ours);
            Timed reported = new Timed();
            for (int round = 0; round < recorder.form().rounds(); round++) {
                time(ours, reported);
                recorder.betweenRounds();
            }
            recorder.add(Measurement.of(ANSWERS, name, "ms", reported.answers()).withUsers(users));
            inDatabase.add(
                    Measurement.of(EXECUTION, name, "ms", reported.executions()).withUsers(users));
        }

        private void time(Callable<Long> call, Timed timed) throws Exception {
            database.forgetStatements();
            timed.answers().add(millis(call));
            timed.executions().add(Math.round(database.executed(side.name()) * 1000) / 1000.0);
        }

        private void warmUp(Callable<Long> call) throws Exception {
            for (int i = 0; i < WARM_UP; i++) {
                call.call();
            }
        }

        private double millis(Callable<Long> call) throws Exception {
            long begin = System.nanoTime();
            call.call();
            return Math.round((System.nanoTime() - begin) / NANOS_PER_MILLI * 100) / 100.0;
        }

        private long counts(GeneratedRollout rollout, boolean due) throws SQLException {
            return rollout.counts(CountsByHand.states(due)).size()
                    + rollout.counts(CountsByHand.CONNECTED_BY_DAY).size();
        }

        private String idAt(long offset) throws SQLException {
            try (PreparedStatement statement =
                            byHand.prepareStatement("SELECT id FROM user_entity WHERE username LIKE 'generated-%'"
                                    + " ORDER BY id LIMIT 1 OFFSET " + offset);
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }

        /** Reads the rows as a client does that keeps few of them in memory. */
        private long list(String condition, String limit) throws SQLException {
            byHand.setAutoCommit(false);
            long length = 0;
            try (PreparedStatement statement = byHand.prepareStatement(
                    String.format(LIST, condition, limit), ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
                statement.setFetchSize(FETCH);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        length += rows.getString(1).length();
                    }
                }
            }
            byHand.commit();
            return length;
        }

        private long get(String path) throws IOException, InterruptedException {
            return read(request(path).header("Accept", "application/json").build());
        }

        private long csv(String path) throws IOException, InterruptedException {
            return read(request(path).header("Accept", "text/csv").build());
        }

        private long post(String path, String json) throws IOException, InterruptedException {
            return read(request(path)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(json))
                    .build());
        }

        private HttpRequest.Builder request(String path) {
            return HttpRequest.newBuilder(URI.create(side.address() + "/admin/realms/cloud/magento-link/" + path))
                    .header("Authorization", "Bearer " + side.token());
        }

        /** Reads the whole answer, and keeps nothing of it. */
        private long read(HttpRequest request) throws IOException, InterruptedException {
            HttpResponse<InputStream> response = http.send(request, ofInputStream());
            try (InputStream body = response.body()) {
                long length = body.transferTo(OutputStream.nullOutputStream());
                if (response.statusCode() != 200) {
                    throw new IOException(request.uri() + " answered " + response.statusCode());
                }
                return length;
            }
        }
    }
}
