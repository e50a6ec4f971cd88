package cloud.magento.accounts.link.it;

import java.sql.Connection;
import java.sql.DriverManager;

/** A process of its own that holds a key in an open transaction until somebody ends it. */
final class KeyHolder {

    private KeyHolder() {}

    /** Arguments: the database's address and the key. */
    public static void main(String[] arguments) throws Exception {
        try (Connection connection = DriverManager.getConnection(arguments[0], "keycloak", "")) {
            connection.setAutoCommit(false);
            Database.execute(connection, "INSERT INTO revoked_token (id, expire) VALUES (?, 0)", arguments[1]);
            System.out.println("held");
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
