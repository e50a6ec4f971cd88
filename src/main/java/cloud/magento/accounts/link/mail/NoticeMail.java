package cloud.magento.accounts.link.mail;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.support.UserContext;
import cloud.magento.accounts.link.view.InstantText;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Writes and sends the notice of a change to the addresses of a user. */
final class NoticeMail {

    private static final Logger LOG = Logger.getLogger(NoticeMail.class);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final LinkSettings settings;
    private final LinkChange change;
    private final boolean byAdmin;
    private final NoticeRecipients recipients;
    private final Locale locale;

    private NoticeMail(UserContext context, LinkSettings settings, LinkChange change, boolean byAdmin) {
        this.session = context.session();
        this.realm = context.realm();
        this.user = context.user();
        this.settings = settings;
        this.change = change;
        this.byAdmin = byAdmin;
        this.recipients = NoticeRecipients.of(session, user, change.origin());
        this.locale = NoticeLanguage.of(realm, user);
    }

    /**
     * Sends the notice, in a transaction of its own, to all {@link NoticeRecipients}. Does nothing if there is none, if
     * the realm has no mail server or no usable settings, or if the user has received the greatest number of notices
     * within 24 hours.
     *
     * @param completed the session of the request, whose transaction has been committed
     */
    static void send(KeycloakSession completed, LinkChange change) {
        boolean byAdmin = AdminChange.isOf(completed, change.origin());
        KeycloakModelUtils.runJobInTransaction(
                completed.getKeycloakSessionFactory(), completed.getContext(), session -> {
                    RealmModel realm = session.realms().getRealm(change.origin().realmId());
                    session.getContext().setRealm(realm);
                    UserModel user =
                            session.users().getUserById(realm, change.origin().userId());
                    if (change.kind() != LinkChange.Kind.NONE
                            && user != null
                            && !realm.getSmtpConfig().isEmpty()) {
                        UserContext context = new UserContext(session, realm, user);
                        RealmSettings.usable(realm)
                                .ifPresent(settings -> new NoticeMail(context, settings, change, byAdmin).sendToAll());
                    }
                });
    }

    private void sendToAll() {
        if (recipients.isEmpty()) {
            LOG.debugf("User %s has no verified address: no notice", user.getId());
        } else if (!NoticeLimit.takeOne(session, user.getId())) {
            LOG.warnf("User %s got as many notices as allowed within a day: this one is not sent", user.getId());
        } else {
            if (!recipients.current().isEmpty()) {
                send(recipients.current(), false);
            }
            recipients.former().forEach(address -> send(address, true));
        }
    }

    private void send(String address, boolean isFormer) {
        try {
            session.getProvider(EmailTemplateProvider.class)
                    .setRealm(realm)
                    .setUser(Recipient.of(user, address, locale))
                    .send(
                            change.kind().subjectKey(),
                            List.of(providerName()),
                            "connect-magento-notice.ftl",
                            attributes(isFormer));
        } catch (EmailException e) {
            // The notice is still sent to the other addresses.
            LOG.warnf(e, "The mail server rejected a notice for user %s", user.getId());
        }
    }

    /** The attributes of the template. Keycloak adds its own ones to the map. */
    private Map<String, Object> attributes(boolean isFormer) {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("heading", change.kind().subjectKey());
        attributes.put("whatHappened", change.kind().bodyKey(byAdmin));
        attributes.put("byAdmin", byAdmin);
        attributes.put("providerName", providerName());
        attributes.put("userName", name(user.getUsername(), isFormer));
        attributes.put("upstreamLabel", name(change.account(), isFormer));
        attributes.put("previousLabel", name(change.replaced(), isFormer));
        attributes.put(
                "when", InstantText.of(change.origin().at(), settings.schedule().zone(), locale));
        // The address of an admin is no business of the user.
        attributes.put("ipAddress", byAdmin ? "" : change.origin().ipAddress());
        attributes.put("supportUrl", settings.supportLink());
        attributes.put("accountUrl", accountUrl());
        attributes.put("formerAddress", isFormer);
        return attributes;
    }

    private String providerName() {
        return ProviderStatus.displayName(session, change.origin().alias());
    }

    /** A name as the mail shows it. A mail to a former address must not reveal the current one. */
    private String name(String name, boolean isFormer) {
        return isFormer && recipients.isCurrent(name) ? "" : PlainName.of(name);
    }

    private String accountUrl() {
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
