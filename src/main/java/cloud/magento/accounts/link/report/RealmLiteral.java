package cloud.magento.accounts.link.report;

import org.keycloak.models.RealmModel;

/**
 * The id of a realm as a literal of a query that reads all users of it. After some executions, PostgreSQL plans a
 * statement for any value of its parameters. Then it expects a part of the users only, and looks each of them up on its
 * own.
 */
final class RealmLiteral {

    private RealmLiteral() {}

    /** The id in quotes. HQL has no other escape than a doubled quote. Hibernate quotes the text for the database. */
    static String of(RealmModel realm) {
        return "'" + realm.getId().replace("'", "''") + "'";
    }
}
