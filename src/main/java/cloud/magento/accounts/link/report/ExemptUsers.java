package cloud.magento.accounts.link.report;

import cloud.magento.accounts.link.realm.RoleNames;
import cloud.magento.accounts.link.user.AskAttributes;
import cloud.magento.accounts.link.user.AttributeProtection;
import cloud.magento.accounts.link.user.ExemptUntil;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.connections.jpa.util.JpaUtils;
import org.keycloak.models.RoleModel;
import org.keycloak.organization.OrganizationProvider;

/**
 * Who is exempt, as parts of a query. Follows {@code user.Exemptions}: roles also count by composite roles and by
 * groups, and groups with their subgroups. Roles and groups are few, so their trees are read first. The number of users
 * does not matter for that.
 */
final class ExemptUsers {

    private final Rollout rollout;

    /** Whether the attribute counts, because only admins can write it. */
    private final boolean untilCounts;

    private final List<Members> reasons = new ArrayList<>();

    /**
     * Users who are exempt for one reason.
     *
     * @param alias a name for the users in a query that joins them
     * @param user the path of the user's id
     * @param from the rest of a query for these users, after {@code from}
     * @param parameters the parameters of {@code from}
     */
    record Members(ExemptBy reason, String alias, String user, String from, Map<String, Object> parameters) {

        /** Joins the users, each once, to {@code UserEntity u}. */
        String join() {
            return " left join (select " + user + " as id from " + from + " group by " + user + ") " + alias + " on "
                    + alias + ".id = u.id";
        }

        /** Whether the joined {@code u} is one of them. */
        String isJoined() {
            return alias + ".id is not null";
        }

        /** A query for the ids of those users whose ids meet a condition. */
        String ids(String condition) {
            return "select " + user + " from " + from + " and " + user + condition;
        }

        /** Whether {@code UserEntity u}, without a join, is one of them. */
        String includes() {
            return "exists (select 1 from " + from + " and " + user + " = u.id)";
        }
    }

    private ExemptUsers(Rollout rollout) {
        this.rollout = rollout;
        this.untilCounts =
                AttributeProtection.covers(List.of(ExemptUntil.ATTRIBUTE), rollout.session(), rollout.realm());
    }

    static ExemptUsers of(Rollout rollout, EntityManager database) {
        ExemptUsers users = new ExemptUsers(rollout);
        Set<String> roles = Reachable.from(roleIds(rollout), ids -> compositesOf(ids, database));
        if (!roles.isEmpty()) {
            users.addHolders(roles);
            Set<String> groups = Reachable.withSubgroups(groupsWith(roles, database), database);
            users.addMembers(ExemptBy.ROLE, "byGroupRole", groups);
        }
        Set<String> groups = Reachable.groupsAt(rollout.settings().exemptGroups(), rollout, database);
        users.addMembers(ExemptBy.GROUP, "byGroup", groups);
        if (hasOrganizations(rollout)) {
            users.reasons.add(new Members(
                    ExemptBy.ORGANIZATION,
                    "byOrganization",
                    "member.user.id",
                    "UserGroupMembershipEntity member"
                            + " join OrganizationEntity organization on organization.groupId = member.groupId"
                            + " join IdentityProviderEntity provider on provider.organizationId = organization.id"
                            + " join FederatedIdentityEntity account on account.user.id = member.user.id"
                            + " and account.identityProvider = provider.alias"
                            + " where organization.realmId = :realm and organization.enabled = true"
                            + " and member.membershipType = 'MANAGED'"
                            + " and provider.realmId = :realm and provider.enabled = true",
                    Map.of("realm", rollout.realm().getId())));
        }
        return users;
    }

    /** The reasons in the order in which they count, without the first and the last: service accounts and instants. */
    List<Members> reasons() {
        return reasons;
    }

    /** Why {@code UserEntity u}, to which {@link Members#join} was added, is exempt: branches of a {@code case}. */
    String branches() {
        return " when u.serviceAccountClientLink is not null then '" + ExemptBy.SERVICE_ACCOUNT.code() + "'"
                + reasons.stream()
                        .map(members -> " when " + members.isJoined() + " then '"
                                + members.reason().code() + "'")
                        .collect(Collectors.joining());
    }

