package cloud.magento.accounts.link.token;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.idm.ClientPolicyRepresentation;
import org.keycloak.representations.idm.ClientProfileRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyException;

/** Whether the client policies of a realm have the executor, for a request for which Keycloak evaluates no policy. */
public enum ExecutorCoverage {
    /** An enabled policy has the executor for any client. */
    ALL_CLIENTS,
    /** The enabled policies with the executor have other conditions. */
    SOME_CLIENTS,
    /** No enabled policy has the executor. */
    NONE,
    /** Keycloak cannot read the realm's policies, and issues no token without a browser either. */
    UNREADABLE;

    private static final String ANY_CLIENT = "any-client";

    /** The coverage of a realm, by its stored policies. */
    public static ExecutorCoverage of(RealmModel realm, KeycloakSession session) {
        try {
            List<ClientPolicyRepresentation> policies =
                    policiesWithExecutor(realm, session).toList();
            if (policies.isEmpty()) {
                return NONE;
            }
            return policies.stream().anyMatch(ExecutorCoverage::isForAnyClient) ? ALL_CLIENTS : SOME_CLIENTS;
        } catch (ClientPolicyException e) {
            return UNREADABLE;
        }
    }

    private static boolean isForAnyClient(ClientPolicyRepresentation policy) {
        // All conditions must hold, so another one restricts the policy.
        return policy.getConditions() != null
                && policy.getConditions().size() == 1
                && ANY_CLIENT.equals(policy.getConditions().get(0).getConditionProviderId());
    }

    /**
     * Whether an enabled policy has the executor. The conditions of the policy are not evaluated: Keycloak's conditions
     * do not know such a request, and what they require of one differs between the versions.
     */
    static boolean covers(KeycloakSession session, RealmModel realm) {
        try {
            return policiesWithExecutor(realm, session).findAny().isPresent();
        } catch (ClientPolicyException e) {
            // Keycloak cannot read the realm's policies, and issues no other token either.
            return true;
        }
    }

    private static Stream<ClientPolicyRepresentation> policiesWithExecutor(RealmModel realm, KeycloakSession session)
            throws ClientPolicyException {
        Set<String> profiles = stream(
                        session.clientPolicy().getClientProfiles(realm, false).getProfiles())
                .filter(ExecutorCoverage::hasExecutor)
                .map(ClientProfileRepresentation::getName)
                .collect(Collectors.toSet());
        return stream(session.clientPolicy().getClientPolicies(realm, false).getPolicies())
                .filter(policy -> Boolean.TRUE.equals(policy.isEnabled()))
                .filter(policy -> stream(policy.getProfiles()).anyMatch(profiles::contains));
    }

    private static boolean hasExecutor(ClientProfileRepresentation profile) {
        return stream(profile.getExecutors())
                .anyMatch(executor -> MagentoLinkExecutorFactory.ID.equals(executor.getExecutorProviderId()));
    }

    private static <T> Stream<T> stream(List<T> list) {
        return Stream.ofNullable(list).flatMap(List::stream);
    }
}
