package cloud.magento.accounts.link.broker;

import cloud.magento.accounts.link.policy.LinkError;
import cloud.magento.accounts.link.settings.LinkSettings;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The one place that writes a link. */
public final class Linker {

    private static final Logger LOG = Logger.getLogger(Linker.class);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final LinkSettings settings;

    public Linker(KeycloakSession session, RealmModel realm, LinkSettings settings) {
        this.session = session;
        this.realm = realm;
        this.settings = settings;
    }

    /**
     * Connects the account of a proof with a user, if nothing stands against it now. What it leaves behind equals what
     * Keycloak's own linking leaves: see IdentityBrokerService.performAccountLinking.
     *
     * @param replace whether an account that is connected already gives way
     * @return why nothing was written; empty: the account is connected, now or already before
     */
    public Optional<LinkError> link(
            UserModel user,
            AuthenticationSessionModel authSession,
            SignIn signIn,
            Proof proof,
            boolean replace,
            EventBuilder event,
            Instant now) {
        UpstreamIdentity upstream = proof.identity();
        if (!LinkLock.take(session, realm, modelOf(upstream), user)) {
            LOG.warnf("User %s: gave up waiting for another request that connects the same account", user.getId());
            return Optional.of(LinkError.SIGN_IN_FAILED);
        }
        Optional<FederatedIdentityModel> current = OneToOne.linkOf(session, realm, user, settings.idpAlias());
        if (current.filter(link -> !replace || link.getUserId().equals(upstream.id()))
                .isPresent()) {
            return Optional.empty();
        }
        Optional<LinkError> refusal =
                RightToLink.refusalToWrite(session, realm, user, signIn, now).or(() -> objectionTo(upstream, user));
        if (refusal.isEmpty()) {
            write(user, authSession, proof, current, event);
        }
        return refusal;
    }

    /** What stands against this account as such; empty: nothing. Asked when it arrives, and again when writing. */
    public Optional<LinkError> objectionTo(UpstreamIdentity upstream, UserModel user) {
        return upstream.refusalBy(settings.emailPolicy(), user)
                .or(() -> isTaken(upstream, user) ? Optional.of(LinkError.ACCOUNT_IN_USE) : Optional.empty());
    }

    private boolean isTaken(UpstreamIdentity upstream, UserModel user) {
        return OneToOne.isTaken(session, realm, user, modelOf(upstream));
    }

    private FederatedIdentityModel modelOf(UpstreamIdentity upstream) {
        return new FederatedIdentityModel(settings.idpAlias(), upstream.id(), upstream.username());
    }

    private void write(
            UserModel user,
            AuthenticationSessionModel authSession,
            Proof proof,
            Optional<FederatedIdentityModel> replaced,
            EventBuilder event) {
        UpstreamIdentity upstream = proof.identity();
        BrokeredIdentityContext context = proof.serialized().deserialize(session, authSession);
        replaced.ifPresent(old -> session.users().removeFederatedIdentity(realm, user, old.getIdentityProvider()));
        session.users()
                .addFederatedIdentity(
                        realm,
                        user,
                        new FederatedIdentityModel(
                                settings.idpAlias(), upstream.id(), upstream.username(), context.getToken()));
        BrokeredUser.update(session, realm, user, context);
        BrokeredUser.finishLinking(session, authSession, context, settings.idpAlias(), upstream);
        LinkEvents.linked(
                event,
                settings.idpAlias(),
                upstream,
                replaced.map(FederatedIdentityModel::getUserName).orElse(null));
    }
}