    /** The attribute that exempts a user until an instant; empty: it does not count. */
    Optional<String> untilAttribute() {
        return untilCounts ? Optional.of(ExemptUntil.ATTRIBUTE) : Optional.empty();
    }

    /**
     * The last branch after {@link #branches}. If Java must read the attribute, the result is
     * {@link OpenUsers#UNDECIDED}.
     *
     * @param until the path of {@link #untilAttribute}
     * @param parameters receives the parameters of the expression
     */
    String untilBranch(String until, Map<String, Object> parameters) {
        parameters.put("now", StoredInstant.text(rollout.now()));
        return " when " + until + " is not null and not (" + StoredInstant.hasForm(until) + " and " + until
                + " <= :now) then case when " + StoredInstant.isInstant(until) + " then '" + ExemptBy.UNTIL.code()
                + "' else '" + OpenUsers.UNDECIDED + "' end";
    }

    /**
     * A condition for {@code UserEntity u} that each user fulfils who is exempt until an instant. Others can fulfil it,
     * too.
     *
     * @param parameters receives the parameters of the condition
     */
    String canBeUntil(Map<String, Object> parameters) {
        parameters.put("until", ExemptUntil.ATTRIBUTE);
        parameters.put("now", StoredInstant.text(rollout.now()));
        return "exists (select 1 from UserAttributeEntity x where x.user.id = u.id and x.name = :until"
                + " and (x.value > :now or not " + StoredInstant.hasForm("x.value") + "))";
    }

    /** Whether a user with these attributes is exempt until an instant that has not come yet. */
    boolean isUntil(Map<String, String> attributes) {
        return untilCounts && until(attributes).filter(rollout.now()::isBefore).isPresent();
    }

    /** The end of an exemption as it is stored, also if it is over or does not count. */
    static Optional<Instant> until(Map<String, String> attributes) {
        return AskAttributes.instant(attributes, ExemptUntil.ATTRIBUTE);
    }

    private void addHolders(Set<String> roles) {
        reasons.add(new Members(
                ExemptBy.ROLE,
                "byRole",
                "m.user.id",
                "UserRoleMappingEntity m where m.roleId in (:byRoleIds)",
                Map.of("byRoleIds", roles)));
    }

    private void addMembers(ExemptBy reason, String alias, Set<String> groups) {
        if (!groups.isEmpty()) {
            String ids = alias + "Ids";
            reasons.add(new Members(
                    reason,
                    alias,
                    "m.user.id",
                    "UserGroupMembershipEntity m where m.groupId in (:" + ids + ")",
                    Map.of(ids, groups)));
        }
    }

    private static Set<String> roleIds(Rollout rollout) {
        return rollout.settings().exemptRoles().stream()
                .map(name -> RoleNames.find(rollout.realm(), name))
                .flatMap(Optional::stream)
                .map(RoleModel::getId)
                .collect(Collectors.toSet());
    }

    private static boolean hasOrganizations(Rollout rollout) {
        OrganizationProvider organizations = rollout.session().getProvider(OrganizationProvider.class);
        // It is null if the server runs without the feature.
        return organizations != null && organizations.isEnabled();
    }

    /** A native query: the entities of composite roles differ between Keycloak's versions, but the table does not. */
    private static List<String> compositesOf(List<String> roles, EntityManager database) {
        String table = JpaUtils.getTableNameForNativeQuery("COMPOSITE_ROLE", database);
        List<?> ids = database.createNativeQuery("SELECT COMPOSITE FROM " + table + " WHERE CHILD_ROLE IN (:roles)")
                .setParameter("roles", roles)
                .getResultList();
        return ids.stream().map(String::valueOf).toList();
    }

    private static List<String> groupsWith(Set<String> roles, EntityManager database) {
        return database.createQuery(
                        "select m.group.id from GroupRoleMappingEntity m where m.roleId in (:roles)", String.class)
                .setParameter("roles", roles)
                .getResultList();
    }
}
