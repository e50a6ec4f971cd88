package cloud.magento.accounts.link.token;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.idm.ClientProfileRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyException;

/** Whether the client policies of a realm have the executor, for a request for which Keycloak evaluates no policy. */
final class ExecutorCoverage {

    private ExecutorCoverage() {}

    /**
     * Whether an enabled policy has the executor. The conditions of the policy are not evaluated: Keycloak's conditions
     * do not know such a request, and what they require of one differs between the versions.
     */
    static boolean covers(KeycloakSession session, RealmModel realm) {
        try {
            Set<String> profiles = stream(session.clientPolicy()
                            .getClientProfiles(realm, false)
                            .getProfiles())
                    .filter(ExecutorCoverage::hasExecutor)
                    .map(ClientProfileRepresentation::getName)
                    .collect(Collectors.toSet());
            return stream(session.clientPolicy().getClientPolicies(realm, false).getPolicies())
                    .filter(policy -> Boolean.TRUE.equals(policy.isEnabled()))
                    .flatMap(policy -> stream(policy.getProfiles()))
                    .anyMatch(profiles::contains);
        } catch (ClientPolicyException e) {
            // Keycloak cannot read the realm's policies, and issues no other token either.
            return true;
        }
    }

    private static boolean hasExecutor(ClientProfileRepresentation profile) {
        return stream(profile.getExecutors())
                .anyMatch(executor -> MagentoLinkExecutorFactory.ID.equals(executor.getExecutorProviderId()));
    }

    private static <T> Stream<T> stream(List<T> list) {
        return Stream.ofNullable(list).flatMap(List::stream);
    }
}
