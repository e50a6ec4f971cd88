package cloud.magento.accounts.link.check;

import cloud.magento.accounts.link.check.Finding.Code;
import cloud.magento.accounts.link.policy.Mode;
import cloud.magento.accounts.link.report.Rollout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.events.EventType;
import org.keycloak.models.RealmModel;

/** Finds what is wrong with the set-up of a realm. It changes nothing. */
public final class SetupCheck {

    private SetupCheck() {}

    /** All findings, the worst first. */
    public static List<Finding> findings(Rollout rollout) {
        List<Finding> findings = new ArrayList<>(SettingsCheck.findings(rollout));
        // In every mode: a node without the extension fails at whatever is set up in the realm.
        findings.addAll(NodeCheck.findings(rollout.session()));
        // Without the settings there is nothing to compare the rest of the set-up with.
        if (rollout.settings().mode() != Mode.OFF) {
            findings.addAll(ProviderCheck.findings(rollout));
            findings.addAll(FlowCheck.findings(rollout));
            findings.addAll(UserDataCheck.findings(rollout));
            findings.addAll(ReminderCheck.findings(rollout));
            events(rollout.realm()).forEach(findings::add);
            findings.addAll(ServerCheck.findings());
        }
        findings.sort(Comparator.comparing(Finding::rank));
        return findings;
    }

    private static Stream<Finding> events(RealmModel realm) {
        List<String> types = realm.getEnabledEventTypesStream().toList();
        boolean areSaved = realm.isEventsEnabled() && (types.isEmpty() || types.contains(EventType.LOGIN.name()));
        return areSaved
                ? Stream.empty()
                : Stream.of(Finding.warning(
                        Code.EVENTS_NOT_SAVED,
                        "User events are not saved, so decisions, errors and references of pages cannot be looked up.",
                        "Realm settings → Events → User events settings: save events, with the type Login."));
    }
}
