package cloud.magento.accounts.link.it.link;

import cloud.magento.accounts.link.it.scenario.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.concurrent.CountDownLatch;

/** A separate process that holds a key in an open transaction until it is killed. */
final class KeyHolder {

    private KeyHolder() {}

    /** Arguments: the database's address and the key. */
    public static void main(String[] arguments) throws Exception {
        try (Connection connection = DriverManager.getConnection(arguments[0], "keycloak", "")) {
            connection.setAutoCommit(false);
            Database.execute(connection, "INSERT INTO revoked_token (id, expire) VALUES (?, 0)", arguments[1]);
            System.out.println("held");
            new CountDownLatch(1).await();
        }
    }
}
