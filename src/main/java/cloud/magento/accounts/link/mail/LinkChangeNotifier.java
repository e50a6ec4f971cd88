package cloud.magento.accounts.link.mail;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.policy.Mode;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.support.AfterCompletion;
import cloud.magento.accounts.link.support.Requests;
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
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * Hears of every link that is written or removed, by whomever: our page, the account console, an admin. Keycloak tells
 * it within the transaction: there the link gets its date. The notice goes out when that has been committed, as
 * EmailEventListenerProvider does it.
 */
public final class LinkChangeNotifier implements ProviderEventListener {

    private static final Logger LOG = Logger.getLogger(LinkChangeNotifier.class);

    /** In the Keycloak session: the change so far, so that a replacement makes one notice and not two. */
    private static final String CHANGE = "magento-link.change.";

    private final InstantSource clock;

    public LinkChangeNotifier(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof FederatedIdentityCreatedEvent created) {
            FederatedIdentityModel link = created.getFederatedIdentity();
            if (Requests.isOne(created.getKeycloakSession())
                    && RealmSettings.isActive(created.getRealm(), link.getIdentityProvider())) {
                LinkedSince.keep(created.getUser(), clock.instant());
            }
            note(
                    created.getKeycloakSession(),
                    created.getRealm(),
                    created.getUser(),
                    link,
                    change -> change.connectedTo(label(link)));
        } else if (event instanceof FederatedIdentityRemovedEvent removed) {
            FederatedIdentityModel link = removed.getFederatedIdentity();
            if (!isOfAnother(removed.getRealm(), link)) {
                LinkedSince.forget(removed.getUser());
            }
            note(
                    removed.getKeycloakSession(),
                    removed.getRealm(),
                    removed.getUser(),
                    link,
                    change -> change.disconnectedFrom(label(link)));
        }
    }

    private void note(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            FederatedIdentityModel link,
            UnaryOperator<LinkChange> happened) {
        // Without a request nobody acts, and nobody needs a mail.
        Optional<String> address = Requests.ipAddress(session);
        if (address.isEmpty() || !RealmSettings.isActive(realm, link.getIdentityProvider())) {
            return;
        }
        String key = CHANGE + user.getId();
        LinkChange soFar = session.getAttribute(key, LinkChange.class);
        if (soFar == null) {
            soFar = new LinkChange(
                    realm.getId(),
                    user.getId(),
                    link.getIdentityProvider(),
                    verifiedAddress(user),
                    Optional.empty(),
                    Optional.empty(),
                    address.get(),
                    clock.instant());
            AfterCompletion.ifKept(session, () -> send(session, session.getAttribute(key, LinkChange.class)));
        }
        session.setAttribute(key, happened.apply(soFar));
    }

    /** Anybody can enter a stranger's address; the notices must not become mail that the stranger never asked for. */
    private static Optional<String> verifiedAddress(UserModel user) {
        return Optional.ofNullable(user.getEmail()).filter(address -> user.isEmailVerified() && !address.isBlank());
    }

    /** Where we cannot tell because we are off, the link counts as ours: its date must not become that of the next. */
    private static boolean isOfAnother(RealmModel realm, FederatedIdentityModel link) {
        LinkSettings settings = RealmSettings.of(realm).readable();
        return settings.mode() != Mode.OFF && !settings.idpAlias().equals(link.getIdentityProvider());
    }

    private static void send(KeycloakSession session, LinkChange change) {
        try {
            NoticeMail.send(session, change);
        } catch (Exception e) {
            // A mail that cannot be sent must not end a login that is done.
            LOG.warnf(e, "User %s was not told of a change of the connected account", change.userId());
        }
    }

    private static String label(FederatedIdentityModel link) {
        return link.getUserName() == null ? "" : link.getUserName();
    }
}
