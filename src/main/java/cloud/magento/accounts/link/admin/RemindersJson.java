package cloud.magento.accounts.link.admin;

import cloud.magento.accounts.link.reminder.ReminderResult;
import cloud.magento.accounts.link.reminder.ReminderResult.End;
import cloud.magento.accounts.link.report.DueReminders;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The answer of {@code reminders}. Its components are the fields of the JSON; null: the JSON lacks the field.
 *
 * @param due how many reminders were due before the run, by milestone, the greatest first
 * @param unverified users to whom one is due, and who have no verified address
 * @param remaining how many are still due after the run
 * @param after the id of the last user at whom the run has looked; null: it has come to the end of the users
 */
record RemindersJson(
        boolean dryRun, Map<String, Long> due, long unverified, long sent, long failed, long remaining, String after) {

    static RemindersJson ofDryRun(DueReminders.Count count) {
        Map<String, Long> due = due(count);
        return new RemindersJson(true, due, count.unverified(), 0, 0, sum(due), null);
    }

    /** The answer after a run. A mail that is not confirmed has failed, and is not due any longer. */
    static RemindersJson of(DueReminders.Count before, ReminderResult result) {
        Map<String, Long> due = due(before);
        return new RemindersJson(
                false,
                due,
                before.unverified(),
                result.sent(),
                result.failed() + result.unconfirmed(),
                Math.max(0, sum(due) - result.sent() - result.unconfirmed()),
                result.end() == End.COMPLETE ? null : result.last());
    }

    private static Map<String, Long> due(DueReminders.Count count) {
        Map<String, Long> due = new LinkedHashMap<>();
        new TreeMap<>(count.byMilestone())
                .descendingMap()
                .forEach((milestone, users) -> due.put(milestone.toString(), users));
        return due;
    }

    private static long sum(Map<String, Long> due) {
        return due.values().stream().mapToLong(Long::longValue).sum();
    }
}
