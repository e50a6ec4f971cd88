package cloud.magento.accounts.link.token;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.idm.ClientProfileRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyException;

/** Whether the client policies of a realm have the executor, for a request about which Keycloak asks none of them. */
final class ExecutorCoverage {

    private ExecutorCoverage() {}

    /**
     * Whether an enabled policy has the executor. Its conditions are not asked: Keycloak's know no such request, and
     * differ in what they ask of one between the versions.
     */
    static boolean isIn(RealmModel realm, KeycloakSession session) {
        try {
            Set<String> profiles = listed(session.clientPolicy()
                            .getClientProfiles(realm, false)
                            .getProfiles())
                    .filter(ExecutorCoverage::hasExecutor)
                    .map(ClientProfileRepresentation::getName)
                    .collect(Collectors.toSet());
            return listed(session.clientPolicy().getClientPolicies(realm, false).getPolicies())
                    .filter(policy -> Boolean.TRUE.equals(policy.isEnabled()))
                    .flatMap(policy -> listed(policy.getProfiles()))
                    .anyMatch(profiles::contains);
        } catch (ClientPolicyException e) {
            // Keycloak cannot read the realm's policies, and gives no other token either.
            return true;
        }
    }

    private static boolean hasExecutor(ClientProfileRepresentation profile) {
        return listed(profile.getExecutors())
                .anyMatch(executor -> MagentoLinkExecutor.ID.equals(executor.getExecutorProviderId()));
    }

    private static <T> Stream<T> listed(List<T> list) {
        return Stream.ofNullable(list).flatMap(List::stream);
    }
}
