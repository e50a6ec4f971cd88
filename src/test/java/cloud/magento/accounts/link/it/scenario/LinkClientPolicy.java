package cloud.magento.accounts.link.it.scenario;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.keycloak.representations.idm.ClientPoliciesRepresentation;
import org.keycloak.representations.idm.ClientPolicyConditionRepresentation;
import org.keycloak.representations.idm.ClientPolicyRepresentation;
import org.keycloak.util.JsonSerialization;

/** The client policy of the realm file that closes the grants without a browser. */
public final class LinkClientPolicy {

    private static final String NAME = "magento-link";

    private LinkClientPolicy() {}

    /** Enables or disables it, and does not change the realm's other policies. */
    public static void enable(boolean enabled) {
        change(policy -> policy.setEnabled(enabled));
    }

    /** Applies it to every client, as shipped. */
    public static void applyToAll() {
        condition("any-client", Map.of());
    }

    /** Applies it to public or confidential clients only. */
    public static void applyTo(String accessType) {
        condition("client-access-type", Map.of("type", List.of(accessType)));
    }

    private static void condition(String id, Map<String, Object> configuration) {
        ClientPolicyConditionRepresentation condition = new ClientPolicyConditionRepresentation();
        condition.setConditionProviderId(id);
        condition.setConfiguration(JsonSerialization.mapper.valueToTree(configuration));
        change(policy -> policy.setConditions(List.of(condition)));
    }

    private static void change(Consumer<ClientPolicyRepresentation> change) {
        ClientPoliciesRepresentation policies =
                Site.cloud().clientPoliciesPoliciesResource().getPolicies();
        change.accept(policies.getPolicies().stream()
                .filter(policy -> policy.getName().equals(NAME))
                .findFirst()
                .orElseThrow());
        Site.cloud().clientPoliciesPoliciesResource().updatePolicies(policies);
    }
}
