package cloud.magento.accounts.link.report;

import cloud.magento.accounts.link.policy.UserFacts;
import cloud.magento.accounts.link.policy.Wave;
import cloud.magento.accounts.link.report.UserFilter.Group;
import cloud.magento.accounts.link.user.AskAttributes;
import cloud.magento.accounts.link.user.ExemptUntil;
import cloud.magento.accounts.link.user.LinkedSince;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.connections.jpa.JpaConnectionProvider;

/**
 * Lists users in the order of their ids, page by page. A page starts after an id, so it costs the same wherever it is,
 * and users who are created or removed in the meantime shift nothing. No user is loaded as an entity. The policy itself
 * decides the state of each row.
 */
public final class UserReport {

    /**
     * The most rows that are read at once. The first batch has the size of the page, each further one is twice as
     * large.
     */
    private static final int LARGEST_BATCH = 1000;

    private static final char ESCAPE = '!';

    private static final String ATTRIBUTES = Stream.concat(
                    AskAttributes.ALL.stream(), Stream.of(LinkedSince.ATTRIBUTE, ExemptUntil.ATTRIBUTE))
            .collect(Collectors.joining("', '", "'", "'"));

    private final Rollout rollout;
    private final OpenUsers open;
    private final ExemptUsers exempt;
    private final WaveUsers waves;
    private final EntityManager database;

    private UserReport(Rollout rollout) {
        this.rollout = rollout;
        this.open = OpenUsers.of(rollout);
        this.database =
                rollout.session().getProvider(JpaConnectionProvider.class).getEntityManager();
        this.exempt = ExemptUsers.of(rollout, database);
        this.waves = WaveUsers.of(rollout, database);
    }

    /** A page of users. If it has fewer users than {@code filter.max()}, it is the last one. */
    public static List<ReportedUser> list(Rollout rollout, UserFilter filter) {
        return new UserReport(rollout).list(filter);
    }

    /** Whether an enabled user is exempt by a role or a group and has a password in Keycloak. */
    public static boolean hasExemptUserWithPassword(Rollout rollout) {
        return new UserReport(rollout).hasExemptUserWithPassword();
    }

    private boolean hasExemptUserWithPassword() {
        return exempt.reasons().stream()
                .filter(members -> members.reason() != ExemptBy.ORGANIZATION)
                .anyMatch(members -> {
                    TypedQuery<String> query = database.createQuery(
                            "select u.id from UserEntity u where u.realmId = :realm and u.enabled = true and "
                                    + members.includes() + " and exists (select 1 from CredentialEntity c"
                                    + " where c.user.id = u.id and c.type = 'password')",
                            String.class);
                    query.setParameter("realm", rollout.realm().getId());
                    members.parameters().forEach(query::setParameter);
                    return !query.setMaxResults(1).getResultList().isEmpty();
                });
    }

    private List<ReportedUser> list(UserFilter filter) {
        List<ReportedUser> page = new ArrayList<>();
        if (isOpen(filter) && !open.canBe(filter)) {
            return page;
        }
        int batch = filter.max();
        UserFilter rest = filter;
        boolean isLast;
        do {
            List<Object[]> rows = rows(rest, batch);
            users(rows, filter)
                    .filter(filter::includes)
                    .limit(filter.max() - (long) page.size())
                    .forEach(page::add);
            if (!rows.isEmpty()) {
                rest = filter.after((String) rows.get(rows.size() - 1)[0]);
            }
            isLast = rows.size() < batch;
            batch = Math.min(2 * batch, LARGEST_BATCH);
        } while (page.size() < filter.max() && !isLast);
        return page;
    }

    private static boolean isOpen(UserFilter filter) {
        return filter.group()
                .filter(group -> group instanceof Group.InState wanted
                        && List.of(UserState.OVERDUE, UserState.SNOOZED, UserState.PENDING)
                                .contains(wanted.state()))
                .isPresent();
    }

