package cloud.magento.accounts.link.it.cluster;

import cloud.magento.accounts.link.it.server.Cluster;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Two nodes run. JUnit's own conditions are not inherited, so a subclass without one would run in every phase. */
final class ClusterCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Cluster.SERVER.equals(System.getProperty("keycloak.server"))
                ? ConditionEvaluationResult.enabled("Two nodes run.")
                : ConditionEvaluationResult.disabled("This test needs -Dkeycloak.server=" + Cluster.SERVER + ".");
    }
}
