package cloud.magento.accounts.link.benchmark;

import cloud.magento.accounts.link.it.admin.GeneratedRollout;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.keycloak.representations.idm.RealmRepresentation;

/** Logins while an admin asks for one report after the other, against logins alone, in the order A B B A. */
final class MeanwhileBenchmark implements Benchmark {

    private static final Goal NEARLY_SAME = Goal.ratio(1.1);
    private static final Duration BETWEEN_LOGINS = Duration.ofMillis(100);
    private static final int USERS = 64;
    private static final double NANOS_PER_MILLI = 1e6;

    @Override
    public void measure(Recorder recorder) throws Exception {
        int users = Collections.max(recorder.form().users());
        try (Database database = new Database();
                Side side = Side.with(database);
                Connection byHand = side.connect();
                GeneratedRollout rollout = new GeneratedRollout(side.connect(), side.cloud(), users)) {
            recorder.environment("PostgreSQL", database.version());
            recorder.environment("heap of the server", Side.heap());
            database.vacuum(byHand);
            side.set(UserKind.CONNECTED.settings(""));
            Reports reports = new Reports(side, byHand, rollout, users);
            Run run = new Run(recorder, side, users);
            run.warmUp();
            run.measure("progress", () -> reports.get("progress"));
            run.measure("all users as CSV", () -> reports.csv("users"));
        }
    }

    private static final class Run {

        private final Recorder recorder;
        private final int users;
        private final Logins logins;
        private final List<CloudUser> visitors;
        private int next;

        /** How many reports were answered during the logins. */
        private int answers;

        private Run(Recorder recorder, Side side, int users) {
            this.recorder = recorder;
            this.users = users;
            // Failed passwords are counted under a lock of the user. Here each user signs in often.
            RealmRepresentation realm = side.cloud().toRepresentation();
            realm.setBruteForceProtected(false);
            side.cloud().update(realm);
            this.logins = new Logins(side);
            this.visitors =
                    Stream.generate(() -> side.users().linked()).limit(USERS).toList();
        }

        private Duration round() {
            return Duration.ofSeconds(recorder.form().isFull() ? 20 : 5);
        }

        private void warmUp() throws Exception {
            logins(Duration.ofSeconds(recorder.form().isFull() ? 60 : 10));
        }

        private void measure(String name, Callable<Long> report) throws Exception {
            List<List<Double>> alone = new ArrayList<>();
            List<List<Double>> meanwhile = new ArrayList<>();
            report.call();
            answers = 0;
            int pairs = Integer.getInteger("benchmark.rounds", recorder.form().isFull() ? 8 : 2);
            for (int pair = 0; pair < pairs; pair++) {
                if (pair % 2 == 0) {
                    alone.add(logins(round()));
                    meanwhile.add(loginsDuring(report));
                } else {
                    meanwhile.add(loginsDuring(report));
                    alone.add(logins(round()));
                }
                recorder.betweenRounds();
            }
            String group = "Logins during " + name;
            recorder.add(Measurement.of(group, "median", "ms", quantiles(meanwhile, 0.5))
                    .against(quantiles(alone, 0.5))
                    .withUsers(users));
            recorder.add(Measurement.of(group, "p95", "ms", quantiles(meanwhile, 0.95))
                    .against(quantiles(alone, 0.95))
                    .withUsers(users)
                    .withGoal(NEARLY_SAME)
                    .withNotes(
                            List.of(answers + " answers to the admin in " + pairs * round().toSeconds() + " seconds")));
        }

        private static List<Double> quantiles(List<List<Double>> rounds, double part) {
            return rounds.stream()
                    .map(times -> Math.round(Numbers.quantile(times, part) * 100) / 100.0)
                    .toList();
        }

        private List<Double> loginsDuring(Callable<Long> report) throws Exception {
            AtomicBoolean isOver = new AtomicBoolean();
            ExecutorService admin = Executors.newSingleThreadExecutor();
            try {
                Future<Integer> reports = admin.submit(() -> {
                    int count = 0;
                    do {
                        report.call();
                        count++;
                    } while (!isOver.get());
                    return count;
                });
                List<Double> times = logins(round());
                isOver.set(true);
                answers += reports.get();
                return times;
            } finally {
                isOver.set(true);
                admin.shutdown();
            }
        }

        /** Logins that begin at fixed times, whether the one before is over or not: a wait for it counts. */
        private List<Double> logins(Duration length) throws Exception {
            List<Double> times = new ArrayList<>();
            long begin = System.nanoTime();
            for (long due = begin; due < begin + length.toNanos(); due += BETWEEN_LOGINS.toNanos()) {
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                CloudUser user = visitors.get(next++ % USERS);
                logins.code(logins.password(logins.visitor(), user, Map.of()).code());
                times.add((System.nanoTime() - due) / NANOS_PER_MILLI);
            }
            return times;
        }
    }
}
