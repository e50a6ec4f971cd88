package cloud.magento.accounts.link.config;

import cloud.magento.accounts.link.policy.LinkPolicy;
import cloud.magento.accounts.link.policy.Mode;
import cloud.magento.accounts.link.policy.Schedule;
import cloud.magento.accounts.link.policy.SnoozeRules;
import cloud.magento.accounts.link.policy.Stages;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a realm as typed values.
 *
 * @param idpAlias the alias of the identity provider that users connect
 * @param exemptRoles realm roles ({@code name}) and client roles ({@code client.name})
 * @param exemptGroups paths of groups; the members of their subgroups are exempt, too
 * @param maxAuthAge the maximum age of the sign-in at which a user can leave for the provider to connect, or can
 *     disconnect
 * @param primaryLogin whether connected users must sign in through the provider
 * @param whenUnavailable what happens to a login that requires the provider if it cannot be used
 * @param supportUrl where users get help: an {@code https}, {@code http} or {@code mailto} address
 * @param stages waves, exempt clients and rehearsals
 * @param reminders when users are reminded by mail
 */
public record LinkSettings(
        Mode mode,
        String idpAlias,
        Schedule schedule,
        SnoozeRules snooze,
        List<String> exemptRoles,
        List<String> exemptGroups,
        EmailPolicy emailPolicy,
        Duration maxAuthAge,
        boolean primaryLogin,
        WhenUnavailable whenUnavailable,
        Optional<URI> supportUrl,
        Stages stages,
        ReminderSettings reminders) {

    /** The policy of these settings. */
    public LinkPolicy policy() {
        return new LinkPolicy(mode, schedule, snooze, stages);
    }

    /** Whether a login that requires the provider continues while users cannot be sent there. */
    public boolean continuesDuringOutage() {
        return whenUnavailable == WhenUnavailable.ALLOW;
    }

    /** The support URL for templates of pages and emails; an empty string if there is none. */
    public String supportLink() {
        return supportUrl.map(URI::toString).orElse("");
    }
}
