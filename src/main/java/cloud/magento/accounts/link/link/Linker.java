package cloud.magento.accounts.link.link;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.idp.BrokeredUser;
import cloud.magento.accounts.link.idp.PendingIdentity;
import cloud.magento.accounts.link.idp.UpstreamIdentity;
import cloud.magento.accounts.link.link.Linker.Outcome.AlreadyConnected;
import cloud.magento.accounts.link.link.Linker.Outcome.AnotherConnected;
import cloud.magento.accounts.link.link.Linker.Outcome.Busy;
import cloud.magento.accounts.link.link.Linker.Outcome.Connected;
import cloud.magento.accounts.link.link.Linker.Outcome.Refused;
import cloud.magento.accounts.link.link.Linker.Outcome.RolledBack;
import cloud.magento.accounts.link.session.SignIn;
import cloud.magento.accounts.link.session.SignedInAccount;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.LinkEvents;
import jakarta.persistence.PersistenceException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
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

    /** What became of a confirmation. */
    public sealed interface Outcome {

        /** The account is connected, by this request. */
        record Connected() implements Outcome {}

        /** The account was connected when this request had its turn, which this transaction may not see. */
        record AlreadyConnected() implements Outcome {}

        /** Another account is connected, by a request that had its turn before this one. */
        record AnotherConnected(String name) implements Outcome {}

        /** Something forbids it. */
        record Refused(LinkError error) implements Outcome {}

        /** Another request keeps the account or the user: nothing was decided. */
        record Busy() implements Outcome {}

        /** The same, and nothing that this request does is kept: the database has ended its transaction. */
        record RolledBack() implements Outcome {}
    }

    /**
     * Connects the account of a proof with a user, if nothing stands against it now. What it leaves behind equals what
     * Keycloak's own linking leaves: see IdentityBrokerService.performAccountLinking.
     *
     * @param replace whether the account that is connected gives way, if it is the one that this request saw
     */
    public Outcome link(
            UserModel user,
            AuthenticationSessionModel authSession,
            SignIn signIn,
            PendingIdentity proof,
            boolean replace,
            EventBuilder event,
            Instant now) {
        UpstreamIdentity upstream = proof.identity();
        Optional<String> seen =
                idOf(Optional.ofNullable(session.users().getFederatedIdentity(realm, user, settings.idpAlias())));
        if (!LinkLock.take(session, realm, modelOf(upstream), user)) {
            return session.getTransactionManager().getRollbackOnly() ? new RolledBack() : new Busy();
        }
        Optional<FederatedIdentityModel> current = UniqueLinkCheck.linkOf(session, realm, user, settings.idpAlias());
        if (idOf(current).filter(upstream.id()::equals).isPresent()) {
            return new AlreadyConnected();
        }
        if (current.isPresent() && !replace) {
            return anotherConnected(current.get());
        }
        Optional<LinkError> refusal = LinkAuthorization.refusalToWrite(session, realm, user, signIn, now)
                .or(() -> objectionTo(upstream, user));
        if (refusal.isPresent()) {
            return new Refused(refusal.get());
        }
        if (current.isPresent() && !idOf(current).equals(seen)) {
            return anotherConnected(current.get());
        }
        return tryToWrite(user, authSession, proof, current, event);
    }

    /** An import or an admin may have left it without a name. */
    private static Outcome anotherConnected(FederatedIdentityModel link) {
        return new AnotherConnected(Objects.requireNonNullElse(link.getUserName(), link.getUserId()));
    }

    private static Optional<String> idOf(Optional<FederatedIdentityModel> link) {
        return link.map(FederatedIdentityModel::getUserId);
    }

    /** What stands against this account as such; empty: nothing. Asked when it arrives, and again when writing. */
    public Optional<LinkError> objectionTo(UpstreamIdentity upstream, UserModel user) {
        return upstream.refusalBy(settings.emailPolicy(), user)
                .or(() -> isTaken(upstream, user) ? Optional.of(LinkError.ACCOUNT_IN_USE) : Optional.empty());
    }

    private boolean isTaken(UpstreamIdentity upstream, UserModel user) {
        return UniqueLinkCheck.isTaken(session, realm, user, modelOf(upstream));
    }

    private FederatedIdentityModel modelOf(UpstreamIdentity upstream) {
        return upstream.linkTo(settings.idpAlias());
    }

    /**
     * A writer that does not ask for the lock first, such as the admin REST API, may hold the row of the same user.
     * Then the database refuses the second row, or ends one of two requests that wait for each other.
     */
    private Outcome tryToWrite(
            UserModel user,
            AuthenticationSessionModel authSession,
            PendingIdentity proof,
            Optional<FederatedIdentityModel> replaced,
            EventBuilder event) {
        try {
            write(user, authSession, proof, replaced, event);
            return new Connected();
        } catch (ModelException | PersistenceException e) {
            LOG.warnf(e, "User %s: the database did not take the connection", user.getId());
            return new RolledBack();
        }
    }

    private void write(
            UserModel user,
            AuthenticationSessionModel authSession,
            PendingIdentity proof,
            Optional<FederatedIdentityModel> replaced,
            EventBuilder event) {
        UpstreamIdentity upstream = proof.identity();
        BrokeredUser brokered = new BrokeredUser(session, authSession, user, proof);
        replaced.ifPresent(old -> session.users().removeFederatedIdentity(realm, user, old.getIdentityProvider()));
        session.users()
                .addFederatedIdentity(
                        realm,
                        user,
                        new FederatedIdentityModel(
                                settings.idpAlias(), upstream.id(), upstream.username(), brokered.token()));
        brokered.update();
        brokered.finishLinking();
        SignedInAccount.note(authSession, modelOf(upstream));
        LinkEvents.linked(
                event,
                settings.idpAlias(),
                upstream.username(),
                replaced.map(FederatedIdentityModel::getUserName).orElse(null));
    }
}
