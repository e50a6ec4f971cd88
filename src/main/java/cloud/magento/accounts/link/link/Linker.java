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
import cloud.magento.accounts.link.session.ExemptClientSession;
import cloud.magento.accounts.link.session.SignIn;
import cloud.magento.accounts.link.session.SignedInAccount;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.user.ConnectedAccount;
import cloud.magento.accounts.link.user.PrimaryLoginScope;
import jakarta.persistence.PersistenceException;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.ModelException;

/** Writes the link that a user has confirmed. No other class of this extension writes links. */
public final class Linker {

    private static final Logger LOG = Logger.getLogger(Linker.class);

    private final LoginContext login;
    private final LinkSettings settings;

    /** Creates the linker of one login. */
    public Linker(LoginContext login, LinkSettings settings) {
        this.login = login;
        this.settings = settings;
    }

    /** The result of a confirmation. */
    public sealed interface Outcome {

        /** This request has connected the account. */
        record Connected() implements Outcome {}

        /** The account was connected before this request got the lock. This transaction may not see the link. */
        record AlreadyConnected() implements Outcome {}

        /**
         * Another account is connected, by a request that got the lock before this one.
         *
         * @param name the name of that account, or its id if the link has no name
         */
        record AnotherConnected(String name) implements Outcome {}

        /** A rule forbids the link. */
        record Refused(LinkError error) implements Outcome {}

        /** Another request holds the lock on the account or the user. The user can try again. */
        record Busy() implements Outcome {}

        /** As {@link Busy}, and the database has ended the transaction of this request. */
        record RolledBack() implements Outcome {}
    }

    /**
     * Connects the account of a pending identity with the user, if no rule forbids it now. The result equals that of
     * Keycloak's own linking, see IdentityBrokerService.performAccountLinking.
     *
     * @param replace whether to replace the account that is connected, if it is still the one that this request has
     *     read
     * @param event the event of the login, for the event of the link
     */
    public Outcome link(SignIn signIn, PendingIdentity pending, boolean replace, EventBuilder event) {
        UpstreamIdentity upstream = pending.identity();
        Optional<String> readBefore =
                ConnectedAccount.linkOf(login.subject(), settings).map(FederatedIdentityModel::getUserId);
        if (!LinkLock.take(login.subject(), upstream.linkTo(settings.idpAlias()))) {
            return login.session().getTransactionManager().getRollbackOnly() ? new RolledBack() : new Busy();
        }
        Optional<FederatedIdentityModel> current =
                UniqueLinkCheck.readLinkAndCorrectCache(login.subject(), settings.idpAlias());
        Optional<String> currentId = current.map(FederatedIdentityModel::getUserId);
        if (currentId.filter(upstream.id()::equals).isPresent()) {
            return new AlreadyConnected();
        }
        if (current.isPresent() && !replace) {
            return new AnotherConnected(ConnectedAccount.nameOf(current.get()));
        }
        if (current.isPresent() && lacksPrimaryLogin()) {
            return new Refused(LinkError.REAUTHENTICATION_REQUIRED);
        }
        Optional<LinkError> refusal = LinkAuthorization.refusalToWrite(login.subject(), signIn)
                .or(() -> UpstreamAccountCheck.refusal(login.subject(), settings, upstream));
        if (refusal.isPresent()) {
            return new Refused(refusal.get());
        }
        if (current.isPresent() && !currentId.equals(readBefore)) {
            return new AnotherConnected(ConnectedAccount.nameOf(current.get()));
        }
        return current.map(old -> tryToWrite(() -> replace(old, pending, event)))
                .orElseGet(() -> tryToWrite(() -> add(pending, event)));
    }

    /**
     * Whether the user has signed in to an exempt client only, without the connected account. Replacing that account
     * would then take no more than the password, and would change the sign-in at all clients.
     */
    private boolean lacksPrimaryLogin() {
        return PrimaryLoginScope.includes(login.subject(), settings)
                && ExemptClientSession.isUnproven(login.session(), login.authSession(), settings.stages());
    }

    /**
     * The admin REST API and others write without the lock, so one of them can hold the row of the same user. Then the
     * database rejects the second row, or ends one of two requests that wait for each other.
     */
    private Outcome tryToWrite(Runnable writing) {
        try {
            writing.run();
            return new Connected();
        } catch (ModelException | PersistenceException e) {
            LOG.warnf(
                    e,
                    "User %s: the database rejected the link. The user can try again.",
                    login.user().getId());
            return new RolledBack();
        }
    }

    private void add(PendingIdentity pending, EventBuilder event) {
        FederatedIdentityModel link = write(pending);
        LinkEvents.writeLinked(event, settings.idpAlias(), link.getUserName());
    }

    private void replace(FederatedIdentityModel old, PendingIdentity pending, EventBuilder event) {
        login.session().users().removeFederatedIdentity(login.realm(), login.user(), old.getIdentityProvider());
        FederatedIdentityModel link = write(pending);
        LinkEvents.writeReplaced(event, settings.idpAlias(), link.getUserName(), old.getUserName());
    }

    private FederatedIdentityModel write(PendingIdentity pending) {
        BrokeredUser brokered = new BrokeredUser(login, pending);
        FederatedIdentityModel link = pending.identity().linkTo(settings.idpAlias());
        brokered.token().ifPresent(link::setToken);
        login.session().users().addFederatedIdentity(login.realm(), login.user(), link);
        brokered.update();
        brokered.finishLinking();
        SignedInAccount.note(login.authSession(), link);
        return link;
    }
}
