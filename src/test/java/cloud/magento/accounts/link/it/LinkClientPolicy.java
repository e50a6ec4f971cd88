package cloud.magento.accounts.link.it;

import org.keycloak.representations.idm.ClientPoliciesRepresentation;

/** The client policy of the realm file that closes the grants without a browser. */
final class LinkClientPolicy {

    private static final String NAME = "magento-link";

    private LinkClientPolicy() {}

    /** Switches it on or off, and leaves the realm's other policies alone. */
    static void enable(boolean enabled) {
        ClientPoliciesRepresentation policies =
                Site.cloud().clientPoliciesPoliciesResource().getPolicies();
        policies.getPolicies().stream()
                .filter(policy -> policy.getName().equals(NAME))
                .findFirst()
                .orElseThrow()
                .setEnabled(enabled);
        Site.cloud().clientPoliciesPoliciesResource().updatePolicies(policies);
    }
}
