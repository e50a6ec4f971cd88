package cloud.magento.accounts.link.it.watch;

import cloud.magento.accounts.link.it.server.Build;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The files in {@code deploy/grafana}. */
final class MonitoringFiles {

    static final Path DIRECTORY = Build.root().resolve("deploy/grafana");
    static final Path ALERTS = DIRECTORY.resolve("alerts.yaml");

    private static final Pattern SELECTOR = Pattern.compile("keycloak_[a-z_]+(\\{[^}]*})?");

    private MonitoringFiles() {}

    /** The expressions of the panels, for all realms. */
    static List<String> dashboardExpressions() {
        try {
            JsonNode dashboard = new ObjectMapper()
                    .readTree(DIRECTORY.resolve("dashboard.json").toFile());
            return dashboard.get("panels").findValuesAsText("expr").stream()
                    .map(expression -> expression.replace("$realm", ".*").replace("$__rate_interval", "1m"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The series that the alerts are about. The alerts themselves have data only if they fire. */
    static List<String> alertSelectors() {
        try {
            return SELECTOR.matcher(Files.readString(ALERTS))
                    .results()
                    .map(MatchResult::group)
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
