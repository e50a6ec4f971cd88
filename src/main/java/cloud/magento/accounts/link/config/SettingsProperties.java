package cloud.magento.accounts.link.config;

import cloud.magento.accounts.link.policy.Mode;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/** The settings in the admin console: Authentication, Required actions, the cog of the action. */
public final class SettingsProperties {

    private static final List<ProviderConfigProperty> ALL = build();

    private SettingsProperties() {}

    /** All settings, in the order in which the console shows them. */
    public static List<ProviderConfigProperty> all() {
        return ALL;
    }

    /** The keys of the settings that can have several values. */
    public static List<String> multivalued() {
        return ALL.stream()
                .filter(property -> property.getType().equals(ProviderConfigProperty.MULTIVALUED_STRING_TYPE))
                .map(ProviderConfigProperty::getName)
                .toList();
    }

    private static List<ProviderConfigProperty> build() {
        return ProviderConfigurationBuilder.create()
                .property(choice(SettingKey.MODE, "Mode", Mode.class, SettingsDefaults.MODE)
                        .help("Specifies whether users must connect. \"on\" prompts users and enforces the cutoff,"
                                + " \"report\" only records the decision in the login event, and \"off\" does"
                                + " nothing. The page /realms/{realm}/magento-link/ of this server shows where the"
                                + " rollout is."))
                .property(text(SettingKey.IDP_ALIAS, "Identity provider", SettingsDefaults.IDP_ALIAS)
                        .help("Alias of the identity provider that users connect. The provider must be enabled and"
                                + " must have the mapper \"Magento link guard\"."))
                .property(text(SettingKey.CUTOFF, "Cutoff")
                        .help("Time from which users must connect to sign in: a date (2020-04-01, its first moment in"
                                + " the time zone), a local date and time (2020-04-01T09:00) or an instant"
                                + " (2020-04-01T16:00:00Z). If empty, only users with a personal deadline must"
                                + " connect."))
                .property(text(SettingKey.ZONE, "Time zone", SettingsDefaults.ZONE)
                        .help("IANA time zone in which dates are read and shown, for example America/Los_Angeles."))
                .property(text(SettingKey.REMIND_FROM, "Remind from")
                        .help("Time from which users are prompted and can choose \"Not now\", in the same formats as"
                                + " the cutoff. If empty, users are not prompted before the cutoff."))
                .property(text(SettingKey.SNOOZE_DAYS, "\"Not now\" holds (days)", SettingsDefaults.SNOOZE_DAYS)
                        .help("Number of days after which a user who chose \"Not now\" is prompted again. If 0, the"
                                + " user is prompted at the next login."))
                .property(text(SettingKey.SNOOZE_LIMIT, "\"Not now\" per user", SettingsDefaults.SNOOZE_LIMIT)
                        .help("Number of times that a user can choose \"Not now\". If 0, the number is not limited"
                                + " until the user's deadline."))
                .property(text(SettingKey.GRACE_DAYS, "Grace (days)", SettingsDefaults.GRACE_DAYS)
                        .help("Minimum number of days that a user has to connect after the first prompt. These days"
                                + " can extend past the cutoff."))
                .property(list(SettingKey.EXEMPT_ROLES, "Exempt roles")
                        .help("Users with one of these roles are exempt, also from primary login. Enter the name of a"
                                + " realm role, or client.role for a client role, and exempt at least one"
                                + " administrator for emergency access."))
                .property(list(SettingKey.EXEMPT_GROUPS, "Exempt groups")
                        .help("Members of these groups and of their subgroups are exempt, also from primary login."
                                + " Enter the path of a group, for example /partners/external."))
                .property(choice(
                                SettingKey.EMAIL_POLICY,
                                "Email policy",
                                EmailPolicy.class,
                                SettingsDefaults.EMAIL_POLICY)
                        .help("Specifies how the email addresses of the two accounts are compared. \"ignore\""
                                + " accepts different addresses, \"warn\" shows a difference and lets the user"
                                + " decide, and \"require\" accepts only the same address, verified by the"
                                + " identity provider."))
                .property(text(
                                SettingKey.MAX_AUTH_AGE,
                                "Maximum Age of Authentication",
                                SettingsDefaults.MAX_AUTH_AGE_SECONDS)
                        .help("Maximum age of the sign-in, in seconds, at which a user can leave for the identity"
                                + " provider to connect, or can disconnect. If the sign-in is older, the user must sign"
                                + " in again first."))
                .property(choice(
                                SettingKey.PRIMARY_LOGIN, "Primary login", Switch.class, SettingsDefaults.PRIMARY_LOGIN)
                        .help("If \"on\", connected users must complete each sign-in at the identity provider. This"
                                + " setting requires the execution \"Magento link\" at the end of the authentication"
                                + " flows."))
                .property(choice(
                                SettingKey.WHEN_UNAVAILABLE,
                                "When unavailable",
                                WhenUnavailable.class,
                                SettingsDefaults.WHEN_UNAVAILABLE)
                        .help("Specifies what happens to a login that requires the identity provider if the provider"
                                + " is missing, disabled or without guard, or if a setting is invalid. \"allow\""
                                + " continues the login, and \"deny\" ends it with an explanation."))
                .property(text(SettingKey.SUPPORT_URL, "Support link")
                        .help("Address that pages and emails show for help, for example https://support.example.com."
                                + " If empty, no link is shown."))
                .property(list(SettingKey.WAVES, "Waves")
                        .help("Users with dates of their own: a group path or a share of all users, the cutoff and, if"
                                + " needed, the time from which they are prompted, for example /partners 2030-03-01 or"
                                + " 5% 2030-03-01 2030-02-15. The first wave that includes a user counts, and the"
                                + " general dates apply to everybody else."))
                .property(list(SettingKey.EXEMPT_CLIENTS, "Exempt clients")
                        .help("Client IDs of apps whose logins are left alone: no page, no primary login, and no"
                                + " rejected token. As soon as the user goes on to another app, the rules apply."))
                .property(list(SettingKey.REHEARSALS, "Rehearsals")
                        .help("Windows in which users must connect as if their deadline had come, for example"
                                + " 2030-03-04T09:00/2030-03-04T12:00. A window is at most 7 days long and must not end"
                                + " after the cutoff."))
                .property(text(SettingKey.REMINDER_DAYS, "Reminder days")
                        .help("Days before a user's deadline on which the user is reminded by mail, separated by"
                                + " commas, for example 30,7,1. If empty, no mail is sent. To see how many users are"
                                + " reminded, use the endpoint magento-link/reminders with dryRun first, in mode"
                                + " \"report\"."))
                .property(text(SettingKey.REMINDER_RATE, "Reminders per minute", SettingsDefaults.REMINDERS_PER_MINUTE)
                        .help("Number of reminders that are sent in a minute, at most."))
                .build();
    }

    private static Property text(String name, String label) {
        return new Property(name, label, ProviderConfigProperty.STRING_TYPE);
    }

    private static Property text(String name, String label, Object defaultValue) {
        return text(name, label).defaultTo(defaultValue.toString());
    }

    private static Property list(String name, String label) {
        return new Property(name, label, ProviderConfigProperty.MULTIVALUED_STRING_TYPE);
    }

    private static <E extends Enum<E>> Property choice(String name, String label, Class<E> type, E defaultValue) {
        Property property = new Property(name, label, ProviderConfigProperty.LIST_TYPE)
                .defaultTo(SettingsParser.storedValue(defaultValue));
        property.setOptions(Stream.of(type.getEnumConstants())
                .map(SettingsParser::storedValue)
                .toList());
        return property;
    }

    /** A property to which the default and the help text can be added in a chain of calls. */
    private static final class Property extends ProviderConfigProperty {

        private Property(String name, String label, String type) {
            super(name, label, "", type, null);
        }

        private Property defaultTo(String value) {
            setDefaultValue(value);
            return this;
        }

        private Property help(String text) {
            setHelpText(text);
            return this;
        }
    }
}
