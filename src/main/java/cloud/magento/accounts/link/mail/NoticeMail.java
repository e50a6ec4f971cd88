package cloud.magento.accounts.link.mail;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.view.InstantText;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.UserModelDelegate;

/** Writes and sends the notice. */
final class NoticeMail {

    private static final Logger LOG = Logger.getLogger(NoticeMail.class);

    private NoticeMail() {}

    /**
     * Sends, in a transaction of its own, to the verified address that the user had, and to those that they had within
     * the last 30 days. Does nothing if there is none, or if the user got as many notices today as they may.
     */
    static void send(KeycloakSession ended, LinkChange change) {
        KeycloakModelUtils.runJobInTransaction(ended.getKeycloakSessionFactory(), ended.getContext(), session -> {
            RealmModel realm = session.realms().getRealm(change.realmId());
            session.getContext().setRealm(realm);
            UserModel user = session.users().getUserById(realm, change.userId());
            Optional<LinkSettings> settings = RealmSettings.usable(realm);
            if (!change.isNone()
                    && user != null
                    && settings.isPresent()
                    && !realm.getSmtpConfig().isEmpty()) {
                send(session, realm, user, settings.get(), change);
            }
        });
    }

    private static void send(
            KeycloakSession session, RealmModel realm, UserModel user, LinkSettings settings, LinkChange change) {
        List<String> former = FormerAddresses.of(session, user.getId(), change.at()).stream()
                .filter(address -> !isOfUser(address, user, change))
                .toList();
        if (change.email().isEmpty() && former.isEmpty()) {
            LOG.debugf("User %s has no verified address: no notice", user.getId());
        } else if (!NoticeLimit.takeOne(session, user.getId())) {
            LOG.warnf("User %s got as many notices as allowed within a day: this one is not sent", user.getId());
        } else {
            change.email().ifPresent(address -> send(session, realm, user, settings, change, address, false));
            former.forEach(address -> send(session, realm, user, settings, change, address, true));
        }
    }

    private static void send(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            LinkSettings settings,
            LinkChange change,
            String address,
            boolean isFormer) {
        Locale locale = session.getContext().resolveLocale(user);
        String providerName = ProviderStatus.displayName(session, change.alias());
        // Keycloak adds its own attributes to the map it is given.
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("whatHappened", "connectMagento" + change.kind() + "Body");
        attributes.put("providerName", providerName);
        attributes.put("userName", name(user.getUsername(), isFormer, user, change));
        attributes.put("upstreamLabel", name(change.now().or(change::before).orElse(""), isFormer, user, change));
        attributes.put(
                "previousLabel",
                change.now().isPresent() ? name(change.before().orElse(""), isFormer, user, change) : "");
        attributes.put("when", InstantText.of(change.at(), settings.schedule().zone(), locale));
        attributes.put("ipAddress", change.ipAddress());
        attributes.put("supportUrl", settings.supportLink());
        attributes.put("accountUrl", accountUrl(session, realm));
        attributes.put("formerAddress", isFormer);
        try {
            session.getProvider(EmailTemplateProvider.class)
                    .setRealm(realm)
                    .setUser(new UserModelDelegate(user) {
                        @Override
                        public String getEmail() {
                            return address;
                        }
                    })
                    .send(
                            "connectMagento" + change.kind() + "Subject",
                            List.of(providerName),
                            "connect-magento-notice.ftl",
                            attributes);
        } catch (EmailException e) {
            // The other addresses are still to be told.
            LOG.warnf(e, "The mail server did not take a notice for user %s", user.getId());
        }
    }

    /** A name for the mail. Whoever reads mail at a former address must not learn of the new one. */
    private static String name(String name, boolean isFormer, UserModel user, LinkChange change) {
        return isFormer && isOfUser(name, user, change) ? "" : PlainName.of(name);
    }

    private static boolean isOfUser(String address, UserModel user, LinkChange change) {
        return Stream.concat(Stream.ofNullable(user.getEmail()), change.email().stream())
                .anyMatch(address::equalsIgnoreCase);
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
