package cloud.magento.accounts.link.report;

import cloud.magento.accounts.link.policy.Decision.Remind;
import cloud.magento.accounts.link.policy.LinkPolicy;
import cloud.magento.accounts.link.policy.Mode;
import cloud.magento.accounts.link.policy.UserFacts;
import cloud.magento.accounts.link.policy.Wave;
import cloud.magento.accounts.link.user.AskAttributes;
import cloud.magento.accounts.link.user.ExemptUntil;
import cloud.magento.accounts.link.user.SentReminders;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Parameter;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * The users to whom a reminder is due: enabled, neither connected nor exempt, before their deadline, and not yet
 * reminded of the milestone that has come. The database leaves out all others, as far as it can tell. The policy
 * decides about the rest.
 *
 * <p>The mode counts as {@code on}, so that a preview in mode {@code report} says what mode {@code on} will do.
 */
public final class DueReminders {

    /** How many users with attributes of their own are read at once. */
    private static final int BATCH = 1000;

    private static final String ROW = "select u.id, u.email, u.emailVerified";

    private static final String VERIFIED = " and u.emailVerified = true and u.email is not null";

    private final Rollout rollout;
    private final OpenUsers open;
    private final ExemptUsers exempt;
    private final WaveUsers waves;
    private final EntityManager database;
    private final LinkPolicy policy;

    /**
     * By milestone, the indexes of the waves to whose users it is due if they have no attributes of their own. The last
     * index stands for everybody else, see {@link WaveUsers#wave}.
     */
    private final SortedMap<Integer, List<Integer>> wavesByMilestone = new TreeMap<>();

    /**
     * A reminder that is due.
     *
     * @param sent what {@link SentReminders} stores of it
     * @param deadline the deadline and the days until then
     */
    public record Due(String userId, int milestone, String sent, Remind deadline) {}

    /**
     * A part of the users, in the order of their ids.
     *
     * @param last the id after which the next page starts
     * @param isLast whether there is no next page
     */
    public record Page(List<Due> due, String last, boolean isLast) {}

    /**
     * How many reminders are due.
     *
     * @param byMilestone the users with a verified address
     * @param unverified the others. They receive no mail
     */
    public record Count(Map<Integer, Long> byMilestone, long unverified) {}

    /** A user and the reminder that is due. */
    private record Row(Due due, boolean hasVerifiedAddress) {}

    private DueReminders(Rollout rollout) {
        this.rollout = rollout;
        this.open = OpenUsers.of(rollout);
        this.database = database(rollout.session());
        this.exempt = ExemptUsers.of(rollout, database);
        this.waves = WaveUsers.of(rollout, database);
        this.policy = new LinkPolicy(
                Mode.ON,
                rollout.settings().schedule(),
                rollout.settings().snooze(),
                rollout.settings().stages());
        for (int index = 0; index <= waves.waves().size(); index++) {
            int wave = index;
            deadline(open.facts(Map.of(), waves.wave(wave)))
                    .map(this::milestone)
                    .orElse(OptionalInt.empty())
                    .ifPresent(milestone -> wavesByMilestone
                            .computeIfAbsent(milestone, key -> new ArrayList<>())
                            .add(wave));
        }
    }

