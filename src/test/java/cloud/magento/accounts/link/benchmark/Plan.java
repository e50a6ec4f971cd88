package cloud.magento.accounts.link.benchmark;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A plan as PostgreSQL has logged it after the statement ran, so it says how often each step ran.
 *
 * @param statement the statement
 * @param steps the steps, as {@code EXPLAIN ANALYZE} writes them
 */
record Plan(String statement, String steps) {

    /** The tables that have rows for each user. */
    private static final Set<String> OF_USERS = Set.of(
            "user_entity",
            "user_attribute",
            "federated_identity",
            "user_role_mapping",
            "user_group_membership",
            "credential");

    private static final String STEP = "(cost=";
    private static final Pattern STEPS = Pattern.compile("^.*" + Pattern.quote(STEP), Pattern.MULTILINE);
    private static final Pattern SCAN = Pattern.compile(
            "(\\w[\\w ]* Scan)(?: Backward)?(?: using \\S+)?" + " on (\\w+).*?(?:loops=(\\d+)\\)|never executed)");

    /** The plan in a message of {@code auto_explain} in its text format. */
    static Plan of(String message) {
        Matcher first = STEPS.matcher(message);
        if (!first.find()) {
            throw new IllegalArgumentException("No plan: " + message);
        }
        return new Plan(
                message.substring(message.indexOf("Query Text: ") + "Query Text: ".length(), first.start())
                        .replaceAll("\\s+", " ")
                        .strip(),
                message.substring(first.start()).stripTrailing());
    }

    /**
     * One step that reads a table.
     *
     * @param kind the word of PostgreSQL for it
     * @param times how often it ran, in all processes together
     * @param byIndex whether it looks up an index, and so reads a part of the table
     */
    record Scan(String kind, String table, long times, boolean byIndex) {

        /** A statement can run in so many processes at once, and each of them reads a small table on its own. */
        private static final int PROCESSES = 3;

        /** The most users that a list reads at once, as in {@code report.UserReport}. */
        private static final int BATCH = 1000;

        /** Whether it runs again for each user: neither one pass nor, with an index, the users of one batch. */
        boolean isForEachUser() {
            return times > (byIndex ? BATCH : PROCESSES);
        }

        String text() {
            return kind + " on " + table + ", " + Numbers.text(times) + " times";
        }
    }

    /** The steps that read a table with rows for each user. */
    List<Scan> scans() {
        return Stream.of(steps.split("\n(?=.*" + Pattern.quote(STEP) + ")"))
                .flatMap(step -> SCAN.matcher(step.lines().findFirst().orElse(""))
                        .results()
                        .map(scan -> new Scan(
                                scan.group(1),
                                scan.group(2),
                                scan.group(3) == null ? 0 : Long.parseLong(scan.group(3)),
                                step.contains(" Index Cond: ") || step.contains(" Recheck Cond: "))))
                .filter(scan -> OF_USERS.contains(scan.table()))
                .toList();
    }

    /** The scans that run again for each user. */
    List<Scan> forEachUser() {
        return scans().stream().filter(Scan::isForEachUser).toList();
    }

    /** The statement and its steps without numbers and conditions: the same for each run of the same plan. */
    String shape() {
        return steps.lines()
                .filter(line -> line.contains(STEP))
                .map(line -> line.substring(0, line.indexOf(STEP)))
                .collect(Collectors.joining("\n", statement + "\n", ""));
    }
}
