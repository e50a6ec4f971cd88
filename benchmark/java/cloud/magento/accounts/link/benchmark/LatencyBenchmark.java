package cloud.magento.accounts.link.benchmark;

import cloud.magento.accounts.link.benchmark.Visitor.Page;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.keycloak.representations.idm.RealmRepresentation;

/** Logins of several users at once, with and without the extension, in the order A B B A. */
final class LatencyBenchmark implements Benchmark {

    private static final Goal SAME_MEDIAN = Goal.ratio(1.02);
    private static final Goal SAME_P95 = Goal.ratio(1.05);
    private static final Goal SAME_THROUGHPUT = Goal.ratioAtLeast(0.98);

    /** How much later the slowest user of a storm may be done than with Keycloak's own linking, in milliseconds. */
    private static final Goal STORM = Goal.added(2000);

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int USERS = 64;
    private static final int WARM_UP_AT_ONCE = 8;
    private static final int STORM_USERS = 1000;
    private static final Duration STORM_LENGTH = Duration.ofMinutes(1);
    private static final int STORM_AT_ONCE = 64;

    @Override
    public void measure(Recorder recorder) throws Exception {
        try (Database database = new Database();
                Side with = Side.with(database);
                Side without = Side.without(database)) {
            recorder.environment("PostgreSQL", database.version());
            with.set(UserKind.CONNECTED.settings(""));
            Run run = new Run(recorder, with, without);
            List<Integer> atOnce = recorder.form().isFull() ? List.of(1, 8, 32) : List.of(1, 8);
            run.warmUp();
            for (int users : atOnce) {
                run.measure(users);
            }
            if (recorder.form().isFull()) {
                run.storm();
            }
        }
    }

    /** The times of one round, in milliseconds, and how many logins a second there were. */
    private record Times(List<Double> browser, List<Double> exchange, double perSecond) {}

    /** One number of each round. */
    private record Figure(String name, String unit, Goal goal, ToDoubleFunction<Times> of) {

        private List<Double> rounds(List<Times> rounds) {
            return rounded(rounds.stream().mapToDouble(of).boxed().toList());
        }
    }

    private static List<Double> rounded(List<Double> values) {
        return values.stream().map(value -> Math.round(value * 100) / 100.0).toList();
    }

    private static final class Run {

        private final Recorder recorder;
        private final Side with;
        private final Side without;
        private final Map<Side, Logins> logins = new LinkedHashMap<>();
        private final Map<Side, List<CloudUser>> users = new LinkedHashMap<>();

        private Run(Recorder recorder, Side with, Side without) {
            this.recorder = recorder;
            this.with = with;
            this.without = without;
            for (Side side : List.of(with, without)) {
                // Failed passwords are counted under a lock of the user. Here each user signs in often.
                RealmRepresentation realm = side.cloud().toRepresentation();
                realm.setBruteForceProtected(false);
                side.cloud().update(realm);
                logins.put(side, new Logins(side));
                users.put(
                        side,
                        Stream.generate(() -> side.users().linked())
                                .limit(USERS)
                                .toList());
            }
        }

        private Duration round() {
            return Duration.ofSeconds(recorder.form().isFull() ? 15 : 3);
        }

        private void warmUp() throws Exception {
            Duration length = Duration.ofSeconds(recorder.form().isFull() ? 60 : 8);
            for (Side side : List.of(with, without)) {
                load(side, WARM_UP_AT_ONCE, length);
            }
        }

        private void measure(int atOnce) throws Exception {
            Map<Side, List<Times>> times = Map.of(with, new ArrayList<>(), without, new ArrayList<>());
            int pairs = Integer.getInteger("benchmark.rounds", recorder.form().isFull() ? 10 : 4);
            for (int pair = 0; pair < pairs; pair++) {
                for (Side side : pair % 2 == 0 ? List.of(with, without) : List.of(without, with)) {
                    times.get(side).add(load(side, atOnce, round()));
                }
                recorder.betweenRounds();
            }
            String group = atOnce == 1 ? "One user" : atOnce + " users at once";
            List.of(
                            new Figure("browser flow, median", "ms", SAME_MEDIAN, t -> Numbers.median(t.browser())),
                            new Figure("browser flow, p95", "ms", SAME_P95, t -> Numbers.p95(t.browser())),
                            new Figure("code exchange, median", "ms", SAME_MEDIAN, t -> Numbers.median(t.exchange())),
                            new Figure("code exchange, p95", "ms", SAME_P95, t -> Numbers.p95(t.exchange())),
                            new Figure("logins", "per second", SAME_THROUGHPUT, Times::perSecond))
                    .forEach(figure -> recorder.add(
                            Measurement.of(group, figure.name(), figure.unit(), figure.rounds(times.get(with)))
                                    .against(figure.rounds(times.get(without)))
                                    .withGoal(figure.goal())));
        }

