package cloud.magento.accounts.link.check;

import cloud.magento.accounts.link.check.Finding.Code;
import cloud.magento.accounts.link.config.ParsedSettings.Unusable;
import cloud.magento.accounts.link.config.ParsedSettings.Usable;
import cloud.magento.accounts.link.config.SettingKey;
import cloud.magento.accounts.link.config.SettingProblem;
import cloud.magento.accounts.link.policy.Mode;
import cloud.magento.accounts.link.realm.MissingReferences;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.report.Rollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/** Checks the required action and its settings. */
final class SettingsCheck {

    private static final String COG = "Authentication → Required actions → Connect with Magento.com → cog.";

    private final Rollout rollout;
    private final List<Finding> findings = new ArrayList<>();

    private SettingsCheck(Rollout rollout) {
        this.rollout = rollout;
    }

    static List<Finding> findings(Rollout rollout) {
        SettingsCheck check = new SettingsCheck(rollout);
        if (check.isActionInUse()) {
            check.checkSettings();
        }
        return check.findings;
    }

    private boolean isActionInUse() {
        RealmModel realm = rollout.realm();
        Optional<RequiredActionProviderModel> action =
                Optional.ofNullable(realm.getRequiredActionProviderByAlias(RealmSettings.ACTION_ID));
        if (action.isEmpty()) {
            Optional<String> other = realm.getRequiredActionProvidersStream()
                    .filter(candidate -> RealmSettings.ACTION_ID.equals(candidate.getProviderId()))
                    .map(RequiredActionProviderModel::getAlias)
                    .findFirst();
            findings.add(
                    other.isPresent()
                            ? Finding.error(
                                    Code.ACTION_ALIAS,
                                    "The required action has the alias " + other.get() + ". Keycloak finds its"
                                            + " settings only if the alias is " + RealmSettings.ACTION_ID + ".",
                                    "kcadm.sh update authentication/required-actions/" + other.get() + " -r "
                                            + realm.getName() + " -s alias=" + RealmSettings.ACTION_ID)
                            : Finding.error(
                                    Code.ACTION_MISSING,
                                    "The required action is not registered, so nobody is asked to connect.",
                                    "kcadm.sh create authentication/register-required-action -r " + realm.getName()
                                            + " -s providerId=" + RealmSettings.ACTION_ID
                                            + " -s 'name=Connect with Magento.com'"));
            return false;
        }
        if (!action.get().isEnabled()) {
            findings.add(Finding.error(
                    Code.ACTION_DISABLED,
                    "The required action is not enabled, so nobody is asked to connect.",
                    "Authentication → Required actions → Connect with Magento.com: Enabled."));
            return false;
        }
        return true;
    }

    private void checkSettings() {
        if (rollout.parsed() instanceof Unusable unusable) {
            unusable.problems()
                    .forEach(problem -> findings.add(Finding.error(Code.SETTINGS_INVALID, problem.message(), COG)));
            return;
        }
        ((Usable) rollout.parsed()).flaws().forEach(this::addFlaw);
        Mode mode = rollout.settings().mode();
        if (mode != Mode.ON) {
            findings.add(Finding.info(
                    mode == Mode.OFF ? Code.MODE_OFF : Code.MODE_REPORT,
                    mode == Mode.OFF
                            ? "The mode is off, so nobody is asked to connect."
                            : "The mode is report: decisions are recorded, and nobody is asked to connect.",
                    COG));
        }
        if (mode != Mode.OFF && rollout.settings().schedule().cutoff().isEmpty()) {
            findings.add(Finding.warning(
                    Code.CUTOFF_MISSING,
                    "There is no cutoff, so only users with a personal deadline or in a wave must connect.",
                    COG));
        }
        MissingReferences.exemptionsAndWaves(rollout.settings(), rollout.session(), rollout.realm())
                .forEach(problem -> findings.add(Finding.warning(missingCode(problem.key()), problem.message(), COG)));
    }

    private static Code missingCode(String key) {
        return switch (key) {
            case SettingKey.EXEMPT_ROLES -> Code.EXEMPT_ROLE_MISSING;
            case SettingKey.WAVES -> Code.WAVE_GROUP_MISSING;
            case SettingKey.EXEMPT_CLIENTS -> Code.EXEMPT_CLIENT_MISSING;
            default -> Code.EXEMPT_GROUP_MISSING;
        };
    }

    private void addFlaw(SettingProblem flaw) {
        findings.add(
                flaw.isEmptyConfig()
                        ? Finding.error(Code.SETTINGS_EMPTY, flaw.message(), COG)
                        : Finding.warning(Code.SETTINGS_UNKNOWN_KEY, flaw.message(), COG));
    }
}
