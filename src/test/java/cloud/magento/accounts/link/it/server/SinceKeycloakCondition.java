package cloud.magento.accounts.link.it.server;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import java.lang.module.ModuleDescriptor.Version;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

final class SinceKeycloakCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return context.getElement()
                .map(element -> element.getAnnotation(SinceKeycloak.class))
                .map(since -> evaluate(since, Build.keycloakVersion()))
                .orElseGet(() -> enabled("for every version"));
    }

    private static ConditionEvaluationResult evaluate(SinceKeycloak since, String running) {
        return isAtLeast(running, since.value())
                ? enabled("Keycloak " + running)
                : disabled("Keycloak " + running + ": " + since.because());
    }

    static boolean isAtLeast(String running, String since) {
        return Version.parse(running).compareTo(Version.parse(since)) >= 0;
    }
}
