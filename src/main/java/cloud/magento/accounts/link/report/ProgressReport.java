package cloud.magento.accounts.link.report;

import cloud.magento.accounts.link.report.OpenUsers.Decided;
import cloud.magento.accounts.link.user.AskAttributes;
import cloud.magento.accounts.link.user.ExemptUntil;
import cloud.magento.accounts.link.user.LinkedSince;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.jpa.HibernateHints;
import org.keycloak.connections.jpa.JpaConnectionProvider;

/**
 * Counts the users of a realm by their state. One query decides for all of them, and a second one counts the connected
 * users by day. Only the attributes of users whom the database cannot decide are read, and no user is loaded.
 */
public final class ProgressReport {

    private static final int FETCH_SIZE = 1000;
    private static final Duration QUARTER = Duration.ofMinutes(15);

    private static final String UNTIL = "exemptUntil";

    /** The attributes on which a state can depend, by their names in the query. */
    private static final Map<String, String> COLUMNS = new LinkedHashMap<>();

    static {
        COLUMNS.putAll(OpenUsers.ATTRIBUTES);
        COLUMNS.put(UNTIL, ExemptUntil.ATTRIBUTE);
    }

    private final Rollout rollout;
    private final OpenUsers open;
    private final ExemptUsers exempt;
    private final EntityManager database;
    private final Map<String, Object> parameters = new HashMap<>();

    private final Map<UserState, Long> byState = new EnumMap<>(UserState.class);
    private final Map<ExemptBy, Long> byExemption = new EnumMap<>(ExemptBy.class);
    private long disabledConnected;
    private long inGrace;

    private ProgressReport(Rollout rollout) {
        this.rollout = rollout;
        this.open = OpenUsers.of(rollout);
        this.database =
                rollout.session().getProvider(JpaConnectionProvider.class).getEntityManager();
        this.exempt = ExemptUsers.of(rollout, database);
        Stream.of(UserState.values()).forEach(state -> byState.put(state, 0L));
        Stream.of(ExemptBy.values()).forEach(reason -> byExemption.put(reason, 0L));
    }

    /** Counts now. */
    public static Progress count(Rollout rollout) {
        return new ProgressReport(rollout).count();
    }

    private Progress count() {
        String users = users(this::joinEach);
        List<Object[]> rows = counts(users);
        if (sum(rows) != total()) {
            // A user has several values of an attribute, and was counted as often.
            users = users(this::joinFirst);
            rows = counts(users);
        }
        boolean undecided = false;
        for (Object[] row : rows) {
            String code = (String) row[0];
            if (code.equals(OpenUsers.UNDECIDED)) {
                undecided = true;
            } else {
                add(code, ((Number) row[1]).intValue() == 1, ((Number) row[2]).longValue());
            }
        }
        if (undecided) {
            decide(users);
        }
        return new Progress(
                rollout,
                byState,
                disabledConnected,
                inGrace,
                byExemption,
                connectedByDay(),
                UnknownStores.of(rollout.realm()));
    }

    private List<Object[]> counts(String users) {
        return query("select s.code, s.linked, count(*) from (" + users + ") s group by s.code, s.linked")
                .getResultList();
    }

    private static long sum(List<Object[]> rows) {
        return rows.stream().mapToLong(row -> ((Number) row[2]).longValue()).sum();
    }

    private long total() {
        return database.createQuery("select count(u.id) from UserEntity u where u.realmId = :realm", Long.class)
                .setParameter("realm", rollout.realm().getId())
                .getSingleResult();
    }

    private void add(String code, boolean isLinked, long count) {
        Optional<ExemptBy> reason = Stream.of(ExemptBy.values())
                .filter(value -> value.code().equals(code))
                .findFirst();
        if (reason.isPresent()) {
            byExemption.merge(reason.get(), count, Long::sum);
            byState.merge(UserState.EXEMPT, count, Long::sum);
            return;
        }
        Decided decided = Decided.of(code);
        byState.merge(decided.state(), count, Long::sum);
        if (decided.state() == UserState.DISABLED && isLinked) {
            disabledConnected += count;
        }
        if (decided.inGrace()) {
            inGrace += count;
        }
    }

    /** Attributes in a form that the database cannot compare: the policy itself decides, user by user. */
    private void decide(String users) {
        TypedQuery<Object[]> query = query("select "
                + COLUMNS.keySet().stream().map("s."::concat).collect(Collectors.joining(", ")) + " from (" + users
                + ") s where s.code = '" + OpenUsers.UNDECIDED + "'");
        try (Stream<Object[]> rows =
                query.setHint(HibernateHints.HINT_FETCH_SIZE, FETCH_SIZE).getResultStream()) {
            rows.forEach(row -> {
                Map<String, String> texts = new HashMap<>();
                int column = 0;
                for (String attribute : COLUMNS.values()) {
                    String text = (String) row[column++];
                    if (text != null) {
                        texts.put(attribute, text);
                    }
                }
                if (exempt.isUntil(texts)) {
                    add(ExemptBy.UNTIL.code(), false, 1);
                    return;
                }
                Decided decided = open.decide(open.facts(texts));
                byState.merge(decided.state(), 1L, Long::sum);
                inGrace += decided.inGrace() ? 1 : 0;
            });
        }
    }

