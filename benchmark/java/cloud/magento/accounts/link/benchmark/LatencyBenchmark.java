package cloud.magento.accounts.link.benchmark;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.PopulationBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Logins of several users at once, driven by Gatling, with and without the extension, in the order A B B A. */
final class LatencyBenchmark implements Benchmark {

    private static final Goal SAME_MEDIAN = Goal.ratio(1.02);
    private static final Goal SAME_P95 = Goal.ratio(1.05);
    private static final Goal SAME_THROUGHPUT = Goal.ratioAtLeast(0.98);

    /** How much later the slowest user of a storm may be done than with Keycloak's own linking, in milliseconds. */
    private static final Goal SOON = Goal.added(2000);

    private static final int USERS = 64;
    private static final int WARM_UP_AT_ONCE = 8;
    /** Until the code is compiled. Otherwise the first users of a storm would wait, and all others behind them. */
    private static final int FIRST_USERS = 200;

    private static final int STORM_USERS = 1000;
    private static final Duration STORM_LENGTH = Duration.ofMinutes(1);

    @Override
    public void measure(Recorder recorder) throws Exception {
        try (Database database = new Database();
                Side with = Side.with(database);
                Side without = Side.without(database)) {
            recorder.environment("PostgreSQL", database.version());
            recorder.environment("load", "Gatling");
            with.set(UserKind.CONNECTED.settings(""));
            Run run = new Run(recorder, with, without);
            LoadSimulation.run(run::load);
            run.record();
        }
    }

    /** One number of each round. */
    private record Figure(String name, String unit, Optional<Goal> goal, ToDoubleFunction<Times> of) {

        /** Of rounds in which users sign in again and again. */
        private static final List<Figure> SIGN_IN = List.of(
                new Figure(
                        "browser flow, median",
                        "ms",
                        Optional.of(SAME_MEDIAN),
                        times -> Numbers.median(times.browser())),
                new Figure("browser flow, p95", "ms", Optional.of(SAME_P95), times -> Numbers.p95(times.browser())),
                new Figure(
                        "code exchange, median",
                        "ms",
                        Optional.of(SAME_MEDIAN),
                        times -> Numbers.median(times.exchange())),
                new Figure("code exchange, p95", "ms", Optional.of(SAME_P95), times -> Numbers.p95(times.exchange())),
                new Figure("logins", "per second", Optional.of(SAME_THROUGHPUT), Times::perSecond));

        private static final List<Figure> STORM = List.of(
                new Figure("median", "ms", Optional.empty(), times -> Numbers.median(times.browser())),
                new Figure("the slowest", "ms", Optional.of(SOON), times -> Numbers.quantile(times.browser(), 1)));

        private Measurement measurement(Group group) {
            Measurement compared = Measurement.of(group.name(), name, unit, values(group.ours()))
                    .against(values(group.others()));
            return goal.map(compared::withGoal).orElse(compared);
        }

        private List<Double> values(List<Times> rounds) {
            return rounds.stream()
                    .map(times -> Math.round(of.applyAsDouble(times) * 100) / 100.0)
                    .toList();
        }
    }

    /** The rounds of both sides that are compared. */
    private record Group(String name, List<Times> ours, List<Times> others) {

        private Group(String name) {
            this(name, new ArrayList<>(), new ArrayList<>());
        }
    }

    private static final class Run {

        private final Recorder recorder;
        private final boolean isFull;
        private final VirtualUsers with;
        private final VirtualUsers without;
        private final List<Times> warmUps = new ArrayList<>();
        private final List<Group> atOnce = new ArrayList<>();
        private final Group storm = new Group(STORM_USERS + " users meet the page and connect within a minute");

        private Run(Recorder recorder, Side with, Side without) {
            this.recorder = recorder;
            this.isFull = recorder.form().isFull();
            int fresh = isFull ? FIRST_USERS + STORM_USERS : 0;
            this.with = new VirtualUsers(with, USERS, fresh);
            this.without = new VirtualUsers(without, USERS, fresh);
        }

        /** Everything, one after the other. */
        private List<PopulationBuilder> load() {
            List<PopulationBuilder> all = new ArrayList<>();
            Duration warmUp = Duration.ofSeconds(isFull ? 60 : 30);
            all.add(with.signIn(added(warmUps, "warm-up with the extension"), WARM_UP_AT_ONCE, warmUp));
            all.add(without.signIn(added(warmUps, "warm-up without it"), WARM_UP_AT_ONCE, warmUp));
            for (int users : isFull ? List.of(1, 8, 32) : List.of(1, 8)) {
                all.addAll(rounds(users));
            }
            if (isFull) {
                all.addAll(storms());
            }
            return all;
        }

        private List<PopulationBuilder> storms() {
            return List.of(
                    with.connect(added(warmUps, "before the storm with the extension"), FIRST_USERS, STORM_LENGTH),
                    with.connect(added(storm.ours(), "storm with the extension"), STORM_USERS, STORM_LENGTH),
                    without.linkWithoutExtension(
                            added(warmUps, "before the storm without it"), FIRST_USERS, STORM_LENGTH),
                    without.linkWithoutExtension(added(storm.others(), "storm without it"), STORM_USERS, STORM_LENGTH));
        }

        private List<PopulationBuilder> rounds(int users) {
            Group group = new Group(users == 1 ? "One user" : users + " users at once");
            atOnce.add(group);
            Duration length = Duration.ofSeconds(isFull ? 15 : 3);
            int pairs = Integer.getInteger("benchmark.rounds", isFull ? 10 : 4);
            List<PopulationBuilder> all = new ArrayList<>();
            for (int pair = 0; pair < pairs; pair++) {
                String round = group.name() + ", round " + pair;
                List<PopulationBuilder> both = new ArrayList<>(List.of(
                        with.signIn(added(group.ours(), round + " with the extension"), users, length),
                        without.signIn(added(group.others(), round + " without it"), users, length)));
                if (pair % 2 == 1) {
                    Collections.reverse(both);
                }
                all.addAll(both);
                all.add(between(round));
            }
            return all;
        }

        private static Times added(List<Times> rounds, String name) {
            Times times = new Times(name);
            rounds.add(times);
            return times;
        }

        private PopulationBuilder between(String round) {
            return scenario("after " + round)
                    .exec(session -> {
                        recorder.betweenRounds();
                        return session;
                    })
                    .injectOpen(atOnceUsers(1));
        }

        private void record() {
            warmUps.forEach(Times::assertNoneFailed);
            for (Group group : atOnce) {
                for (Figure figure : Figure.SIGN_IN) {
                    recorder.add(figure.measurement(group));
                }
            }
            if (isFull) {
                Figure.STORM.forEach(figure -> recorder.add(figure.measurement(storm)));
            }
        }
    }
}
