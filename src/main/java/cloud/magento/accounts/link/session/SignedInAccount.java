package cloud.magento.accounts.link.session;

import cloud.magento.accounts.link.support.AuthNotes;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The provider account with which the user signed in: by the provider's button, by primary login or by linking. */
public final class SignedInAccount {

    private SignedInAccount() {}

    /** Stores the account in the authentication session of the login. */
    public static void note(AuthenticationSessionModel authSession, FederatedIdentityModel account) {
        authSession.setAuthNote(AuthNotes.SIGNED_IN_WITH, key(account));
    }

    /** Whether the user signed in with this account. */
    public static boolean isSignedInWith(AuthenticationSessionModel authSession, FederatedIdentityModel account) {
        return key(account).equals(authSession.getAuthNote(AuthNotes.SIGNED_IN_WITH));
    }

    /** Whether the user signed in with any account of the provider. */
    static boolean isNoted(AuthenticationSessionModel authSession) {
        return authSession.getAuthNote(AuthNotes.SIGNED_IN_WITH) != null;
    }

    /** An upstream id is unique only together with the alias of its provider. */
    private static String key(FederatedIdentityModel account) {
        return account.getIdentityProvider() + '\n' + account.getUserId();
    }
}