    private TypedQuery<Object[]> query(String text) {
        TypedQuery<Object[]> query = database.createQuery(text, Object[].class);
        parameters.forEach(query::setParameter);
        return query;
    }

    /** A query for each user once: the code of the state or of the exemption, whether connected, the attributes. */
    private String users(BiFunction<String, Boolean, String> join) {
        parameters.put("realm", rollout.realm().getId());
        parameters.put("alias", rollout.settings().idpAlias());
        Map<String, String> paths = new HashMap<>();
        StringBuilder joins = new StringBuilder();
        if (open.dependsOnAttributes()) {
            boolean hasStores = UnknownStores.hasAny(rollout.realm());
            for (String name : open.attributes()) {
                String own = name + "Own.value";
                paths.put(name, hasStores ? "coalesce(" + name + "Stored.value, " + own + ")" : own);
                joins.append(join.apply(name, false));
                if (hasStores) {
                    joins.append(join.apply(name, true));
                }
            }
        }
        exempt.untilAttribute().ifPresent(attribute -> {
            paths.put(UNTIL, UNTIL + "Own.value");
            joins.append(join.apply(UNTIL, false));
        });
        exempt.reasons().forEach(members -> {
            joins.append(members.join());
            parameters.putAll(members.parameters());
        });
        return "select case when u.enabled = false then 'disabled'"
                + " when link.identityProvider is not null then 'connected'"
                + exempt.branches()
                + (paths.containsKey(UNTIL) ? exempt.untilBranch(paths.get(UNTIL), parameters) : "")
                + open.decision(paths, parameters) + " end as code,"
                + " case when link.identityProvider is null then 0 else 1 end as linked,"
                + COLUMNS.keySet().stream()
                        .map(name -> paths.getOrDefault(name, "cast(null as string)") + " as " + name)
                        .collect(Collectors.joining(", "))
                + " from UserEntity u left join FederatedIdentityEntity link"
                + " on link.user.id = u.id and link.identityProvider = :alias"
                + joins + " where u.realmId = :realm";
    }

    /**
     * Joins an attribute by its name in {@link #COLUMNS}. A user with several values is joined several times.
     *
     * @param stored whether it is the one in the federated storage, which counts first
     */
    private String joinEach(String name, boolean stored) {
        String alias = name + (stored ? "Stored" : "Own");
        return " left join " + entity(stored) + " " + alias + " on " + alias + "." + owner(stored) + " = u.id and "
                + alias + ".name = '" + COLUMNS.get(name) + "'";
    }

    /** The same for a user with several values, of which Keycloak does not define the first. It takes a sort. */
    private String joinFirst(String name, boolean stored) {
        String alias = name + (stored ? "Stored" : "Own");
        return " left join (select x." + owner(stored) + " as id, max(x.value) as value from " + entity(stored)
                + " x where x.name = '" + COLUMNS.get(name) + "' group by x." + owner(stored) + ") " + alias
                + " on " + alias + ".id = u.id";
    }

    private static String entity(boolean stored) {
        return stored ? "FederatedUserAttributeEntity" : "UserAttributeEntity";
    }

    private static String owner(boolean stored) {
        return stored ? "userId" : "user.id";
    }

    /** Counts by quarters of an hour in UTC, at which the days of every time zone start. */
    private SortedMap<LocalDate, Long> connectedByDay() {
        TypedQuery<Object[]> query = database.createQuery(
                        "select s.hours, s.quarter, count(s.id) from (select u.id as id,"
                                + " substring(since.value, 1, 13) as hours,"
                                + " case when substring(since.value, 15, 2) < '15' then 0"
                                + " when substring(since.value, 15, 2) < '30' then 1"
                                + " when substring(since.value, 15, 2) < '45' then 2 else 3 end as quarter"
                                + " from UserEntity u join FederatedIdentityEntity link"
                                + " on link.user.id = u.id and link.identityProvider = :alias"
                                + " join UserAttributeEntity since on since.user.id = u.id and since.name = :since"
                                + " where u.realmId = :realm and u.enabled = true"
                                + " and since.value like '____-__-__T__:__:__Z') s group by s.hours, s.quarter",
                        Object[].class)
                .setParameter("realm", rollout.realm().getId())
                .setParameter("alias", rollout.settings().idpAlias())
                .setParameter("since", LinkedSince.ATTRIBUTE);
        SortedMap<LocalDate, Long> byDay = new TreeMap<>();
        for (Object[] row : query.getResultList()) {
            AskAttributes.instant(row[0] + ":00:00Z")
                    .map(hour -> hour.plus(QUARTER.multipliedBy(((Number) row[1]).intValue())))
                    .map(this::dateOf)
                    .ifPresent(date -> byDay.merge(date, ((Number) row[2]).longValue(), Long::sum));
        }
        return byDay;
    }

    private LocalDate dateOf(Instant instant) {
        return instant.atZone(rollout.settings().schedule().zone()).toLocalDate();
    }
}
