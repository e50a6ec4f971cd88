package cloud.magento.accounts.link.config;

import cloud.magento.accounts.link.policy.Mode;
import java.time.ZoneId;
import org.keycloak.models.Constants;

/** The values of settings that are missing. */
final class SettingsDefaults {

    static final Mode MODE = Mode.ON;
    static final String IDP_ALIAS = "magento";
    static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");
    static final int SNOOZE_DAYS = 1;
    static final int SNOOZE_LIMIT = 0;
    static final int GRACE_DAYS = 0;
    static final EmailPolicy EMAIL_POLICY = EmailPolicy.WARN;
    static final int MAX_AUTH_AGE_SECONDS = Constants.KC_ACTION_MAX_AGE;
    static final Switch PRIMARY_LOGIN = Switch.OFF;
    static final WhenUnavailable WHEN_UNAVAILABLE = WhenUnavailable.ALLOW;

    static final int REMINDERS_PER_MINUTE = 600;

    private SettingsDefaults() {}
}
