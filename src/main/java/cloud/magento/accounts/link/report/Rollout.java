package cloud.magento.accounts.link.report;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.ParsedSettings;
import cloud.magento.accounts.link.config.ParsedSettings.Usable;
import cloud.magento.accounts.link.policy.Mode;
import cloud.magento.accounts.link.policy.Schedule;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.support.KeycloakClock;
import java.time.Instant;
import java.util.Locale;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * What a report is about: the settings of a realm at one instant.
 *
 * @param parsed the settings in effect
 * @param now the instant at which the states are decided
 */
public record Rollout(KeycloakSession session, RealmModel realm, ParsedSettings parsed, Instant now) {

    /** Where the rollout is. */
    public enum Phase {
        /** The mode is {@code off}, or the required action is not registered or not enabled. */
        OFF,
        /** A setting is invalid, so the policy decides nothing: {@code whenUnavailable} does. */
        INVALID,
        /** The mode is {@code report}: the states are those that mode {@code on} would decide. */
        REPORT,
        /** Neither prompts nor enforcement have started. */
        BEFORE,
        /** Users are prompted. */
        REMIND,
        /** The cutoff has passed. */
        ENFORCE;

        /** The name of the phase in answers. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The rollout of the settings in effect, now. */
    public static Rollout of(KeycloakSession session, RealmModel realm) {
        return new Rollout(session, realm, RealmSettings.of(realm), KeycloakClock.INSTANCE.instant());
    }

    /** The same rollout at the same instant, read through another session. */
    public Rollout in(KeycloakSession other) {
        return new Rollout(other, other.realms().getRealm(realm.getId()), parsed, now);
    }

    /** Whether the realm has the required action, enabled or not. */
    public boolean isActionRegistered() {
        return realm.getRequiredActionProvidersStream()
                .anyMatch(action -> RealmSettings.ACTION_ID.equals(action.getProviderId()));
    }

    /** The settings as far as they are valid. */
    public LinkSettings settings() {
        return parsed.readable();
    }

    /** The current phase, by the general dates. Personal deadlines and grace periods can differ. */
    public Phase phase() {
        Schedule schedule = settings().schedule();
        if (!(parsed instanceof Usable)) {
            return Phase.INVALID;
        }
        return switch (settings().mode()) {
            case OFF -> Phase.OFF;
            case REPORT -> Phase.REPORT;
            case ON ->
                hasCutoffPassed()
                        ? Phase.ENFORCE
                        : schedule.firstReminder().filter(this::hasCome).isPresent() ? Phase.REMIND : Phase.BEFORE;
        };
    }

    /** Whether the policy decides anything. If not, users who are not connected and not exempt are pending. */
    boolean isDecided() {
        return parsed instanceof Usable && settings().mode() != Mode.OFF;
    }

    boolean hasCutoffPassed() {
        return settings().schedule().cutoff().filter(this::hasCome).isPresent();
    }

    boolean hasCome(Instant instant) {
        return !now.isBefore(instant);
    }
}
