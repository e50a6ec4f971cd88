package cloud.magento.accounts.link.config;

import java.util.List;

/** The keys of the settings in the config of the required action. Stored configs depend on them: never rename one. */
public final class SettingKey {

    public static final String MODE = "mode";
    public static final String IDP_ALIAS = "idpAlias";
    static final String CUTOFF = "cutoff";
    static final String ZONE = "zone";
    static final String REMIND_FROM = "remindFrom";
    static final String SNOOZE_DAYS = "snoozeDays";
    static final String SNOOZE_LIMIT = "snoozeLimit";
    static final String GRACE_DAYS = "graceDays";
    public static final String EXEMPT_ROLES = "exemptRoles";
    public static final String EXEMPT_GROUPS = "exemptGroups";
    static final String EMAIL_POLICY = "emailPolicy";
    /** Keycloak's own key, {@code Constants.MAX_AUTH_AGE_KEY}. */
    static final String MAX_AUTH_AGE = "max_auth_age";

    static final String PRIMARY_LOGIN = "primaryLogin";
    static final String WHEN_UNAVAILABLE = "whenUnavailable";
    static final String SUPPORT_URL = "supportUrl";
    public static final String WAVES = "waves";
    public static final String EXEMPT_CLIENTS = "exemptClients";
    static final String REHEARSALS = "rehearsals";
    public static final String REMINDER_DAYS = "reminderDays";
    static final String REMINDER_RATE = "reminderRate";

    /** All keys. Keycloak adds no key of its own to the config. */
    public static final List<String> ALL = List.of(
            MODE,
            IDP_ALIAS,
            CUTOFF,
            ZONE,
            REMIND_FROM,
            SNOOZE_DAYS,
            SNOOZE_LIMIT,
            GRACE_DAYS,
            EXEMPT_ROLES,
            EXEMPT_GROUPS,
            EMAIL_POLICY,
            MAX_AUTH_AGE,
            PRIMARY_LOGIN,
            WHEN_UNAVAILABLE,
            SUPPORT_URL,
            WAVES,
            EXEMPT_CLIENTS,
            REHEARSALS,
            REMINDER_DAYS,
            REMINDER_RATE);

    private SettingKey() {}
}
