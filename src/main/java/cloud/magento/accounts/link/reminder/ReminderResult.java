package cloud.magento.accounts.link.reminder;

/**
 * What a run has done.
 *
 * @param sent how many mails the mail server has accepted
 * @param failed how many were not sent. They remain due
 * @param unconfirmed how many the mail server may have accepted or not, or remain stored as sent although they failed.
 *     They are not due any more
 * @param last the id of the last user at whom the run has looked; empty: none. The next run continues after it
 * @param end why the run has ended
 */
public record ReminderResult(long sent, long failed, long unconfirmed, String last, End end) {

    /** Why a run ends. */
    public enum End {
        /** There are no more users. */
        COMPLETE,
        /**
         * As many mails were tried as the settings allow in a minute, the time was up, or no more users could be read.
         */
        LIMIT,
        /**
         * Several mails in a row were not accepted, whoever receives them, or remain stored as sent: the mail server is
         * down, or the database.
         */
        MAIL_SERVER
    }
}
