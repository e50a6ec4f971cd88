package cloud.magento.accounts.link.reminder;

/**
 * What a run has done.
 *
 * @param sent how many mails the mail server has accepted
 * @param failed how many it has not accepted. They remain due
 * @param last the id of the last user whom the run has looked at and need not look at again; empty: none
 * @param end why the run has ended
 */
public record ReminderResult(long sent, long failed, String last, End end) {

    /** Why a run ends. */
    public enum End {
        /** There are no more users. */
        COMPLETE,
        /** As many mails were sent as the settings allow in a minute, or the time was up. */
        LIMIT,
        /** Several mails in a row were not accepted: the mail server is down. */
        MAIL_SERVER
    }
}