    private static EntityManager database(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /**
     * A page of due reminders.
     *
     * @param after the id after which the page starts; empty: the first page
     * @param max how many users are looked at, at most
     */
    public static Page page(Rollout rollout, String after, int max) {
        DueReminders reminders = new DueReminders(rollout);
        List<Object[]> rows = reminders.rows(reminders.candidates() + VERIFIED, after, max);
        return new Page(
                reminders.dueOf(rows).stream().map(Row::due).toList(),
                rows.isEmpty() ? after : (String) rows.get(rows.size() - 1)[0],
                rows.size() < max);
    }

    /** The reminder that is due to this user now, by the database and not by a cache. */
    public static Optional<Due> of(Rollout rollout, String userId) {
        DueReminders reminders = new DueReminders(rollout);
        List<Object[]> rows = reminders
                .query(ROW, reminders.candidates() + VERIFIED + " and u.id = :user", Object[].class)
                .setParameter("user", userId)
                .getResultList();
        return reminders.dueOf(rows).stream().map(Row::due).findFirst();
    }

    /** The reminders that a user has received, by the database and not by a cache. */
    public static Set<String> sent(KeycloakSession session, String userId) {
        return Stream.of("UserAttributeEntity x where x.user.id", "FederatedUserAttributeEntity x where x.userId")
                .flatMap(table -> database(session)
                        .createQuery(
                                "select x.value from " + table + " = :user and x.name = :name"
                                        + " and x.value is not null",
                                String.class)
                        .setParameter("user", userId)
                        .setParameter("name", SentReminders.ATTRIBUTE)
                        .getResultList()
                        .stream())
                .collect(Collectors.toSet());
    }

    /** Counts all due reminders. Only the users with attributes that can matter are read. */
    public static Count count(Rollout rollout) {
        return new DueReminders(rollout).count();
    }

    private Count count() {
        Map<Integer, Long> byMilestone = new TreeMap<>();
        rollout.settings().reminders().milestones().days().forEach(day -> byMilestone.put(day, 0L));
        long unverified = 0;
        for (int milestone : wavesByMilestone.keySet()) {
            String others = " and not " + isDecidedByJava() + " and " + awaits(milestone);
            long verified = count(others + VERIFIED);
            byMilestone.merge(milestone, verified, Long::sum);
            unverified += count(others) - verified;
        }
        String after = "";
        List<Object[]> rows;
        do {
            rows = rows(" and " + isDecidedByJava(), after, BATCH);
            for (Row row : dueOf(rows)) {
                if (row.hasVerifiedAddress()) {
                    byMilestone.merge(row.due().milestone(), 1L, Long::sum);
                } else {
                    unverified++;
                }
            }
            after = rows.isEmpty() ? after : (String) rows.get(rows.size() - 1)[0];
        } while (rows.size() == BATCH);
        return new Count(byMilestone, unverified);
    }

    private long count(String condition) {
        return query("select count(u.id)", condition, Long.class).getSingleResult();
    }

    private List<Object[]> rows(String condition, String after, int max) {
        String start = after.isEmpty() ? "" : " and u.id > :after";
        TypedQuery<Object[]> query = query(ROW, condition + start + " order by u.id", Object[].class);
        if (!after.isEmpty()) {
            query.setParameter("after", after);
        }
        return query.setMaxResults(max).getResultList();
    }

    /** A query for users who are enabled, not connected and not exempt, with the parameters that it has. */
    private <T> TypedQuery<T> query(String select, String condition, Class<T> type) {
        TypedQuery<T> query = database.createQuery(
                select + " from UserEntity u" + waves.join() + " where " + remindable() + condition, type);
        Set<String> names =
                query.getParameters().stream().map(Parameter::getName).collect(Collectors.toSet());
        Map<String, Object> values = parameters();
        values.keySet().retainAll(names);
        values.forEach(query::setParameter);
        return query;
    }

    private Map<String, Object> parameters() {
        String alias = rollout.settings().idpAlias();
        Map<String, Object> values = new HashMap<>();
        exempt.reasons().forEach(members -> values.putAll(members.parameters()));
        values.put("alias", alias);
        values.putAll(waves.parameters());
        values.put("own", decisiveAttributes());
        values.put("reminded", SentReminders.ATTRIBUTE);
        wavesByMilestone
                .keySet()
                .forEach(milestone -> values.put(parameter(milestone), SentReminders.value(alias, milestone)));
        return values;
    }

    private String remindable() {
        return "u.realmId = " + RealmLiteral.of(rollout.realm())
                + " and u.enabled = true and u.serviceAccountClientLink is null"
                + " and not exists (select 1 from FederatedIdentityEntity link"
                + " where link.user.id = u.id and link.identityProvider = :alias)"
                + exempt.reasons().stream()
                        .map(members -> " and not " + members.includes())
                        .collect(Collectors.joining());
    }

    /** A condition for all users who can be due. */
    private String candidates() {
        return wavesByMilestone.keySet().stream()
                .map(milestone -> " or (" + awaits(milestone) + ")")
                .collect(Collectors.joining("", " and (" + isDecidedByJava(), ")"));
    }

    /** A condition for users of the waves to which this milestone is due, who have not been reminded of it. */
    private String awaits(int milestone) {
        String inWave = waves.waves().isEmpty()
                ? ""
                : wavesByMilestone.get(milestone).stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(", ", waves.index() + " in (", ") and "));
        return inWave + "not exists (select 1 from UserAttributeEntity r where r.user.id = u.id and r.name = :reminded"
                + " and r.value = :" + parameter(milestone) + ")";
    }

    private static String parameter(int milestone) {
        return "milestone" + milestone;
    }

    /**
     * A condition for users with attributes that can move their deadline from that of their wave, or exempt them until
     * an instant. Java looks at each of them.
     */
    private String isDecidedByJava() {
        return "(exists (select 1 from UserAttributeEntity d where d.user.id = u.id and d.name in (:own))"
                + (UnknownStores.hasAny(rollout.realm()) ? " or u.federationLink is not null" : "") + ")";
    }

    private List<String> decisiveAttributes() {
        List<String> names = new ArrayList<>();
        exempt.untilAttribute().ifPresent(names::add);
        if (open.attributesCount()) {
            names.add(AskAttributes.DEADLINE);
            // All waves have the general grace period.
            if (rollout.settings().schedule().graceDays() > 0) {
                names.add(AskAttributes.FIRST_ASKED);
            }
        }
        return names.isEmpty() ? List.of("") : names;
    }

