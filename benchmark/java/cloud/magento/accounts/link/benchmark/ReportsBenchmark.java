package cloud.magento.accounts.link.benchmark;

import cloud.magento.accounts.link.it.admin.GeneratedRollout;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** The endpoints for admins, against the same question in plain SQL. */
final class ReportsBenchmark implements Benchmark {

    private static final String ANSWERS = "From the request to the end of the answer";
    private static final String EXECUTION = "In the database only";
    private static final double MOST = 1.2;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int WARM_UP = 3;

    private final List<Measurement> inDatabase = new ArrayList<>();

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
                    new Reports(side, byHand, rollout, users).forEach(new Run(recorder, database, side, users));
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
    private final class Run implements Reports.Each {

        private final Recorder recorder;
        private final Database database;
        private final Side side;
        private final int users;

        private Run(Recorder recorder, Database database, Side side, int users) {
            this.recorder = recorder;
            this.database = database;
            this.side = side;
            this.users = users;
        }

        /** The request itself costs nothing beside a pass over all users. */
        @Override
        public void pass(String name, Callable<Long> ours, Callable<Long> plain) throws Exception {
            compare(name, Goal.ratio(MOST), ours, plain);
        }

        /** A page takes the database less time than the request itself, so the goal is about the database only. */
        @Override
        public void page(String name, Callable<Long> ours, Callable<Long> plain) throws Exception {
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

        @Override
        public void other(String name, Callable<Long> ours) throws Exception {
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
    }
}
