package cloud.magento.accounts.link.mail;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.metrics.LinkMetrics;
import cloud.magento.accounts.link.policy.Mode;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.support.AfterCompletion;
import cloud.magento.accounts.link.support.Requests;
import cloud.magento.accounts.link.support.UserContext;
import cloud.magento.accounts.link.user.LinkedSince;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityCreatedEvent;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityRemovedEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * Sends a notice of every link that a request writes or removes: our page, the account console or an admin. Keycloak
 * reports the change within its transaction, in which the date of the link is stored. The notice is sent once the
 * transaction has been committed, as EmailEventListenerProvider does.
 */
public final class LinkChangeNotifier implements ProviderEventListener {

    private static final Logger LOG = Logger.getLogger(LinkChangeNotifier.class);

    /** In the Keycloak session: the combined change so far, so that a replacement causes one notice and not two. */
    private static final String CHANGE = "magento-link.change.";

    private final InstantSource clock;

    /** Creates the notifier. The clock gives the time of each change. */
    public LinkChangeNotifier(InstantSource clock) {
        this.clock = clock;
    }

    /** Stores or removes the date of the link, and prepares the notice. */
    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof FederatedIdentityCreatedEvent created) {
            onCreated(
                    new UserContext(created.getKeycloakSession(), created.getRealm(), created.getUser(), clock),
                    created.getFederatedIdentity());
        } else if (event instanceof FederatedIdentityRemovedEvent removed) {
            onRemoved(
                    new UserContext(removed.getKeycloakSession(), removed.getRealm(), removed.getUser(), clock),
                    removed.getFederatedIdentity());
        }
    }

    private static void onCreated(UserContext context, FederatedIdentityModel link) {
        if (Requests.isInRequest(context.session())
                && RealmSettings.isActive(context.realm(), link.getIdentityProvider())) {
            LinkedSince.store(context.user(), context.now());
        }
        note(context, link, change -> change.connectedTo(name(link)));
    }

    private static void onRemoved(UserContext context, FederatedIdentityModel link) {
        if (!isOfAnotherProvider(context.realm(), link)) {
            LinkedSince.remove(context.user());
        }
        note(context, link, change -> change.disconnectedFrom(name(link)));
    }

    /** If the mode is off, the provider is unknown. Then the date is removed: the next link must not inherit it. */
    private static boolean isOfAnotherProvider(RealmModel realm, FederatedIdentityModel link) {
        LinkSettings settings = RealmSettings.of(realm).readable();
        return settings.mode() != Mode.OFF && !settings.idpAlias().equals(link.getIdentityProvider());
    }

    private static void note(UserContext context, FederatedIdentityModel link, UnaryOperator<LinkChange> next) {
        // Without a request, the server works by itself, and no user needs a notice.
        Optional<String> ipAddress = Requests.ipAddress(context.session());
        if (ipAddress.isEmpty() || !RealmSettings.isActive(context.realm(), link.getIdentityProvider())) {
            return;
        }
        KeycloakSession session = context.session();
        String key = CHANGE + context.user().getId();
        LinkChange change = session.getAttribute(key, LinkChange.class);
        if (change == null) {
            change = LinkChange.none(new LinkChange.Origin(
                    context.realm().getId(),
                    context.user().getId(),
                    link.getIdentityProvider(),
                    NoticeRecipients.verifiedAddress(context.user()),
                    ipAddress.get(),
                    context.now()));
            String realm = context.realm().getName();
            AfterCompletion.ifCommitted(session, () -> {
                LinkChange whole = session.getAttribute(key, LinkChange.class);
                whole.outcome().ifPresent(outcome -> LinkMetrics.countLink(realm, outcome));
                send(session, whole);
            });
        }
        session.setAttribute(key, next.apply(change));
    }

    private static void send(KeycloakSession session, LinkChange change) {
        try {
            NoticeMail.send(session, change);
        } catch (Exception e) {
            // A notice that cannot be sent must not fail a request that has completed.
            LOG.warnf(
                    e,
                    "User %s: the notice of a changed link was not sent",
                    change.origin().userId());
        }
    }

    private static String name(FederatedIdentityModel link) {
        return link.getUserName() == null ? "" : link.getUserName();
    }
}
