package cloud.magento.accounts.link.realm;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.SettingKey;
import cloud.magento.accounts.link.config.SettingProblem;
import cloud.magento.accounts.link.policy.Wave;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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

    /**
     * Missing roles, groups and clients, which exempt nobody, and missing groups of waves. The other settings can take
     * effect without them.
     */
    public static List<SettingProblem> exemptionsAndWaves(
            LinkSettings settings, KeycloakSession session, RealmModel realm) {
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
        waveGroups(settings)
                .filter(path -> KeycloakModelUtils.findGroupByPath(session, realm, path) == null)
                .map(path -> SettingProblem.of(
                        SettingKey.WAVES,
                        path,
                        "The realm has no such group, so nobody is in this wave. Use the path of a group such as"
                                + " /partners."))
                .forEach(problems::add);
        settings.stages().exemptClients().stream()
                .filter(clientId -> realm.getClientByClientId(clientId) == null)
                .map(clientId -> SettingProblem.of(
                        SettingKey.EXEMPT_CLIENTS,
                        clientId,
                        "The realm has no such client. Use a client ID, one per field."))
                .forEach(problems::add);
        return problems;
    }

    private static Stream<String> waveGroups(LinkSettings settings) {
        return settings.stages().waves().stream()
                .map(Wave::who)
                .filter(Wave.Group.class::isInstance)
                .map(who -> ((Wave.Group) who).path());
    }
}
