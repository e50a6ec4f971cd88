package cloud.magento.accounts.link.config;

import cloud.magento.accounts.link.policy.LinkPolicy;
import cloud.magento.accounts.link.policy.Mode;
import cloud.magento.accounts.link.policy.Schedule;
import cloud.magento.accounts.link.policy.SnoozeRules;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings of one realm, typed and valid.
 *
 * @param idpAlias alias of the identity provider that users connect
 * @param exemptRoles realm roles ({@code name}) and client roles ({@code client.name})
 * @param exemptGroups group paths; members of their subgroups are exempt too
 * @param maxAuthAge how long after signing in one may leave for the provider to connect
 * @param primaryLogin whether connected users sign in through the provider
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
        Optional<URI> supportUrl) {

    /** The policy that these settings describe. */
    public LinkPolicy policy() {
        return new LinkPolicy(mode, schedule, snooze);
    }

    /** The support URL as pages and mails take it: an empty string where there is none. */
    public String supportLink() {
        return supportUrl.isPresent() ? supportUrl.get().toString() : "";
    }
}
