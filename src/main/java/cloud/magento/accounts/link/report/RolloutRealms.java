package cloud.magento.accounts.link.report;

import cloud.magento.accounts.link.config.SettingKey;
import cloud.magento.accounts.link.realm.RealmSettings;
import java.util.List;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** The realms in which the required action is enabled. One query finds them, however many realms there are. */
public final class RolloutRealms {

    private RolloutRealms() {}

    /** A realm. The name can change, the id cannot. */
    public record NamedRealm(String id, String name) {}

    /** All of them, in the order of their names. The alias of the action can be wrong. */
    public static List<NamedRealm> of(KeycloakSession session) {
        return session
                .getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createQuery(
                        "select r.id, r.name from RealmEntity r where exists (select a.id from"
                                + " RequiredActionProviderEntity a where a.realm.id = r.id and a.enabled = true"
                                + " and a.providerId = :action) order by r.name",
                        Object[].class)
                .setParameter("action", RealmSettings.ACTION_ID)
                .getResultList()
                .stream()
                .map(row -> new NamedRealm((String) row[0], (String) row[1]))
                .toList();
    }

    /** The ids of those that have milestones for reminders, valid or not. */
    public static List<String> withReminders(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createQuery(
                        "select action.realm.id from RequiredActionProviderEntity action join action.config setting"
                                + " where action.providerId = :action and action.enabled = true"
                                + " and key(setting) = :key",
                        String.class)
                .setParameter("action", RealmSettings.ACTION_ID)
                .setParameter("key", SettingKey.REMINDER_DAYS)
                .getResultList();
    }
}
