package cloud.magento.accounts.link.action;

import cloud.magento.accounts.link.config.ParsedSettings;
import cloud.magento.accounts.link.config.ParsedSettings.Unusable;
import cloud.magento.accounts.link.config.ParsedSettings.Usable;
import cloud.magento.accounts.link.config.SettingProblem;
import cloud.magento.accounts.link.config.SettingsParser;
import cloud.magento.accounts.link.config.SettingsProperties;
import cloud.magento.accounts.link.realm.MissingReferences;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.realm.SettingFlaws;
import cloud.magento.accounts.link.support.ExtensionVersion;
import cloud.magento.accounts.link.support.KeycloakClock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.Config;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ServerInfoAwareProviderFactory;
import org.keycloak.userprofile.ValidationException;
import org.keycloak.validate.ValidationError;

/** Registers the required action and its settings. */
public final class ConnectMagentoActionFactory implements RequiredActionFactory, ServerInfoAwareProviderFactory {

    private final RequiredActionProvider action = new ConnectMagentoAction(KeycloakClock.INSTANCE);

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return action;
    }

    @Override
    public String getId() {
        return RealmSettings.ACTION_ID;
    }

    @Override
    public String getDisplayText() {
        return "Connect with Magento.com";
    }

    /** A user who opens the same mail from an admin again is prompted again. */
    @Override
    public boolean isOneTimeAction() {
        return false;
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return SettingsProperties.all();
    }

    /**
     * Rejects settings that cannot take effect.
     *
     * @throws ValidationException that names every such setting and the values that are accepted
     */
    @Override
    public void validateConfig(KeycloakSession session, RealmModel realm, RequiredActionConfigModel model) {
        List<SettingProblem> problems =
                problems(session, realm, model.getConfig() == null ? Map.of() : model.getConfig());
        if (!problems.isEmpty()) {
            ValidationException.ValidationExceptionBuilder errors =
                    new ValidationException.ValidationExceptionBuilder();
            problems.forEach(problem -> errors.accept(new ValidationError(getId(), problem.key(), problem.message())));
            throw errors.build();
        }
    }

    private static List<SettingProblem> problems(
            KeycloakSession session, RealmModel realm, Map<String, String> config) {
        ParsedSettings parsed = SettingsParser.parse(RealmSettings.toBeSaved(realm, config));
        if (parsed instanceof Unusable unusable) {
            return unusable.problems();
        }
        Usable usable = (Usable) parsed;
        return Stream.concat(
                        MissingReferences.provider(usable.settings(), session).stream(),
                        SettingFlaws.of(usable, session, realm).stream())
                .toList();
    }

    /** The version and the path of the rollout page, which the admin console shows under Provider info. */
    @Override
    public Map<String, String> getOperationalInfo() {
        return Map.of("version", ExtensionVersion.text(), "rollout page", "/realms/{realm}/magento-link/");
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
