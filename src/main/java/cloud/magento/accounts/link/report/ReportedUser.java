package cloud.magento.accounts.link.report;

import java.time.Instant;
import java.util.Optional;

/**
 * A user in a list.
 *
 * @param wave the users of the wave, as the setting names them; empty: the general dates apply
 * @param deadline the instant from which the user must connect. With a grace period and before the first prompt it is
 *     the deadline of a user who is prompted now; empty: there is none, or the user is connected or exempt
 * @param firstAsked when the user was first prompted
 * @param snoozedUntil the end of the last "Not now", also if it is over
 * @param snoozes how often the user has chosen "Not now"
 * @param connectedSince since when the current account is connected; empty: not connected, or the date is unknown
 * @param upstream the id of the connected account at the identity provider
 * @param exemptUntil the end of the exemption that an admin has set, also if it is over
 */
public record ReportedUser(
        String id,
        String username,
        Optional<String> email,
        UserState state,
        Optional<String> wave,
        Optional<Instant> deadline,
        Optional<Instant> firstAsked,
        Optional<Instant> snoozedUntil,
        int snoozes,
        Optional<Instant> connectedSince,
        Optional<String> upstream,
        Optional<ExemptBy> exemptBy,
        Optional<Instant> exemptUntil) {}
