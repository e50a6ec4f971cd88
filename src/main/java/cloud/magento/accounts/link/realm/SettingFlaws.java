package cloud.magento.accounts.link.realm;

import cloud.magento.accounts.link.config.ParsedSettings.Usable;
import cloud.magento.accounts.link.config.SettingProblem;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Settings that are wrong although all others take effect. */
public final class SettingFlaws {

    private SettingFlaws() {}

    /**
     * What is wrong: an unknown key, no settings at all, or a role, group or client that the realm does not have. Each
     * of them is looked up.
     */
    public static List<SettingProblem> of(Usable usable, KeycloakSession session, RealmModel realm) {
        return Stream.concat(
                        usable.flaws().stream(),
                        MissingReferences.exemptionsAndWaves(usable.settings(), session, realm).stream())
                .toList();
    }
}
