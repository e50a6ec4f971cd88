package cloud.magento.accounts.link.settings;

import java.util.ArrayList;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Finds what settings name but the realm does not have: provider, roles, groups. */
public final class SettingsCheck {

    private SettingsCheck() {}

    /** Everything that is missing; empty where the settings can work. */
    public static List<Problem> missing(LinkSettings settings, KeycloakSession session, RealmModel realm) {
        List<Problem> problems = new ArrayList<>();
        if (session.identityProviders().getByAlias(settings.idpAlias()) == null) {
            problems.add(Problem.of(
                    Key.IDP_ALIAS, settings.idpAlias(), "Use the alias of an identity provider of this realm."));
        }
        settings.exemptRoles().stream()
                .filter(role -> Roles.named(realm, role).isEmpty())
                .map(role -> Problem.of(
                        Key.EXEMPT_ROLES,
                        role,
                        "Use a realm role by its name or a client role as client.role, one per field."))
                .forEach(problems::add);
        settings.exemptGroups().stream()
                .filter(group -> KeycloakModelUtils.findGroupByPath(session, realm, group) == null)
                .map(group -> Problem.of(
                        Key.EXEMPT_GROUPS, group, "Use the path of a group such as /partners, one per field."))
                .forEach(problems::add);
        return problems;
    }
}
