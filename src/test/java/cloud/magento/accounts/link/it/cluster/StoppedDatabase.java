package cloud.magento.accounts.link.it.cluster;

import cloud.magento.accounts.link.it.scenario.Database;
import cloud.magento.accounts.link.it.scenario.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * PostgreSQL, stopped as an administrator stops it. It runs the commands itself, as its own user, so it must be on this
 * machine. If nobody starts it again, it starts after a minute.
 */
final class StoppedDatabase {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** The server starts again when this file is gone. */
    private final Path stopped;

    /** Stops it. Returns when it takes no connections any more. */
    StoppedDatabase() throws SQLException, IOException {
        stopped = Files.createTempFile("database", ".stopped");
        try (Connection connection = Database.connect()) {
            String control = value(connection, "SELECT setting FROM pg_config WHERE name = 'BINDIR'") + "/pg_ctl";
            String data = value(connection, "SHOW data_directory");
            // A "restart" starts with the options of before.
            String commands = String.join(
                    "; ",
                    control + " stop -m fast -D " + data,
                    "timeout " + PATIENCE.toSeconds() + " sh -c \"while [ -e " + stopped + " ]; do sleep 0.1; done\"",
                    control + " restart -D " + data + " -l " + data + "/restart.log");
            run(connection, "setsid sh -c '" + commands + "' </dev/null >/dev/null 2>&1 &");
        }
        Eventually.get(
                PATIENCE, () -> answers() ? Optional.empty() : Optional.of(true), () -> "PostgreSQL does not stop.");
    }

    private static void run(Connection connection, String commands) {
        try {
            Database.execute(connection, "COPY (SELECT 1) TO PROGRAM '" + commands.replace("'", "''") + "'");
        } catch (SQLException ended) {
            // This connection was ended, too.
        }
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getString(1);
        }
    }

    private static boolean answers() {
        try (Connection connection = Database.connect()) {
            return connection.isValid(1);
        } catch (SQLException down) {
            return false;
        }
    }

    /** Starts it. Returns when it takes connections. */
    void start() throws IOException {
        Files.delete(stopped);
        Eventually.get(
                PATIENCE, () -> answers() ? Optional.of(true) : Optional.empty(), () -> "PostgreSQL does not start.");
    }
}
