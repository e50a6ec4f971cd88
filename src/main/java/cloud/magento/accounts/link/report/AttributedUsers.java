package cloud.magento.accounts.link.report;

import jakarta.persistence.TypedQuery;
import java.util.List;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Lists the users of the realm's database who have one of some attributes, in the order of their ids, page by page.
 *
 * @param attributes the names of the attributes
 */
public record AttributedUsers(KeycloakSession session, RealmModel realm, List<String> attributes) {

    /**
     * The ids that follow this one. If there are fewer than {@code max}, these are the last.
     *
     * @param id empty: the first page
     */
    public List<String> after(String id, int max) {
        // A user whose store accepts no attributes has them in the other table.
        String text = "select u.id from UserEntity u where u.realmId = :realm"
                + " and (exists (select 1 from UserAttributeEntity x where x.user.id = u.id and x.name in (:names))"
                + " or exists (select 1 from FederatedUserAttributeEntity y where y.userId = u.id"
                + " and y.name in (:names)))";
        TypedQuery<String> query = session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createQuery(text + (id.isEmpty() ? "" : " and u.id > :after") + " order by u.id", String.class)
                .setParameter("realm", realm.getId())
                .setParameter("names", attributes);
        if (!id.isEmpty()) {
            query.setParameter("after", id);
        }
        return query.setMaxResults(max).getResultList();
    }
}
