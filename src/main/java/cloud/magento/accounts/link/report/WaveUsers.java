package cloud.magento.accounts.link.report;

import cloud.magento.accounts.link.policy.Stages;
import cloud.magento.accounts.link.policy.UserShare;
import cloud.magento.accounts.link.policy.Wave;
import cloud.magento.accounts.link.policy.Wave.Group;
import cloud.magento.accounts.link.policy.Wave.Share;
import jakarta.persistence.EntityManager;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
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

    private static final int UUID_LENGTH = 36;
    private static final int MAX_STEPS = 200;

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
        String ofGroup = "coalesce(" + ALIAS + ".wave, " + waves().size() + ")";
        if (shares().isEmpty()) {
            return groups.isEmpty() ? String.valueOf(waves().size()) : ofGroup;
        }
        return groups.isEmpty() ? share() : "least(" + ofGroup + ", " + share() + ")";
    }

    private Map<Integer, Share> shares() {
        Map<Integer, Share> shares = new LinkedHashMap<>();
        for (int i = 0; i < waves().size(); i++) {
            if (waves().get(i).who() instanceof Share share) {
                shares.put(i, share);
            }
        }
        return shares;
    }

    /**
     * The index of the first wave whose share includes the user. The position is the expensive part, so it is computed
     * once: positions are put into equal steps, at which all shares end. Shares that need too many steps are compared
     * one by one.
     */
    private String share() {
        int step = shares().values().stream()
                .mapToInt(Share::hundredths)
                .reduce(
                        UserShare.POSITIONS,
                        (one, other) -> BigInteger.valueOf(one)
                                .gcd(BigInteger.valueOf(other))
                                .intValue());
        int steps = UserShare.POSITIONS / step;
        if (steps > MAX_STEPS) {
            return shares().entrySet().stream()
                    .map(entry -> " when " + isIn(entry.getValue()) + " then " + entry.getKey())
                    .collect(Collectors.joining("", "case", " else " + waves().size() + " end"));
        }
        return IntStream.range(0, steps)
                .mapToObj(number -> " when " + number + " then " + firstWaveAt(number * step))
                .collect(Collectors.joining(
                        "",
                        "case cast(floor((" + position() + ") / " + step + ".0) as integer)",
                        " else " + waves().size() + " end"));
    }

    private int firstWaveAt(int position) {
        return shares().entrySet().stream()
                .filter(entry -> position < entry.getValue().hundredths())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(waves().size());
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
        return share.hundredths() == UserShare.POSITIONS ? "1 = 1" : "(" + position() + ") < " + share.hundredths();
    }

    /** Nearly all ids have the form of a UUID, for which less must be computed. */
    private static String position() {
        int start = UUID_LENGTH - UserShare.LENGTH;
        return "case when length(u.id) = " + UUID_LENGTH + " and u.id = lower(u.id) then "
                + position(index -> "substring(u.id, " + (start + index + 1) + ", 1)") + " else "
                + position(index ->
                        "substring(concat('" + PADDING + "', lower(u.id)), length(u.id) + " + (index + 1) + ", 1)")
                + " end";
    }

    private static String position(IntFunction<String> character) {
        return IntStream.range(0, UserShare.LENGTH)
                .mapToObj(index -> UserShare.weight(index) + " * locate(" + character.apply(index) + ", '"
                        + UserShare.ALPHABET + "')")
                .collect(Collectors.joining(" + ", "mod(", ", " + UserShare.POSITIONS + ")"));
    }

    private static String parameter(int index) {
        return "wave" + index;
    }
}