        /** Each thread is one user after the other, without pauses. */
        private Times load(Side side, int atOnce, Duration length) throws Exception {
            long begin = System.nanoTime();
            long end = begin + length.toNanos();
            AtomicInteger next = new AtomicInteger();
            List<Callable<Times>> threads = Stream.<Callable<Times>>generate(() -> () -> {
                        Times own = new Times(new ArrayList<>(), new ArrayList<>(), 0);
                        while (System.nanoTime() < end) {
                            List<CloudUser> all = users.get(side);
                            login(logins.get(side), all.get(next.getAndIncrement() % all.size()), own);
                        }
                        return own;
                    })
                    .limit(atOnce)
                    .toList();
            List<Double> browser = new ArrayList<>();
            List<Double> exchange = new ArrayList<>();
            for (Times own : inParallel(threads, atOnce)) {
                browser.addAll(own.browser());
                exchange.addAll(own.exchange());
            }
            return new Times(browser, exchange, browser.size() * NANOS_PER_SECOND / (System.nanoTime() - begin));
        }

        private static void login(Logins logins, CloudUser user, Times times) throws Exception {
            long begin = System.nanoTime();
            String code = logins.password(logins.visitor(), user, Map.of()).code();
            long signedIn = System.nanoTime();
            logins.code(code);
            long end = System.nanoTime();
            times.browser().add((signedIn - begin) / NANOS_PER_MILLI);
            times.exchange().add((end - signedIn) / NANOS_PER_MILLI);
        }

        /** Each user comes at a fixed time, whether the users before are done or not. */
        private void storm() throws Exception {
            with.set(UserKind.CONNECTED.settings(""));
            List<Double> ours = storm(with, (own, user) -> {
                Visitor visitor = own.visitor();
                Page page = own.password(visitor, user, Map.of());
                Page atMagento = visitor.submit(page, Map.of("step", "connect"));
                Page question = own.enter(visitor, atMagento, user.magento().username());
                visitor.submit(question, Map.of("step", "confirm")).code();
            });
            List<Double> others = storm(without, (own, user) -> {
                Visitor visitor = own.visitor();
                Page question = own.password(visitor, user, Map.of("kc_action", "idp_link:magento"));
                own.enter(
                                visitor,
                                visitor.submit(question, Map.of()),
                                user.magento().username())
                        .code();
            });
            String group = STORM_USERS + " users meet the page and connect within a minute";
            recorder.add(Measurement.of(group, "median", "ms", rounded(List.of(Numbers.median(ours))))
                    .against(rounded(List.of(Numbers.median(others)))));
            recorder.add(Measurement.of(group, "the slowest", "ms", rounded(List.of(Numbers.quantile(ours, 1))))
                    .against(rounded(List.of(Numbers.quantile(others, 1))))
                    .withGoal(STORM));
        }

        private interface Connection {
            void connect(Logins logins, CloudUser user) throws Exception;
        }

        private List<Double> storm(Side side, Connection connection) throws Exception {
            List<CloudUser> fresh = Stream.generate(() -> side.users().unlinked())
                    .limit(STORM_USERS)
                    .toList();
            long begin = System.nanoTime();
            long between = STORM_LENGTH.toNanos() / STORM_USERS;
            List<Callable<Double>> all = IntStream.range(0, STORM_USERS)
                    .<Callable<Double>>mapToObj(i -> () -> {
                        long due = begin + i * between;
                        LockSupport.parkNanos(due - System.nanoTime());
                        connection.connect(logins.get(side), fresh.get(i));
                        return (System.nanoTime() - due) / NANOS_PER_MILLI;
                    })
                    .toList();
            return inParallel(all, STORM_AT_ONCE);
        }

        private static <T> List<T> inParallel(List<Callable<T>> tasks, int atOnce) throws Exception {
            ExecutorService pool = Executors.newFixedThreadPool(atOnce);
            try {
                List<T> results = new ArrayList<>();
                for (Future<T> future : pool.invokeAll(tasks)) {
                    results.add(future.get());
                }
                return results;
            } finally {
                pool.shutdown();
            }
        }
    }
}
