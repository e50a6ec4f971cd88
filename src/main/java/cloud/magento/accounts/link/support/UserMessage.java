package cloud.magento.accounts.link.support;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.realm.RealmSettings;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What the user is told once, on the page they come back to.
 *
 * @param messageKey the words
 * @param reference what an admin finds in the events
 */
public record UserMessage(String messageKey, String reference) {

    /** Words for a step that was used already, or whose place another one took. */
    public static final String EXPIRED = "connectMagentoErrorExpired";
    /** Words for when another request has the account or the user; the same button works in a moment. */
    public static final String BUSY = "connectMagentoErrorBusy";
    /** Words for who chose one account while another one was connected; the page names it. */
    public static final String ANOTHER_CONNECTED = "connectMagentoErrorAnotherConnected";
    /** Words for a deadline that passed between the page and the button. */
    public static final String TOO_LATE = "connectMagentoErrorTooLate";
    /** Words for who has used up all "Not now". */
    public static final String NO_SNOOZES_LEFT = "connectMagentoErrorNoSnoozesLeft";

    /** An error whose event an admin finds by its reference. */
    public static UserMessage of(LinkError error, String reference) {
        return new UserMessage(error.messageKey(), reference);
    }

    /** An error on the way back from the provider, written as an event of the user who waits. */
    public static UserMessage ofSignIn(KeycloakSession session, AuthenticationSessionModel waiting, LinkError error) {
        String alias = RealmSettings.usable(waiting.getRealm())
                .map(LinkSettings::idpAlias)
                .orElse("");
        return of(
                error,
                LinkEvents.error(
                        LinkEvents.of(session, waiting).event(EventType.FEDERATED_IDENTITY_LINK),
                        error,
                        LinkEvents.Phase.RETURN,
                        alias));
    }

    /** The same with a message that says more than the error, whose list is closed. */
    public UserMessage withKey(String ownMessageKey) {
        return new UserMessage(ownMessageKey, reference);
    }

    /** Whether it is the account at the provider that does not fit, so that another one may. */
    public boolean isAboutAccount() {
        return Stream.of(LinkError.ACCOUNT_IN_USE, LinkError.EMAIL_MISMATCH, LinkError.EMAIL_UNVERIFIED)
                .anyMatch(error -> error.messageKey().equals(messageKey));
    }

    /** What is to be told in this session; it is told once. */
    public static Optional<UserMessage> take(AuthenticationSessionModel authSession) {
        String noted = authSession.getAuthNote(AuthNotes.ERROR);
        if (noted == null) {
            return Optional.empty();
        }
        authSession.removeAuthNote(AuthNotes.ERROR);
        String[] parts = noted.split(" ", -1);
        return Optional.of(new UserMessage(parts[0], parts[1]));
    }

    /** Keeps it until the page is shown. */
    public void noteIn(AuthenticationSessionModel authSession) {
        authSession.setAuthNote(AuthNotes.ERROR, messageKey + ' ' + reference);
    }

    /**
     * Rolls this request back and then keeps the message until the page is shown. A note of this transaction would be
     * lost with it, and until its end the transaction can hold the session, as with Keycloak's feature "stateless".
     */
    public void noteAfterRollback(KeycloakSession session, AuthenticationSessionModel waiting) {
        session.getTransactionManager().setRollbackOnly();
        String realmId = waiting.getRealm().getId();
        String root = waiting.getParentSession().getId();
        String client = waiting.getClient().getId();
        String tab = waiting.getTabId();
        AfterCompletion.inAnyCase(
                session,
                () -> KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), later -> {
                    RealmModel realm = later.realms().getRealm(realmId);
                    later.getContext().setRealm(realm);
                    Optional.ofNullable(later.authenticationSessions().getRootAuthenticationSession(realm, root))
                            .map(found -> found.getAuthenticationSession(realm.getClientById(client), tab))
                            .ifPresent(this::noteIn);
                }));
    }
}