    /** Users without what other tables know of them: that is read by the ids, with the indexes that Keycloak has. */
    private List<Object[]> rows(UserFilter filter, int max) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("realm", rollout.realm().getId());
        StringBuilder text = new StringBuilder("select u.id, u.username, u.email, u.enabled, u.serviceAccountClientLink"
                + " from UserEntity u where u.realmId = :realm");
        filter.group().ifPresent(group -> text.append(condition(group, parameters)));
        waves.waves().stream()
                .filter(wave -> wave.name().equals(filter.wave()))
                .findFirst()
                .ifPresent(wave -> text.append(" and ").append(waves.canBeIn(wave, parameters)));
        if (!filter.after().isEmpty()) {
            text.append(" and u.id > :after");
            parameters.put("after", filter.after());
        }
        if (!filter.search().isEmpty()) {
            text.append(" and (lower(u.username) like :search escape '" + ESCAPE + "' or lower(u.email) like :search"
                    + " escape '" + ESCAPE + "')");
            parameters.put("search", "%" + escaped(filter.search().toLowerCase(Locale.ROOT)) + "%");
        }
        return query(text.append(" order by u.id").toString(), parameters)
                .setMaxResults(max)
                .getResultList();
    }

    private TypedQuery<Object[]> query(String text, Map<String, Object> parameters) {
        TypedQuery<Object[]> query = database.createQuery(text, Object[].class);
        parameters.forEach(query::setParameter);
        return query;
    }

    private static String escaped(String search) {
        return search.replaceAll("[" + ESCAPE + "%_]", ESCAPE + "$0");
    }

    private String condition(Group group, Map<String, Object> parameters) {
        if (!(group instanceof Group.InState wanted)) {
            parameters.put("alias", rollout.settings().idpAlias());
            return " and u.id in (select link.user.id from FederatedIdentityEntity link"
                    + " where link.realmId = :realm and link.identityProvider = :alias and link.userId in"
                    + " (select other.userId from FederatedIdentityEntity other"
                    + " where other.realmId = :realm and other.identityProvider = :alias"
                    + " group by other.userId having count(*) > 1))";
        }
        if (wanted.state() == UserState.DISABLED) {
            return " and u.enabled = false";
        }
        parameters.put("alias", rollout.settings().idpAlias());
        String isLinked = "exists (select 1 from FederatedIdentityEntity link"
                + " where link.user.id = u.id and link.identityProvider = :alias)";
        return " and u.enabled = true and "
                + switch (wanted.state()) {
                    case CONNECTED -> isLinked;
                    case EXEMPT -> "not " + isLinked + " and " + isExempt(parameters);
                    default -> "not " + isLinked + precondition(wanted.state(), parameters);
                };
    }

    /** Whether the user can be exempt. */
    private String isExempt(Map<String, Object> parameters) {
        exempt.reasons().forEach(members -> parameters.putAll(members.parameters()));
        Stream<String> until = exempt.untilAttribute().stream().map(attribute -> exempt.canBeUntil(parameters));
        return Stream.of(
                        Stream.of("u.serviceAccountClientLink is not null"),
                        exempt.reasons().stream().map(ExemptUsers.Members::includes),
                        until)
                .flatMap(conditions -> conditions)
                .collect(Collectors.joining(" or ", "(", ")"));
    }

    /** What each user in the state has, if there is such a thing: it spares reading all others. */
    private String precondition(UserState state, Map<String, Object> parameters) {
        return open.requiredAttribute(state)
                .map(attribute -> {
                    parameters.put("attribute", attribute);
                    String stillHolds = "";
                    if (state == UserState.SNOOZED) {
                        parameters.put("now", StoredInstant.text(rollout.now()));
                        stillHolds = " and (x.value > :now or not " + StoredInstant.hasForm("x.value") + ")";
                    }
                    return " and (exists (select 1 from UserAttributeEntity x where x.user.id = u.id"
                            + " and x.name = :attribute" + stillHolds + ") or u.federationLink is not null)";
                })
                .orElse("");
    }

    /** The users of these rows, with what other tables know of them. */
    private Stream<ReportedUser> users(List<Object[]> rows, UserFilter filter) {
        if (rows.isEmpty()) {
            return Stream.empty();
        }
        Page page = Page.of(rows.stream().map(row -> (String) row[0]).toList(), filter);
        Map<String, Optional<String>> links = links(page);
        Map<String, ExemptBy> exemptions = exemptions(page);
        rows.stream()
                .filter(row -> row[4] != null)
                .forEach(row -> exemptions.put((String) row[0], ExemptBy.SERVICE_ACCOUNT));
        Map<String, Map<String, String>> attributes = attributes(page);
        Map<String, Set<String>> groups = groups(page);
        return rows.stream().map(row -> {
            String id = (String) row[0];
            Map<String, String> own = attributes.getOrDefault(id, Map.of());
            Optional<Wave> wave = waves.waveOf(id, groups.getOrDefault(id, Set.of()));
            return new Known(
                            row,
                            wave,
                            Optional.ofNullable(links.get(id)),
                            Optional.ofNullable(exemptions.get(id))
                                    .or(() -> exempt.isUntil(own) ? Optional.of(ExemptBy.UNTIL) : Optional.empty()),
                            own)
                    .user(open);
        });
    }

    /**
     * A condition for the users of a page. If the page has every user of the realm between two ids, the ends are
     * enough: a query with a long list must be translated anew each time.
     */
    private record Page(String condition, Map<String, Object> parameters) {

        private static Page of(List<String> ids, UserFilter filter) {
            return filter.group().isEmpty()
                            && filter.search().isEmpty()
                            && filter.wave().isEmpty()
                    ? new Page(
                            " between :first and :last", Map.of("first", ids.get(0), "last", ids.get(ids.size() - 1)))
                    : new Page(" in (:ids)", Map.of("ids", ids));
        }

        private Map<String, Object> with(Map<String, Object> others) {
            Map<String, Object> all = new HashMap<>(others);
            all.putAll(parameters);
            return all;
        }
    }

    /** The upstream id of each user who is connected. Keycloak's table can lack the id. */
    private Map<String, Optional<String>> links(Page page) {
        Map<String, Optional<String>> links = new HashMap<>();
        query(
                        "select link.user.id, link.userId from FederatedIdentityEntity link"
                                + " where link.identityProvider = :alias and link.user.id" + page.condition(),
                        page.with(Map.of("alias", rollout.settings().idpAlias())))
                .getResultList()
                .forEach(row -> links.put((String) row[0], Optional.ofNullable((String) row[1])));
        return links;
    }

    /** Why users are exempt, if they are no service accounts: the first reason that fits. */
    private Map<String, ExemptBy> exemptions(Page page) {
        Map<String, ExemptBy> reasons = new HashMap<>();
        for (ExemptUsers.Members members : exempt.reasons()) {
            TypedQuery<String> query = database.createQuery(members.ids(page.condition()), String.class);
            page.with(members.parameters()).forEach(query::setParameter);
            query.getResultList().forEach(id -> reasons.putIfAbsent(id, members.reason()));
        }
        return reasons;
    }

    /** The values of the attributes of these users, by user. */
    private Map<String, Map<String, String>> attributes(Page page) {
        Map<String, Map<String, String>> byUser = new HashMap<>();
        read("UserAttributeEntity", "user.id", page).forEach(row -> put(byUser, row));
        if (UnknownStores.hasAny(rollout.realm())) {
            // What a read-only store does not accept. It counts before the user's own attributes.
            read("FederatedUserAttributeEntity", "userId", page).stream()
                    .filter(row -> !row[1].equals(ExemptUntil.ATTRIBUTE))
                    .forEach(row -> put(byUser, row));
        }
        return byUser;
    }

    private List<Object[]> read(String entity, String user, Page page) {
        return query(
                        "select x." + user + ", x.name, max(x.value) from " + entity + " x where x." + user
                                + page.condition() + " and x.name in (" + ATTRIBUTES
                                + ") and x.value is not null group by x." + user + ", x.name",
                        page.parameters())
                .getResultList();
    }

    private static void put(Map<String, Map<String, String>> byUser, Object[] row) {
        byUser.computeIfAbsent((String) row[0], id -> new HashMap<>()).put((String) row[1], (String) row[2]);
    }

    /** Of the groups of waves, those of which a user is a direct member, by user. */
    private Map<String, Set<String>> groups(Page page) {
        Map<String, Set<String>> groups = new HashMap<>();
        if (!waves.groups().isEmpty()) {
            query(
                            "select m.user.id, m.groupId from UserGroupMembershipEntity m where m.user.id"
                                    + page.condition() + " and m.groupId in (:groups)",
                            page.with(Map.of("groups", waves.groups())))
                    .getResultList()
                    .forEach(row -> groups.computeIfAbsent((String) row[0], id -> new HashSet<>())
                            .add((String) row[1]));
        }
        return groups;
    }

    /**
     * What is known of a user.
     *
     * @param row a row of {@link #rows}
     * @param link the upstream id, which can be missing; empty: the user is not connected
     */
    private record Known(
            Object[] row,
            Optional<Wave> wave,
            Optional<Optional<String>> link,
            Optional<ExemptBy> exemptBy,
            Map<String, String> attributes) {

        private ReportedUser user(OpenUsers open) {
            UserFacts facts = open.facts(attributes, wave);
            boolean isOpen = link.isEmpty() && exemptBy.isEmpty();
            UserFacts shown = AskAttributes.facts(attributes);
            return new ReportedUser(
                    (String) row[0],
                    (String) row[1],
                    Optional.ofNullable((String) row[2]),
                    state(open, facts),
                    wave.map(Wave::name),
                    isOpen ? open.deadline(facts) : Optional.empty(),
                    shown.firstAsked(),
                    shown.snoozedUntil(),
                    shown.snoozes(),
                    link.flatMap(account -> AskAttributes.instant(attributes, LinkedSince.ATTRIBUTE)),
                    link.flatMap(account -> account),
                    exemptBy,
                    ExemptUsers.until(attributes));
        }

        private UserState state(OpenUsers open, UserFacts facts) {
            boolean enabled = (boolean) row[3];
            if (!enabled) {
                return UserState.DISABLED;
            }
            if (link.isPresent()) {
                return UserState.CONNECTED;
            }
            return exemptBy.isPresent() ? UserState.EXEMPT : open.decide(facts).state();
        }
    }
}
