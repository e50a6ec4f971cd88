package cloud.magento.accounts.link.benchmark;

import cloud.magento.accounts.link.it.admin.GeneratedRollout;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** How PostgreSQL reads the users for the endpoints for admins: with an index, or in one pass. */
final class PlansBenchmark implements Benchmark {

    /**
     * After five executions PostgreSQL's driver prepares a statement, and after five more PostgreSQL can keep a plan
     * for any value of its parameters.
     */
    private static final int EXECUTIONS = 12;

    private static final int LONGEST_LINE = 300;

    @Override
    public void measure(Recorder recorder) throws Exception {
        int users = Collections.max(recorder.form().users());
        try (Database database = new Database(PlanLog.SETTINGS);
                Side side = Side.with(database);
                Connection byHand = side.connect();
                GeneratedRollout rollout = new GeneratedRollout(side.connect(), side.cloud(), users)) {
            recorder.environment("PostgreSQL", database.version());
            database.vacuum(byHand);
            Reports reports = new Reports(side, byHand, rollout, users);
            reports.forEach(new Run(recorder, new PlanLog(byHand), users));
        }
    }

    private record Run(Recorder recorder, PlanLog log, int users) implements Reports.Each {

        @Override
        public void pass(String name, Callable<Long> ours, Callable<Long> plain) throws Exception {
            other(name, ours);
        }

        @Override
        public void page(String name, Callable<Long> ours, Callable<Long> plain) throws Exception {
            other(name, ours);
        }

        @Override
        public void other(String name, Callable<Long> ours) throws Exception {
            log.next();
            List<Plan> all = new ArrayList<>();
            // A list with many pages executes a statement often for one answer.
            for (int answers = 0; answers < EXECUTIONS && !hasEnough(all); answers++) {
                ours.call();
                log.next().stream().filter(plan -> !plan.scans().isEmpty()).forEach(all::add);
            }
            if (all.isEmpty()) {
                throw new IllegalStateException("No plan was logged: " + name);
            }
            Collection<List<Plan>> byShape = all.stream()
                    .collect(Collectors.groupingBy(Plan::shape, LinkedHashMap::new, Collectors.toList()))
                    .values();
            keep(name, byShape);
            List<String> forEachUser = byShape.stream()
                    .flatMap(same -> worst(same).forEachUser().stream())
                    .map(Plan.Scan::text)
                    .toList();
            recorder.add(Measurement.of(
                            "Scans that run again for each user", name, "scans", List.of((double) forEachUser.size()))
                    .withUsers(users)
                    .withGoal(Goal.atMost(0))
                    .withNotes(forEachUser));
        }

        private static boolean hasEnough(List<Plan> all) {
            return all.stream().collect(Collectors.groupingBy(Plan::statement, Collectors.counting())).values().stream()
                    .anyMatch(executions -> executions >= EXECUTIONS);
        }

        /** Of the runs of one plan, that in which a step ran most often. */
        private static Plan worst(List<Plan> same) {
            return Collections.max(
                    same,
                    Comparator.comparingLong(plan ->
                            plan.scans().stream().mapToLong(Plan.Scan::times).sum()));
        }

        private void keep(String name, Collection<List<Plan>> byShape) {
            String file = name.toLowerCase(Locale.ROOT).replaceAll("\\W+", "-").replaceAll("-$", "");
            recorder.keep(
                    "plans/" + file + ".txt",
                    byShape.stream()
                            .map(same -> same.size() + " times: " + worst(same).statement() + "\n\n"
                                    + worst(same).steps())
                            .collect(Collectors.joining("\n\n\n"))
                            .lines()
                            .map(line -> line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + " …" : line)
                            .collect(Collectors.joining("\n", "", "\n")));
        }
    }
}
