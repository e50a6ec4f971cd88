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

/** Finds what settings name but the realm does not have: provider, roles, groups. */
public final class MissingReferences {

    private MissingReferences() {}

    /** Everything that is missing; empty if the settings can be saved. */
    public static List<SettingProblem> all(LinkSettings settings, KeycloakSession session, RealmModel realm) {
        List<SettingProblem> problems = new ArrayList<>(exemptions(settings, session, realm));
        provider(settings, session).ifPresent(problem -> problems.add(0, problem));
        return problems;
    }

    /** The provider, without which nobody can connect. */
    public static Optional<SettingProblem> provider(LinkSettings settings, KeycloakSession session) {
        return session.identityProviders().getByAlias(settings.idpAlias()) == null
                ? Optional.of(SettingProblem.of(
                        SettingKey.IDP_ALIAS,
                        settings.idpAlias(),
                        "Use the alias of an identity provider of this realm."))
                : Optional.empty();
    }

    /** Roles and groups that exempt nobody, since they do not exist. All other settings can take effect. */
    public static List<SettingProblem> exemptions(LinkSettings settings, KeycloakSession session, RealmModel realm) {
        List<SettingProblem> problems = new ArrayList<>();
        settings.exemptRoles().stream()
                .filter(role -> RoleNames.named(realm, role).isEmpty())
                .map(role -> SettingProblem.of(
                        SettingKey.EXEMPT_ROLES,
                        role,
                        "The realm has no such role, so it exempts nobody. Use a realm role by its name or a"
                                + " client role as client.role, one per field."))
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
