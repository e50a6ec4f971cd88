package cloud.magento.accounts.link.policy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What divides a rollout into stages.
 *
 * @param waves users with dates of their own. The first wave that includes a user counts
 * @param exemptClients ids of clients to which users sign in without connecting
 * @param rehearsals windows in which users must connect before their deadline. They do not overlap
 */
public record Stages(List<Wave> waves, List<String> exemptClients, List<Rehearsal> rehearsals) {

    /** No stages: the same dates for all users, at all clients. */
    public static final Stages NONE = new Stages(List.of(), List.of(), List.of());

    /**
     * The wave of a user; empty: the general dates apply.
     *
     * @param isMember whether the user is a member of the group with a path, or of one of its subgroups. It is asked
     *     only for the groups of waves before the first one that includes the user, and for the group of that wave
     */
    public Optional<Wave> waveOf(String userId, Predicate<String> isMember) {
        for (Wave wave : waves) {
            if (wave.who().includes(userId, isMember)) {
                return Optional.of(wave);
            }
        }
        return Optional.empty();
    }

    /** Whether logins to this client are left alone. */
    public boolean isExemptClient(String clientId) {
        return exemptClients.contains(clientId);
    }

    /** The rehearsal at an instant; empty: there is none. */
    public Optional<Rehearsal> rehearsalAt(Instant now) {
        for (Rehearsal rehearsal : rehearsals) {
            if (rehearsal.contains(now)) {
                return Optional.of(rehearsal);
            }
        }
        return Optional.empty();
    }
}