    /** Those of the users to whom a reminder is due, by the policy. */
    private List<Row> dueOf(List<Object[]> rows) {
        List<Row> due = new ArrayList<>();
        if (rows.isEmpty()) {
            return due;
        }
        List<String> ids = rows.stream().map(row -> (String) row[0]).toList();
        Map<String, Map<String, Set<String>>> attributes = attributes(ids);
        Map<String, Set<String>> groups = groups(ids);
        for (Object[] row : rows) {
            String id = (String) row[0];
            Map<String, Set<String>> own = attributes.getOrDefault(id, Map.of());
            Optional<Wave> wave = waves.waveOf(id, groups.getOrDefault(id, Set.of()));
            boolean isVerified = (boolean) row[2] && row[1] != null && !((String) row[1]).isBlank();
            deadline(facts(own, wave))
                    .flatMap(deadline -> due(id, deadline))
                    .filter(reminder ->
                            !own.getOrDefault(SentReminders.ATTRIBUTE, Set.of()).contains(reminder.sent()))
                    .ifPresent(reminder -> due.add(new Row(reminder, isVerified)));
        }
        return due;
    }

    private UserFacts facts(Map<String, Set<String>> attributes, Optional<Wave> wave) {
        Map<String, String> texts = new HashMap<>();
        attributes.forEach((name, values) -> texts.put(name, Collections.max(values)));
        return open.facts(texts, wave).withExempt(exempt.isUntil(texts));
    }

    private Optional<Due> due(String id, Remind deadline) {
        OptionalInt milestone = milestone(deadline);
        return milestone.isEmpty()
                ? Optional.empty()
                : Optional.of(new Due(
                        id,
                        milestone.getAsInt(),
                        SentReminders.value(rollout.settings().idpAlias(), milestone.getAsInt()),
                        deadline));
    }

    private Optional<Remind> deadline(UserFacts facts) {
        return policy.deadlineToAnnounce(facts, rollout.now());
    }

    private OptionalInt milestone(Remind deadline) {
        return rollout.settings().reminders().milestones().at(deadline.daysLeft());
    }

    /** The values of the attributes of these users, by user and by name. */
    private Map<String, Map<String, Set<String>>> attributes(List<String> ids) {
        Map<String, Map<String, Set<String>>> byUser = new HashMap<>();
        read("UserAttributeEntity", "user.id", ids).forEach(row -> put(byUser, row));
        if (UnknownStores.hasAny(rollout.realm())) {
            // What a read-only store does not accept. It counts before the user's own attributes.
            Map<String, Map<String, Set<String>>> federated = new HashMap<>();
            // A login reads this one attribute of a user of the realm's database from the user alone.
            read("FederatedUserAttributeEntity", "userId", ids).stream()
                    .filter(row -> !row[1].equals(ExemptUntil.ATTRIBUTE))
                    .forEach(row -> put(federated, row));
            federated.forEach((id, own) ->
                    byUser.computeIfAbsent(id, user -> new HashMap<>()).putAll(own));
        }
        return byUser;
    }

    private List<Object[]> read(String entity, String user, List<String> ids) {
        return database.createQuery(
                        "select x." + user + ", x.name, x.value from " + entity + " x where x." + user
                                + " in (:ids) and x.name in (:names) and x.value is not null",
                        Object[].class)
                .setParameter("ids", ids)
                .setParameter(
                        "names",
                        Stream.concat(
                                        AskAttributes.ALL.stream(),
                                        Stream.of(ExemptUntil.ATTRIBUTE, SentReminders.ATTRIBUTE))
                                .toList())
                .getResultList();
    }

    /** Of the groups of waves, those of which a user is a direct member, by user. */
    private Map<String, Set<String>> groups(List<String> ids) {
        Map<String, Set<String>> groups = new HashMap<>();
        if (!waves.groups().isEmpty()) {
            database.createQuery(
                            "select m.user.id, m.groupId from UserGroupMembershipEntity m"
                                    + " where m.user.id in (:ids) and m.groupId in (:groups)",
                            Object[].class)
                    .setParameter("ids", ids)
                    .setParameter("groups", waves.groups())
                    .getResultList()
                    .forEach(row -> groups.computeIfAbsent((String) row[0], id -> new HashSet<>())
                            .add((String) row[1]));
        }
        return groups;
    }

    private static void put(Map<String, Map<String, Set<String>>> byUser, Object[] row) {
        byUser.computeIfAbsent((String) row[0], id -> new HashMap<>())
                .computeIfAbsent((String) row[1], name -> new HashSet<>())
                .add((String) row[2]);
    }
}
