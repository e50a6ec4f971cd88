package cloud.magento.accounts.link.report;

import cloud.magento.accounts.link.config.SettingKey;
import cloud.magento.accounts.link.realm.RealmSettings;
import java.util.List;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** Realms of the server, found by one query and without loading all of them. */
public final class RolloutRealms {

    private RolloutRealms() {}

    /** The ids of the realms whose required action is enabled and has milestones for reminders, valid or not. */
    public static List<String> withReminders(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createQuery(
                        "select action.realm.id from RequiredActionProviderEntity action join action.config setting"
                                + " where action.alias = :alias and action.enabled = true and key(setting) = :key",
                        String.class)
                .setParameter("alias", RealmSettings.ACTION_ID)
                .setParameter("key", SettingKey.REMINDER_DAYS)
                .getResultList();
    }
}
