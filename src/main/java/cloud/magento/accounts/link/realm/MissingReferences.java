package cloud.magento.accounts.link.realm;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.SettingKey;
import cloud.magento.accounts.link.config.SettingProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Finds an identity provider, roles and groups that the settings name and the realm does not have. */
public final class MissingReferences {

    private MissingReferences() {}

    /** The provider, if it is missing. Without it, no user can connect. */
    public static Optional<SettingProblem> provider(LinkSettings settings, KeycloakSession session) {
        return session.identityProviders().getByAlias(settings.idpAlias()) == null
                ? Optional.of(SettingProblem.of(
                        SettingKey.IDP_ALIAS,
                        settings.idpAlias(),
                        "Use the alias of an identity provider of this realm."))
                : Optional.empty();
    }

    /** Missing roles and groups, which exempt no user. The other settings can take effect without them. */
    public static List<SettingProblem> exemptions(LinkSettings settings, KeycloakSession session, RealmModel realm) {
        List<SettingProblem> problems = new ArrayList<>();
        settings.exemptRoles().stream()
                .filter(role -> RoleNames.find(realm, role).isEmpty())
                .map(role -> SettingProblem.of(
                        SettingKey.EXEMPT_ROLES,
                        role,
                        "The realm has no such role, so it exempts nobody. Use the name of a realm role, or"
                                + " client.role for a client role, one per field."))
                .forEach(problems::add);
        settings.exemptGroups().stream()
                .filter(group -> KeycloakModelUtils.findGroupByPath(session, realm, group) == null)
                .map(group -> SettingProblem.of(
                        SettingKey.EXEMPT_GROUPS,
                        group,
                        "The realm has no such group, so it exempts nobody. Use the path of a group such as"
                                + " /partners, one per field."))
                .forEach(problems::add);
        return problems;
    }
}
