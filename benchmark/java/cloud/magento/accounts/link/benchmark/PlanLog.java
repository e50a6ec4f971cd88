package cloud.magento.accounts.link.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** The plans that PostgreSQL logs: those of all statements in one database. */
final class PlanLog {

    /** The settings of a PostgreSQL that logs them, and how often each of their steps ran. */
    static final Map<String, String> SETTINGS = Map.of(
            "shared_preload_libraries", "pg_stat_statements,auto_explain",
            "auto_explain.log_min_duration", "0",
            "auto_explain.log_analyze", "on",
            "auto_explain.log_timing", "off",
            "auto_explain.log_parameter_max_length", "0",
            "logging_collector", "on",
            "log_destination", "jsonlog",
            "log_rotation_age", "0",
            "log_rotation_size", "0");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration RETRY = Duration.ofMillis(50);

    private final Connection connection;
    private final String database;
    private final Path file;
    private long read;

    /** Those of the database of this connection, from now on. */
    PlanLog(Connection connection) throws SQLException, IOException {
        this.connection = connection;
        this.database = connection.getCatalog();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT current_setting('data_directory'), pg_current_logfile('jsonlog')")) {
            row.next();
            file = Path.of(row.getString(1)).resolve(row.getString(2));
        }
        next();
    }

    /** The plans since the last call. */
    List<Plan> next() throws SQLException, IOException {
        // PostgreSQL writes its log a little later, but in order.
        String end = UUID.randomUUID().toString();
        try (Statement statement = connection.createStatement()) {
            statement.execute("DO $$BEGIN RAISE LOG '" + end + "'; END$$");
        }
        String text = unread();
        while (!text.contains(end)) {
            LockSupport.parkNanos(RETRY.toNanos());
            text = unread();
        }
        String whole = text.substring(0, text.lastIndexOf('\n', text.indexOf(end)) + 1);
        read += whole.getBytes(StandardCharsets.UTF_8).length;
        List<Plan> plans = new ArrayList<>();
        for (String line : whole.lines().toList()) {
            JsonNode entry = JSON.readTree(line);
            String message = entry.path("message").asText();
            if (entry.path("dbname").asText().equals(database) && message.contains("  plan:\n")) {
                plans.add(Plan.of(message));
            }
        }
        return plans;
    }

    private String unread() throws IOException {
        try (InputStream log = Files.newInputStream(file)) {
            log.skipNBytes(read);
            return new String(log.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
