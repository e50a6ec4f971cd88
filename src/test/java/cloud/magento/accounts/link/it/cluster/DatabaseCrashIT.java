package cloud.magento.accounts.link.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Database;
import cloud.magento.accounts.link.it.scenario.Eventually;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL crashes and recovers with users on their way. Keycloak answers requests with an error as long as it has no
 * database, and some more for the connections that it still takes for good ones.
 */
final class DatabaseCrashIT extends ClusterScenario {

    @Test
    void everybodyGoesOnWithoutAnybodysHelp() throws Exception {
        CloudUser anna = users.unlinked();
        CloudUser bert = users.unlinked();
        CloudApp.SignIn annas = app.signIn();
        CloudApp.SignIn berts = app.signIn();
        try (Browser another = new Browser()) {
            ConnectPage page = signInAndBeAsked(browser, anna, annas);
            signInToConnect(another, bert, berts).connectAs(bert.magento()).question();

            crash();

            reloadUntilHealed(another);
            ConnectPage question = another.shown().connectPage();
            berts.succeededAt(question.asksToConfirm().confirm().appPage());
            annas.succeededAt(
                    continueOn(page).connectAs(anna.magento()).confirm().landsInApp());
        }
        for (CloudUser user : new CloudUser[] {anna, bert}) {
            assertThat(users.isLinked(user, user.magento())).isTrue();
            assertThat(events.of(user, "FEDERATED_IDENTITY_LINK")).hasSize(1);
        }
    }

    /** Kills the process of a connection. PostgreSQL then ends all others and recovers, as after a crash. */
    private static void crash() throws SQLException {
        try (Connection witness = Database.connect();
                Connection connection = Database.connect()) {
            kill(connection);
            Eventually.get(
                    () -> isOpen(witness) ? Optional.empty() : Optional.of(true), () -> "PostgreSQL does not crash.");
        }
        Eventually.get(Duration.ofMinutes(1), DatabaseCrashIT::connection, () -> "PostgreSQL does not recover.");
    }

    private static void kill(Connection connection) {
        try {
            Database.execute(
                    connection,
                    "DO $$ DECLARE victim int; BEGIN SELECT pid INTO victim FROM pg_stat_activity"
                            + " WHERE pid <> pg_backend_pid() AND datname = current_database() LIMIT 1;"
                            + " EXECUTE format('COPY (SELECT 1) TO PROGRAM ''kill -9 %s''', victim); END $$");
        } catch (SQLException ended) {
            // This connection was ended, too.
        }
    }

    private static boolean isOpen(Connection connection) {
        try {
            return connection.isValid(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Boolean> connection() {
        try (Connection connection = Database.connect()) {
            return Optional.of(connection.isValid(1));
        } catch (SQLException notYet) {
            return Optional.empty();
        }
    }
}
