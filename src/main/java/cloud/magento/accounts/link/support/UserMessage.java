package cloud.magento.accounts.link.support;

import cloud.magento.accounts.link.realm.RealmSettings;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A message that the next page shows the user, and shows only once.
 *
 * @param messageKey the key of the message
 * @param reference the reference by which an admin finds the event
 * @param account the account at the provider that the message is about, as the user knows it; empty string: none
 */
public record UserMessage(String messageKey, String reference, String account) {

    /** The step was already used, or another one has replaced it. */
    public static final String EXPIRED = "connectMagentoErrorExpired";
    /** Another request has locked the account or the user. The same button works shortly after. */
    public static final String BUSY = "connectMagentoErrorBusy";
    /** The user chose one account while another one was connected. The page names the connected one. */
    public static final String ANOTHER_CONNECTED = "connectMagentoErrorAnotherConnected";
    /** The deadline passed after the page was shown and before "Not now" was pressed. */
    public static final String TOO_LATE = "connectMagentoErrorTooLate";
    /** The user has chosen "Not now" as often as the settings allow. */
    public static final String NO_SNOOZES_LEFT = "connectMagentoErrorNoSnoozesLeft";

    /** The message of an error whose event has this reference. */
    public static UserMessage of(LinkError error, String reference) {
        return new UserMessage(error.messageKey(), reference, "");
    }

    /**
     * Writes the event of an error on the way back from the provider, for the user of the waiting session.
     *
     * @return the message of the error, with the reference of the event
     */
    public static UserMessage reportSignInError(
            KeycloakSession session, AuthenticationSessionModel waiting, LinkError error) {
        String alias = RealmSettings.idpAlias(waiting.getRealm());
        return of(
                error,
                LinkEvents.writeError(
                        LinkEvents.ofLogin(session, waiting).event(EventType.FEDERATED_IDENTITY_LINK),
                        error,
                        LinkEvents.Phase.RETURN,
                        alias));
    }

    /** The same reference with a message that is more specific than the one of the error. */
    public UserMessage withKey(String specificKey) {
        return new UserMessage(specificKey, reference, account);
    }

    /** The same message, with the name of the account at the provider that was rejected. */
    public UserMessage about(String rejectedAccount) {
        return new UserMessage(messageKey, reference, rejectedAccount);
    }

    /** Whether the account at the provider is the reason, so that a different account may be accepted. */
    public boolean isAboutAccount() {
        return needsOtherAccount() || isOneOf(LinkError.EMAIL_UNVERIFIED);
    }

    /** Whether a different account at the provider is the way out: the same one would be rejected again. */
    public boolean needsOtherAccount() {
        return isOneOf(LinkError.ACCOUNT_IN_USE, LinkError.EMAIL_MISMATCH, LinkError.PRIMARY_LOGIN_REQUIRED);
    }

    /** Whether this is information and not an error: the user decided so. */
    public boolean isInformation() {
        return isOneOf(LinkError.SIGN_IN_CANCELLED);
    }

    private boolean isOneOf(LinkError... errors) {
        return Stream.of(errors).anyMatch(error -> error.messageKey().equals(messageKey));
    }

    /** Stores the message until the next page shows it. It replaces an earlier message. */
    public void noteIn(AuthenticationSessionModel authSession) {
        authSession.setAuthNote(AuthNotes.ERROR, messageKey + ' ' + reference + ' ' + account);
    }

    /** The message that is stored in this session; empty: there is none. The session does not store it any longer. */
    public static Optional<UserMessage> take(AuthenticationSessionModel authSession) {
        String stored = authSession.getAuthNote(AuthNotes.ERROR);
        if (stored == null) {
            return Optional.empty();
        }
        authSession.removeAuthNote(AuthNotes.ERROR);
        String[] parts = stored.split(" ", 3);
        // A server with an older JAR stores no account.
        return Optional.of(new UserMessage(parts[0], parts[1], parts.length > 2 ? parts[2] : ""));
    }

    /**
     * Rolls this request back, and then stores the message until the next page shows it. The rollback would discard a
     * note of this transaction. The transaction can lock the session until it ends, as with Keycloak's feature
     * {@code stateless}.
     */
    public void noteAfterRollback(KeycloakSession session, AuthenticationSessionModel waiting) {
        session.getTransactionManager().setRollbackOnly();
        String realmId = waiting.getRealm().getId();
        String rootId = waiting.getParentSession().getId();
        String clientId = waiting.getClient().getId();
        String tabId = waiting.getTabId();
        AfterCompletion.always(
                session,
                () -> KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), newSession -> {
                    RealmModel realm = newSession.realms().getRealm(realmId);
                    newSession.getContext().setRealm(realm);
                    Optional.ofNullable(newSession.authenticationSessions().getRootAuthenticationSession(realm, rootId))
                            .map(root -> root.getAuthenticationSession(realm.getClientById(clientId), tabId))
                            .ifPresent(this::noteIn);
                }));
    }
}
