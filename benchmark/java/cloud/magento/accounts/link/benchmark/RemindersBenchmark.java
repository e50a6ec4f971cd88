package cloud.magento.accounts.link.benchmark;

import static java.net.http.HttpResponse.BodyHandlers.ofString;

import cloud.magento.accounts.link.it.admin.GeneratedRollout;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Reminders among many users: how long it takes to count who is due, and what each mail costs. */
final class RemindersBenchmark implements Benchmark {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final Duration RETRY = Duration.ofMillis(500);

    private static final int TURN_OF_ANOTHER = 409;
    private static final String DRY_RUN = "?dryRun=true";

    /** Few, because a run lasts 45 seconds if many users are due. */
    private static final int ROUNDS = 3;

    private static final int WARM_UP = 3;
    private static final int DAYS_LEFT = 6;
    private static final String MILESTONE = "7";
    private static final String HIGHEST_RATE = "60000";

    /** A run ends after so many mails: the first ones cost what the others do. */
    private static final String SHORT_RATE = "300";

    /** The scheduler would send mails, too. */
    private static final String BY_HAND_ONLY = "--spi-events-listener--magento-link-lost-answers--reminder-interval=0";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public void measure(Recorder recorder) throws Exception {
        try (Database database = new Database();
                Side side = Side.with(database, BY_HAND_ONLY);
                MailSink mails = new MailSink()) {
            recorder.environment("PostgreSQL", database.version());
            recorder.environment("heap of the server", Side.heap());
            mails.serve(side.cloud());
            side.set(Map.of(
                    "mode",
                    "on",
                    "cutoff",
                    LocalDate.now().plusDays(DAYS_LEFT).toString(),
                    "remindFrom",
                    "",
                    "reminderDays",
                    MILESTONE,
                    "reminderRate",
                    recorder.form().isShort() ? SHORT_RATE : HIGHEST_RATE));
            for (int users : recorder.form().users()) {
                try (Connection byHand = side.connect();
                        GeneratedRollout rollout = new GeneratedRollout(side.connect(), side.cloud(), users)) {
                    database.vacuum(byHand);
                    measure(recorder, database, side, byHand, users);
                }
            }
        }
    }

    private void measure(Recorder recorder, Database database, Side side, Connection byHand, int users)
            throws Exception {
        List<Double> counting = new ArrayList<>();
        List<Double> perSecond = new ArrayList<>();
        List<Double> statements = new ArrayList<>();
        List<Double> rows = new ArrayList<>();
        for (int i = 0; i < WARM_UP; i++) {
            ok(post(side, DRY_RUN));
        }
        for (int round = 0; round < (recorder.form().isFull() ? ROUNDS : 1); round++) {
            forgetReminders(side, byHand);
            database.forgetStatements();
            long begin = System.nanoTime();
            ok(post(side, DRY_RUN));
            double countMillis = millisSince(begin);
            Database.Counted count = all(database, side);
            counting.add(countMillis);

            Run run = run(database, side);
            Database.Counted whole = all(database, side);
            // A run by hand counts at its start.
            perSecond.add(run.mails() / (run.millis() - countMillis) * MILLIS_PER_SECOND);
            statements.add((whole.calls() - count.calls()) / run.mails());
            rows.add((whole.rows() - count.rows()) / run.mails());
            recorder.betweenRounds();
        }
        recorder.add(
                Measurement.of("Counting who is due", "dry run", "ms", counting).withUsers(users));
        recorder.add(Measurement.of("Mails in a second", "one run", "mails", rounded(perSecond))
                .withUsers(users));
        recorder.add(Measurement.of("Statements for each mail", "one run", "statements", rounded(statements))
                .withUsers(users));
        recorder.add(Measurement.of("Rows for each mail", "one run", "rows", rounded(rows))
                .withUsers(users));
    }

    /** So that each round sends the same mails. */
    private static void forgetReminders(Side side, Connection byHand) throws SQLException {
        try (Statement statement = byHand.createStatement()) {
            statement.execute("DELETE FROM user_attribute WHERE name = 'magentoLinkReminded'");
        }
        side.cloud().clearUserCache();
    }

    private static Database.Counted all(Database database, Side side) throws SQLException {
        return database.statements(side.name()).values().stream()
                .reduce(
                        Database.Counted.NONE,
                        (one, other) -> new Database.Counted(one.calls() + other.calls(), one.rows() + other.rows()));
    }

    /** What a run has sent, and how long it took. */
    private record Run(double mails, double millis) {}

    /** Waits until the turn of the run before has ended: the rate is that of a minute. */
    private Run run(Database database, Side side) throws Exception {
        while (true) {
            database.forgetStatements();
            long begin = System.nanoTime();
            HttpResponse<String> response = post(side, "");
            double millis = millisSince(begin);
            if (response.statusCode() != TURN_OF_ANOTHER) {
                JsonNode answer = ok(response);
                if (answer.get("sent").asInt() == 0 || answer.get("failed").asInt() > 0) {
                    throw new IOException("The reminders were not sent: " + answer);
                }
                return new Run(answer.get("sent").asDouble(), millis);
            }
            LockSupport.parkNanos(RETRY.toNanos());
        }
    }

    private HttpResponse<String> post(Side side, String query) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(
                                URI.create(side.address() + "/admin/realms/cloud/magento-link/reminders" + query))
                        .header("Authorization", "Bearer " + side.token())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                ofString());
    }

    private static JsonNode ok(HttpResponse<String> response) throws IOException {
        if (response.statusCode() != 200) {
            throw new IOException(response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }

    private static List<Double> rounded(List<Double> values) {
        return values.stream().map(value -> Math.round(value * 100) / 100.0).toList();
    }

    private static double millisSince(long begin) {
        return Math.round((System.nanoTime() - begin) / NANOS_PER_MILLI * 100) / 100.0;
    }
}
