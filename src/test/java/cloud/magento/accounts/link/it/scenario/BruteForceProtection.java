package cloud.magento.accounts.link.it.scenario;

import org.keycloak.representations.idm.RealmRepresentation;

/**
 * The realm's brute force protection. It rejects concurrent passwords of one user, and may still process the previous
 * one when a script sends the next.
 */
public final class BruteForceProtection {

    private BruteForceProtection() {}

    /** Switches it on or off; it is on in the realm file. */
    public static void enable(boolean enabled) {
        RealmRepresentation realm = Site.cloud().toRepresentation();
        realm.setBruteForceProtected(enabled);
        Site.cloud().update(realm);
    }
}
