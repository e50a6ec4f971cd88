package cloud.magento.accounts.link.config;

import cloud.magento.accounts.link.policy.Mode;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/** The settings as the admin console shows them: Authentication, Required actions, the cog of the action. */
public final class SettingsProperties {

    private static final List<ProviderConfigProperty> ALL = build();

    private SettingsProperties() {}

    /** All settings, in the order in which they are shown. */
    public static List<ProviderConfigProperty> all() {
        return ALL;
    }

    private static List<ProviderConfigProperty> build() {
        return ProviderConfigurationBuilder.create()
                .property(choice(SettingKey.MODE, "Mode", Mode.class, SettingsDefaults.MODE)
                        .helpText("on: acts. report: decides and records in the login event what it would do, shows"
                                + " nothing. off: rests."))
                .property(text(SettingKey.IDP_ALIAS, "Identity provider", SettingsDefaults.IDP_ALIAS)
                        .helpText("Alias of the identity provider that users connect. It must be enabled and carry"
                                + " the mapper \"Magento link guard\"."))
                .property(text(SettingKey.CUTOFF, "Cutoff", null)
                        .helpText("From then on nobody signs in without connecting. A date (2020-04-01, its first"
                                + " moment in the time zone), a local date and time (2020-04-01T09:00) or an instant"
                                + " (2020-04-01T16:00:00Z). Empty: never enforced."))
                .property(text(SettingKey.ZONE, "Time zone", SettingsDefaults.ZONE.getId())
                        .helpText("IANA time zone in which dates are read and shown, for example"
                                + " America/Los_Angeles."))
                .property(text(SettingKey.REMIND_FROM, "Remind from", null)
                        .helpText("From then until the cutoff users are asked and may choose \"Not now\". Written"
                                + " like the cutoff. Empty: nobody is asked before the cutoff."))
                .property(text(SettingKey.SNOOZE_DAYS, "\"Not now\" holds (days)", SettingsDefaults.SNOOZE_DAYS)
                        .helpText("How many days pass before a user who chose \"Not now\" is asked again. 0: asked at"
                                + " the next login."))
                .property(text(SettingKey.SNOOZE_LIMIT, "\"Not now\" per user", SettingsDefaults.SNOOZE_LIMIT)
                        .helpText("How often a user may choose \"Not now\". 0: as often as they like, until the"
                                + " cutoff."))
                .property(text(SettingKey.GRACE_DAYS, "Grace (days)", SettingsDefaults.GRACE_DAYS)
                        .helpText("Days that every user has from being asked first, past the cutoff if need be."))
                .property(list(SettingKey.EXEMPT_ROLES, "Exempt roles")
                        .helpText("Users with one of these roles are left alone, also by the primary login. A realm"
                                + " role by its name, a client role as client.role. Keep one for break-glass."))
                .property(list(SettingKey.EXEMPT_GROUPS, "Exempt groups")
                        .helpText("Members of these groups and of their subgroups are left alone. A path such as"
                                + " /partners/external."))
                .property(
                        choice(SettingKey.EMAIL_POLICY, "E-mail rule", EmailPolicy.class, SettingsDefaults.EMAIL_POLICY)
                                .helpText(
                                        "ignore: addresses may differ. warn: a difference is shown and the user decides"
                                                + " require: same address, verified at the provider, else refused."))
                .property(text(
                                SettingKey.MAX_AUTH_AGE,
                                "Maximum Age of Authentication",
                                SettingsDefaults.MAX_AUTH_AGE_SECONDS)
                        .helpText("Seconds since signing in within which a user may leave for the provider to"
                                + " connect. Older: the page asks to sign in again first."))
                .property(choice(
                                SettingKey.PRIMARY_LOGIN, "Primary login", Switch.class, SettingsDefaults.PRIMARY_LOGIN)
                        .helpText("on: connected users finish every sign-in at the provider. Needs the execution"
                                + " \"Magento link\" at the end of the flows."))
                .property(choice(
                                SettingKey.WHEN_UNAVAILABLE,
                                "When unavailable",
                                WhenUnavailable.class,
                                SettingsDefaults.WHEN_UNAVAILABLE)
                        .helpText("What becomes of a login that should connect while the provider is missing,"
                                + " disabled or without guard, or a setting is invalid. allow: it goes on. deny: it"
                                + " ends with an explanation."))
                .property(text(SettingKey.SUPPORT_URL, "Support link", null)
                        .helpText("Shown on the page, for example https://support.example.com. Empty: no link."))
                .build();
    }

    private static Property text(String name, String label, Object fallback) {
        return new Property(
                name, label, ProviderConfigProperty.STRING_TYPE, fallback == null ? null : fallback.toString());
    }

    private static Property list(String name, String label) {
        return new Property(name, label, ProviderConfigProperty.MULTIVALUED_STRING_TYPE, null);
    }

    private static <E extends Enum<E>> Property choice(String name, String label, Class<E> type, E fallback) {
        Property property = new Property(name, label, ProviderConfigProperty.LIST_TYPE, SettingsParser.word(fallback));
        property.setOptions(
                Stream.of(type.getEnumConstants()).map(SettingsParser::word).toList());
        return property;
    }

    /** A property whose help text is written last, where it reads best. */
    private static final class Property extends ProviderConfigProperty {

        private Property(String name, String label, String type, String fallback) {
            super(name, label, "", type, fallback);
        }

        private Property helpText(String text) {
            setHelpText(text);
            return this;
        }
    }
}
