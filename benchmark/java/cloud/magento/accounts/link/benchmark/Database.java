package cloud.magento.accounts.link.benchmark;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A PostgreSQL of this run, with a database for each Keycloak. */
final class Database implements AutoCloseable {

    private static final String USER = "keycloak";

    /** It tells each line of PostgreSQL's own start. */
    private static final Logger LOG = Logger.getLogger("io.zonky.test");

    static {
        LOG.setLevel(Level.WARNING);
    }

    private final EmbeddedPostgres postgres;
    private final Connection admin;

    Database() throws IOException, SQLException {
        this(Map.of());
    }

    /** With more settings of PostgreSQL. */
    Database(Map<String, String> settings) throws IOException, SQLException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                .setServerConfig("pg_stat_statements.max", "10000")
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("work_mem", "32MB")
                // Nothing is kept, and a disk would only add noise.
                .setServerConfig("fsync", "off")
                .setServerConfig("synchronous_commit", "off")
                .setServerConfig("max_wal_size", "4GB")
                // It would begin in the middle of a round. The benchmark of the reports does it by itself.
                .setServerConfig("autovacuum", "off");
        settings.forEach(builder::setServerConfig);
        postgres = builder.start();
        admin = postgres.getPostgresDatabase().getConnection();
        execute("CREATE ROLE " + USER + " SUPERUSER LOGIN");
        execute("CREATE EXTENSION pg_stat_statements");
    }

    /** Creates an empty database for a Keycloak. */
    void create(String name) throws SQLException {
        execute("CREATE DATABASE " + name + " OWNER " + USER);
    }

    String address(String name) {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + name;
    }

    Connection connect(String name) throws SQLException {
        return DriverManager.getConnection(address(name), USER, "");
    }

    /** Reads the statistics again, and marks the pages that every transaction sees. */
    void vacuum(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("VACUUM ANALYZE");
        }
    }

    String version() throws SQLException {
        try (Statement statement = admin.createStatement();
                ResultSet row = statement.executeQuery("SHOW server_version")) {
            row.next();
            return row.getString(1).replaceAll(" .*", "");
        }
    }

    /** Forgets the statements of all databases. */
    void forgetStatements() throws SQLException {
        execute("SELECT pg_stat_statements_reset()");
    }

    /** The statements since then in one database, by their texts. */
    Map<String, Counted> statements(String name) throws SQLException {
        Map<String, Counted> all = new TreeMap<>();
        try (Statement statement = admin.createStatement();
                ResultSet rows = statement.executeQuery("SELECT s.query, sum(s.calls), sum(s.rows)"
                        + " FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid"
                        + " WHERE d.datname = '" + name + "' GROUP BY s.query")) {
            while (rows.next()) {
                all.put(rows.getString(1).replaceAll("\\s+", " "), new Counted(rows.getLong(2), rows.getLong(3)));
            }
        }
        return all;
    }

    /** How long the statements since then ran in one database, in milliseconds. */
    double executed(String name) throws SQLException {
        try (Statement statement = admin.createStatement();
                ResultSet row = statement.executeQuery("SELECT coalesce(sum(s.total_exec_time), 0)"
                        + " FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid"
                        + " WHERE d.datname = '" + name + "'")) {
            row.next();
            return row.getDouble(1);
        }
    }

    /** How often a statement ran, and how many rows it read or wrote. */
    record Counted(long calls, long rows) {

        static final Counted NONE = new Counted(0, 0);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException, SQLException {
        admin.close();
        postgres.close();
    }
}
