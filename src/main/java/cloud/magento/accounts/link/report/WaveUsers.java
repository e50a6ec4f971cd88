package cloud.magento.accounts.link.report;

import cloud.magento.accounts.link.policy.Stages;
import cloud.magento.accounts.link.policy.UserShare;
import cloud.magento.accounts.link.policy.Wave;
import cloud.magento.accounts.link.policy.Wave.Group;
import cloud.magento.accounts.link.policy.Wave.Share;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * In which wave users are, by {@link Stages#waveOf}, and the same as parts of a query. The position of a user is
 * computed in the database as {@link UserShare#position} does.
 */
final class WaveUsers {

    /** A character that is not in the alphabet, for each that a short id lacks. */
    private static final String PADDING = "_".repeat(UserShare.LENGTH);

    private static final String ALIAS = "waveMember";

    private final Stages stages;

    /** The ids of the groups and subgroups of the waves that name a group, by the index of the wave. */
    private final Map<Integer, Set<String>> groups = new LinkedHashMap<>();

    private final Map<String, Object> parameters = new HashMap<>();

    private WaveUsers(Stages stages) {
        this.stages = stages;
    }

    static WaveUsers of(Rollout rollout, EntityManager database) {
        WaveUsers users = new WaveUsers(rollout.settings().stages());
        for (int i = 0; i < users.waves().size(); i++) {
            if (users.waves().get(i).who() instanceof Group group) {
                Set<String> ids = Reachable.groupsAt(List.of(group.path()), rollout, database);
                if (!ids.isEmpty()) {
                    users.groups.put(i, ids);
                    users.parameters.put(parameter(i), ids);
                }
            }
        }
        return users;
    }

    List<Wave> waves() {
        return stages.waves();
    }

    /** The wave with this index; empty: the index stands for everybody else. */
    Optional<Wave> wave(int index) {
        return index < waves().size() ? Optional.of(waves().get(index)) : Optional.empty();
    }

    /** All groups of all waves. */
    Set<String> groups() {
        return groups.values().stream().flatMap(Collection::stream).collect(Collectors.toSet());
    }

    /**
     * The wave of a user; empty: everybody else.
     *
     * @param ofUser those of {@link #groups} of which the user is a direct member
     */
    Optional<Wave> waveOf(String userId, Set<String> ofUser) {
        return stages.waveOf(
                userId,
                path -> groups.entrySet().stream()
                        .filter(entry -> waves().get(entry.getKey()).who().equals(new Group(path)))
                        .anyMatch(entry -> entry.getValue().stream().anyMatch(ofUser::contains)));
    }

    /** The parameters of {@link #join}. */
    Map<String, Object> parameters() {
        return parameters;
    }

    /** Joins the first wave whose group has a user as a member, to {@code UserEntity u}. */
    String join() {
        if (groups.isEmpty()) {
            return "";
        }
        String wave = groups.keySet().stream()
                .map(index -> " when m.groupId in (:" + parameter(index) + ") then " + index)
                .collect(Collectors.joining("", "min(case", " end)"));
        String any = groups.keySet().stream()
                .map(index -> "m.groupId in (:" + parameter(index) + ")")
                .collect(Collectors.joining(" or "));
        return " left join (select m.user.id as id, " + wave + " as wave from UserGroupMembershipEntity m where " + any
                + " group by m.user.id) " + ALIAS + " on " + ALIAS + ".id = u.id";
    }

    /** The index of the wave of {@code UserEntity u}, to which {@link #join} was added. */
    String index() {
        String branches = IntStream.range(0, waves().size())
                .filter(index -> waves().get(index).who() instanceof Share || groups.containsKey(index))
                .mapToObj(index -> " when " + isInWave(index) + " then " + index)
                .collect(Collectors.joining());
        return branches.isEmpty()
                ? String.valueOf(waves().size())
                : "case" + branches + " else " + waves().size() + " end";
    }

    private String isInWave(int index) {
        return waves().get(index).who() instanceof Share share ? isIn(share) : ALIAS + ".wave = " + index;
    }

    /**
     * A condition for {@code UserEntity u} that each user of a wave fulfils. Users of earlier waves can fulfil it, too.
     *
     * @param added receives the parameters of the condition
     */
    String canBeIn(Wave wave, Map<String, Object> added) {
        if (wave.who() instanceof Share share) {
            return isIn(share);
        }
        Optional<Integer> index = groups.keySet().stream()
                .filter(key -> waves().get(key).equals(wave))
                .findFirst();
        if (index.isEmpty()) {
            return "1 = 0";
        }
        added.put("ofWave", groups.get(index.get()));
        return "exists (select 1 from UserGroupMembershipEntity m where m.groupId in (:ofWave) and m.user.id = u.id)";
    }

    private static String isIn(Share share) {
        return share.hundredths() == UserShare.POSITIONS ? "1 = 1" : position() + " < " + share.hundredths();
    }

    private static String position() {
        return IntStream.range(0, UserShare.LENGTH)
                .mapToObj(index -> UserShare.weight(index) + " * locate(substring(concat('" + PADDING
                        + "', lower(u.id)), length(u.id) + " + (index + 1) + ", 1), '" + UserShare.ALPHABET + "')")
                .collect(Collectors.joining(" + ", "mod(", ", " + UserShare.POSITIONS + ")"));
    }

    private static String parameter(int index) {
        return "wave" + index;
    }
}
