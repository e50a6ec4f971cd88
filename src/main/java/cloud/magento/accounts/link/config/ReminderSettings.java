package cloud.magento.accounts.link.config;

import cloud.magento.accounts.link.policy.Milestones;

/**
 * When users are reminded by mail.
 *
 * @param perMinute how many mails are sent in a minute, at most
 */
public record ReminderSettings(Milestones milestones, int perMinute) {

    static final int MAX_DAYS = 365;
    static final int MAX_MILESTONES = 10;
    static final int MAX_PER_MINUTE = 60_000;
}
