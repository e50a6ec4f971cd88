package cloud.magento.accounts.link.notice;

import cloud.magento.accounts.link.broker.ProviderState;
import cloud.magento.accounts.link.page.MomentText;
import cloud.magento.accounts.link.settings.LinkSettings;
import cloud.magento.accounts.link.settings.RealmSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.UserModelDelegate;

/** Writes and sends the notice. */
final class NoticeMail {

    private NoticeMail() {}

    /** Sends, in a transaction of its own, to the address that the user had; does nothing where there is none. */
    static void send(KeycloakSession ended, LinkChange change) {
        KeycloakModelUtils.runJobInTransaction(ended.getKeycloakSessionFactory(), ended.getContext(), session -> {
            RealmModel realm = session.realms().getRealm(change.realmId());
            session.getContext().setRealm(realm);
            UserModel user = session.users().getUserById(realm, change.userId());
            Optional<LinkSettings> settings = RealmSettings.usable(realm);
            if (!change.isNone()
                    && user != null
                    && change.email().isPresent()
                    && settings.isPresent()
                    && !realm.getSmtpConfig().isEmpty()) {
                send(session, realm, user, settings.get(), change);
            }
        });
    }

    private static void send(
            KeycloakSession session, RealmModel realm, UserModel user, LinkSettings settings, LinkChange change) {
        Locale locale = session.getContext().resolveLocale(user);
        String providerName = ProviderState.displayName(session, change.alias());
        // Keycloak adds its own attributes to the map it is given.
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("whatHappened", "connectMagento" + change.kind() + "Body");
        attributes.put("providerName", providerName);
        attributes.put("userName", user.getUsername());
        attributes.put("upstreamLabel", change.now().or(change::before).orElse(""));
        attributes.put(
                "previousLabel", change.now().isPresent() ? change.before().orElse("") : "");
        attributes.put("when", MomentText.of(change.at(), settings.schedule().zone(), locale));
        attributes.put("ipAddress", change.ipAddress());
        attributes.put("supportUrl", settings.supportLink());
        attributes.put("accountUrl", accountUrl(session, realm));
        try {
            session.getProvider(EmailTemplateProvider.class)
                    .setRealm(realm)
                    .setUser(new UserModelDelegate(user) {
                        @Override
                        public String getEmail() {
                            return change.email().orElseThrow();
                        }
                    })
                    .send(
                            "connectMagento" + change.kind() + "Subject",
                            List.of(providerName),
                            "connect-magento-notice.ftl",
                            attributes);
        } catch (EmailException e) {
            throw new IllegalStateException("The mail server did not take the notice", e);
        }
    }

    private static String accountUrl(KeycloakSession session, RealmModel realm) {
        return session.getContext()
                .getUri()
                .getBaseUriBuilder()
                .path("realms")
                .path(realm.getName())
                .path("account")
                .build()
                .toString();
    }
}
