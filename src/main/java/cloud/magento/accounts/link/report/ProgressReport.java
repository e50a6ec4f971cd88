package cloud.magento.accounts.link.report;

import cloud.magento.accounts.link.policy.Wave;
import cloud.magento.accounts.link.report.OpenUsers.Decided;
import cloud.magento.accounts.link.report.Progress.OfWave;
import cloud.magento.accounts.link.user.AskAttributes;
import cloud.magento.accounts.link.user.ExemptUntil;
import cloud.magento.accounts.link.user.LinkedSince;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.ScrollMode;
import org.hibernate.ScrollableResults;
import org.hibernate.jpa.HibernateHints;
import org.hibernate.query.SelectionQuery;
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
    private final WaveUsers waves;
    private final EntityManager database;
    private final Map<String, Object> parameters = new HashMap<>();

    /** The counts of each wave and, at the end, of everybody else. */
    private final List<Map<UserState, Long>> byWave;

    private final Map<ExemptBy, Long> byExemption = zeros(ExemptBy.class);
    private long disabledConnected;
    private long inGrace;

    private ProgressReport(Rollout rollout) {
        this.rollout = rollout;
        this.open = OpenUsers.of(rollout);
        this.database =
                rollout.session().getProvider(JpaConnectionProvider.class).getEntityManager();
        this.exempt = ExemptUsers.of(rollout, database);
        this.waves = WaveUsers.of(rollout, database);
        this.byWave = Stream.generate(() -> zeros(UserState.class))
                .limit(waves.waves().size() + 1L)
                .toList();
    }

    private static <E extends Enum<E>> Map<E, Long> zeros(Class<E> type) {
        Map<E, Long> counts = new EnumMap<>(type);
        Stream.of(type.getEnumConstants()).forEach(constant -> counts.put(constant, 0L));
        return counts;
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
            if (((String) row[0]).contains(OpenUsers.UNDECIDED)) {
                undecided = true;
            } else {
                add(row);
            }
        }
        if (undecided) {
            decide(users);
        }
        Map<UserState, Long> byState = zeros(UserState.class);
        byWave.forEach(counts -> counts.forEach((state, count) -> byState.merge(state, count, Long::sum)));
        return new Progress(
                rollout,
                byState,
                disabledConnected,
                inGrace,
                byExemption,
                connectedByDay(),
                ofWaves(),
                UnknownStores.of(rollout.realm()));
    }

    private List<OfWave> ofWaves() {
        List<OfWave> all = new ArrayList<>();
        for (int i = 0; i < waves.waves().size(); i++) {
            Wave wave = waves.waves().get(i);
            all.add(new OfWave(wave.name(), wave.schedule(), byWave.get(i)));
        }
        if (!all.isEmpty()) {
            all.add(new OfWave(Progress.EVERYBODY_ELSE, rollout.settings().schedule(), byWave.get(all.size())));
        }
        return all;
    }

    private List<Object[]> counts(String users) {
        return all(query(
                "select s.code, s.linked, s.wave, count(*) from (" + users + ") s group by s.code, s.linked, s.wave"));
    }

    private static long sum(List<Object[]> rows) {
        return rows.stream().mapToLong(row -> ((Number) row[3]).longValue()).sum();
    }

    private long total() {
        return database.createQuery("select count(u.id) from UserEntity u where u.realmId = :realm", Long.class)
                .setParameter("realm", rollout.realm().getId())
                .getSingleResult();
    }

    private void add(Object[] row) {
        String code = (String) row[0];
        boolean isLinked = ((Number) row[1]).intValue() == 1;
        int wave = ((Number) row[2]).intValue();
        long count = ((Number) row[3]).longValue();
        if (OpenUsers.isSignature(code)) {
            add(open.decide(code, waves.wave(wave)), wave, count);
        } else if (code.equals(UserState.DISABLED.code())) {
            add(UserState.DISABLED, wave, count);
            disabledConnected += isLinked ? count : 0;
        } else if (code.equals(UserState.CONNECTED.code())) {
            add(UserState.CONNECTED, wave, count);
        } else {
            addExempt(ExemptBy.of(code), wave, count);
        }
    }

    private void add(Decided decided, int wave, long count) {
        add(decided.state(), wave, count);
        inGrace += decided.inGrace() ? count : 0;
    }

    private void addExempt(ExemptBy reason, int wave, long count) {
        add(UserState.EXEMPT, wave, count);
        byExemption.merge(reason, count, Long::sum);
    }

    private void add(UserState state, int wave, long count) {
        byWave.get(wave).merge(state, count, Long::sum);
    }

    /** Attributes in a form that the database cannot compare: the policy itself decides, user by user. */
    private void decide(String users) {
        TypedQuery<Object[]> query = query("select s.wave, "
                + COLUMNS.keySet().stream().map("s."::concat).collect(Collectors.joining(", ")) + " from (" + users
                + ") s where s.code like '%" + OpenUsers.UNDECIDED + "%'");
        try (Stream<Object[]> rows =
                query.setHint(HibernateHints.HINT_FETCH_SIZE, FETCH_SIZE).getResultStream()) {
            rows.forEach(row -> {
                int wave = ((Number) row[0]).intValue();
                Map<String, String> texts = new HashMap<>();
                int column = 1;
                for (String attribute : COLUMNS.values()) {
                    String text = (String) row[column++];
                    if (text != null) {
                        texts.put(attribute, text);
                    }
                }
                if (exempt.isUntil(texts)) {
                    addExempt(ExemptBy.UNTIL, wave, 1);
                } else {
                    add(open.decide(open.facts(texts, waves.wave(wave))), wave, 1);
                }
            });
        }
    }

    /**
     * All rows of a query that reads every user. PostgreSQL uses several processes only if the client takes all rows at
     * once, and not in portions of the size that Keycloak sets. Its driver does so for results that can be scrolled.
     */
    private static List<Object[]> all(TypedQuery<Object[]> query) {
        List<Object[]> all = new ArrayList<>();
        try (ScrollableResults<?> rows = query.unwrap(SelectionQuery.class).scroll(ScrollMode.SCROLL_INSENSITIVE)) {
            while (rows.next()) {
                all.add((Object[]) rows.get());
            }
        }
        return all;
    }

    private TypedQuery<Object[]> query(String text) {
        TypedQuery<Object[]> query = database.createQuery(text, Object[].class);
        parameters.forEach(query::setParameter);
        return query;
    }

    /**
     * A query for each user once: the state, the exemption or the signature, whether connected, the wave, the
     * attributes.
     */
    private String users(BiFunction<String, Boolean, String> join) {
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
        joins.append(waves.join());
        parameters.putAll(waves.parameters());
        exempt.reasons().forEach(members -> {
            joins.append(members.join());
            parameters.putAll(members.parameters());
        });
        return "select case when u.enabled = false then 'disabled'"
                + " when link.identityProvider is not null then 'connected'"
                + exempt.branches()
                + (paths.containsKey(UNTIL) ? exempt.untilBranch(paths.get(UNTIL), parameters) : "")
                + " else " + open.signature(paths, parameters) + " end as code,"
                + " case when link.identityProvider is null then 0 else 1 end as linked, "
                + waves.index() + " as wave, "
                + COLUMNS.keySet().stream()
                        .map(name -> paths.getOrDefault(name, "cast(null as string)") + " as " + name)
                        .collect(Collectors.joining(", "))
                + " from UserEntity u left join FederatedIdentityEntity link"
                + " on link.user.id = u.id and link.identityProvider = :alias"
                + joins + " where u.realmId = " + RealmLiteral.of(rollout.realm());
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
                                + " where u.realmId = " + RealmLiteral.of(rollout.realm()) + " and u.enabled = true"
                                + " and since.value like '____-__-__T__:__:__Z') s group by s.hours, s.quarter",
                        Object[].class)
                .setParameter("alias", rollout.settings().idpAlias())
                .setParameter("since", LinkedSince.ATTRIBUTE);
        SortedMap<LocalDate, Long> byDay = new TreeMap<>();
        for (Object[] row : all(query)) {
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
