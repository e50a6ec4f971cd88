package cloud.magento.accounts.link.it;

import org.keycloak.representations.idm.RealmRepresentation;

/** It lets one password of a user in at a time, and is not always done when a script sends the next one. */
final class BruteForceProtection {

    private BruteForceProtection() {}

    /** Switches it on or off; it is on in the realm file. */
    static void enable(boolean enabled) {
        RealmRepresentation realm = Site.cloud().toRepresentation();
        realm.setBruteForceProtected(enabled);
        Site.cloud().update(realm);
    }
}
