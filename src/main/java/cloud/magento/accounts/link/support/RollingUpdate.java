package cloud.magento.accounts.link.support;

import java.util.Map;
import org.keycloak.compatibility.CompatibilityMetadataProvider;

/**
 * Tells {@code kc.sh update-compatibility}, and with it the Keycloak Operator, that nodes with this JAR and nodes
 * without it, or with another version of it, must not run at the same time.
 *
 * <p>A node without the JAR has no code for what is set up in the realms. Keycloak compares what this class returns
 * with what the earlier deployment returned. It does so as well if the JAR is added, and rejects a rolling update if
 * the JAR is removed, because then this class is missing.
 */
public final class RollingUpdate implements CompatibilityMetadataProvider {

    /** Called by {@code java.util.ServiceLoader}. */
    public RollingUpdate() {}

    @Override
    public String getId() {
        return "magento-link";
    }

    /** The version: a login that began on a node with one version is not tested with another one. */
    @Override
    public Map<String, String> metadata() {
        return Map.of("version", ExtensionVersion.text());
    }
}
