package cloud.magento.accounts.link.admin;

import cloud.magento.accounts.link.report.DueReminders;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The answer of {@code reminders}. Its components are the fields of the JSON.
 *
 * @param due how many reminders were due before the run, by milestone, the greatest first
 * @param unverified users to whom one is due, and who have no verified address
 * @param remaining how many are still due after the run
 */
record RemindersJson(boolean dryRun, Map<String, Long> due, long unverified, long sent, long failed, long remaining) {

    static RemindersJson of(boolean dryRun, DueReminders.Count count, long sent, long failed) {
        Map<String, Long> due = new LinkedHashMap<>();
        new TreeMap<>(count.byMilestone())
                .descendingMap()
                .forEach((milestone, users) -> due.put(milestone.toString(), users));
        long all = due.values().stream().mapToLong(Long::longValue).sum();
        return new RemindersJson(dryRun, due, count.unverified(), sent, failed, Math.max(0, all - sent));
    }
}
