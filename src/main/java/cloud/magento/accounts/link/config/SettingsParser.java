package cloud.magento.accounts.link.config;

import cloud.magento.accounts.link.policy.Milestones;
import cloud.magento.accounts.link.policy.Mode;
import cloud.magento.accounts.link.policy.Schedule;
import cloud.magento.accounts.link.policy.SnoozeRules;
import cloud.magento.accounts.link.policy.Stages;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Parses the strings that Keycloak stores. It throws no exception: an invalid value is a {@link SettingProblem}. */
public final class SettingsParser {

    /** Keycloak separates the values of a multivalued setting with this string, {@code Constants.CFG_DELIMITER}. */
    public static final String VALUE_SEPARATOR = "##";

    private static final int MAX_DAYS = 3650;
    private static final int MAX_SNOOZES = 1000;
    private static final int ONE_DAY_SECONDS = 86_400;

    private final Map<String, String> config;
    private final List<SettingProblem> problems = new ArrayList<>();

    private SettingsParser(Map<String, String> config) {
        this.config = config;
    }

    /** Parses a config. A setting whose value is missing or blank has its default. */
    public static ParsedSettings parse(Map<String, String> config) {
        return new SettingsParser(config).parse();
    }

    private ParsedSettings parse() {
        Schedule schedule = schedule();
        LinkSettings settings = new LinkSettings(
                choice(SettingKey.MODE, Mode.class, SettingsDefaults.MODE),
                text(SettingKey.IDP_ALIAS).orElse(SettingsDefaults.IDP_ALIAS),
                schedule,
                new SnoozeRules(
                        number(SettingKey.SNOOZE_DAYS, SettingsDefaults.SNOOZE_DAYS, MAX_DAYS),
                        number(SettingKey.SNOOZE_LIMIT, SettingsDefaults.SNOOZE_LIMIT, MAX_SNOOZES)),
                list(SettingKey.EXEMPT_ROLES),
                list(SettingKey.EXEMPT_GROUPS),
                choice(SettingKey.EMAIL_POLICY, EmailPolicy.class, SettingsDefaults.EMAIL_POLICY),
                Duration.ofSeconds(
                        number(SettingKey.MAX_AUTH_AGE, SettingsDefaults.MAX_AUTH_AGE_SECONDS, 1, ONE_DAY_SECONDS)),
                choice(SettingKey.PRIMARY_LOGIN, Switch.class, SettingsDefaults.PRIMARY_LOGIN) == Switch.ON,
                choice(SettingKey.WHEN_UNAVAILABLE, WhenUnavailable.class, SettingsDefaults.WHEN_UNAVAILABLE),
                supportUrl(),
                stages(schedule),
                new ReminderSettings(
                        milestones(),
                        number(
                                SettingKey.REMINDER_RATE,
                                SettingsDefaults.REMINDERS_PER_MINUTE,
                                1,
                                ReminderSettings.MAX_PER_MINUTE)));
        checkOrder(schedule);
        return problems.isEmpty()
                ? new ParsedSettings.Usable(settings, flaws())
                : new ParsedSettings.Unusable(
                        Stream.concat(problems.stream(), flaws().stream()).toList(), settings);
    }

    private Schedule schedule() {
        ZoneId zone = zone();
        return new Schedule(
                instant(SettingKey.CUTOFF, zone),
                instant(SettingKey.REMIND_FROM, zone),
                zone,
                number(SettingKey.GRACE_DAYS, SettingsDefaults.GRACE_DAYS, MAX_DAYS));
    }

    private Stages stages(Schedule general) {
        StagesParser parser = new StagesParser(general, problems);
        return new Stages(
                parser.waves(list(SettingKey.WAVES)),
                list(SettingKey.EXEMPT_CLIENTS),
                parser.rehearsals(list(SettingKey.REHEARSALS)));
    }

    private List<SettingProblem> flaws() {
        return isEmpty() ? List.of(SettingProblem.EMPTY) : UnknownKeys.in(config);
    }

    private boolean isEmpty() {
        return config.values().stream().allMatch(value -> value == null || value.isBlank());
    }

    private void checkOrder(Schedule schedule) {
        if (schedule.cutoff().isPresent()
                && schedule.remindFrom()
                        .filter(schedule.cutoff().get()::isBefore)
                        .isPresent()) {
            problems.add(SettingProblem.of(
                    SettingKey.REMIND_FROM,
                    config.get(SettingKey.REMIND_FROM),
                    "It must not be later than " + SettingKey.CUTOFF + "."));
        }
    }

    private ZoneId zone() {
        return text(SettingKey.ZONE).flatMap(this::zone).orElse(SettingsDefaults.ZONE);
    }

    private Optional<ZoneId> zone(String name) {
        // ZoneId would also accept an offset, which has no daylight saving time.
        if (ZoneId.getAvailableZoneIds().contains(name)) {
            return Optional.of(ZoneId.of(name));
        }
        problems.add(
                SettingProblem.of(SettingKey.ZONE, name, "Use an IANA time zone such as America/Los_Angeles or UTC."));
        return Optional.empty();
    }

    private Optional<Instant> instant(String key, ZoneId zone) {
        return text(key).flatMap(value -> {
            try {
                return Optional.of(InstantParser.parse(value, zone));
            } catch (DateTimeException e) {
                problems.add(SettingProblem.of(key, value, "Use " + InstantParser.FORMATS + "."));
                return Optional.empty();
            }
        });
    }

    private int number(String key, int defaultValue, int max) {
        return number(key, defaultValue, 0, max);
    }

    private int number(String key, int defaultValue, int min, int max) {
        return text(key)
                .flatMap(value -> {
                    int number = wholeNumber(value, max);
                    if (number < min) {
                        problems.add(
                                SettingProblem.of(key, value, "Use a whole number from " + min + " to " + max + "."));
                        return Optional.empty();
                    }
                    return Optional.of(number);
                })
                .orElse(defaultValue);
    }

    /** The number; -1 if the text does not consist of the digits 0 to 9 or the number is greater than {@code max}. */
    private static int wholeNumber(String text, int max) {
        if (!text.matches("[0-9]+")) {
            return -1;
        }
        try {
            int number = Integer.parseInt(text);
            return number <= max ? number : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private <E extends Enum<E>> E choice(String key, Class<E> type, E defaultValue) {
        return text(key)
                .flatMap(value -> {
                    Optional<E> chosen = Stream.of(type.getEnumConstants())
                            .filter(option -> storedValue(option).equals(value))
                            .findFirst();
                    if (chosen.isEmpty()) {
                        String options = Stream.of(type.getEnumConstants())
                                .map(SettingsParser::storedValue)
                                .collect(Collectors.joining(", "));
                        problems.add(SettingProblem.of(key, value, "Use one of: " + options + "."));
                    }
                    return chosen;
                })
                .orElse(defaultValue);
    }

    /** How the settings name an option, for example {@code on} for {@link Mode#ON}. */
    static String storedValue(Enum<?> option) {
        return option.name().toLowerCase(Locale.ROOT);
    }

    private Optional<URI> supportUrl() {
        return text(SettingKey.SUPPORT_URL).flatMap(value -> {
            try {
                URI uri = new URI(value);
                String scheme = String.valueOf(uri.getScheme());
                boolean isWeb = List.of("https", "http").contains(scheme) && uri.getAuthority() != null;
                if (isWeb || scheme.equals("mailto")) {
                    return Optional.of(uri);
                }
            } catch (URISyntaxException e) {
                // Falls through to the same problem as a scheme that is not accepted.
            }
            problems.add(SettingProblem.of(
                    SettingKey.SUPPORT_URL, value, "Use an address that starts with https://, http:// or mailto:."));
            return Optional.empty();
        });
    }

    private Milestones milestones() {
        return text(SettingKey.REMINDER_DAYS).flatMap(this::milestones).orElse(new Milestones(List.of()));
    }

    private Optional<Milestones> milestones(String value) {
        List<Integer> days = Stream.of(value.split(",", -1))
                .map(day -> wholeNumber(day.strip(), ReminderSettings.MAX_DAYS))
                .toList();
        Milestones milestones = new Milestones(days);
        if (days.contains(-1)
                || days.size() != milestones.days().size()
                || days.size() > ReminderSettings.MAX_MILESTONES) {
            problems.add(SettingProblem.of(
                    SettingKey.REMINDER_DAYS,
                    value,
                    "Use up to " + ReminderSettings.MAX_MILESTONES + " different whole numbers from 0 to "
                            + ReminderSettings.MAX_DAYS + ", separated by commas, such as 30,7,1."));
            return Optional.empty();
        }
        return Optional.of(milestones);
    }

    private List<String> list(String key) {
        return text(key).stream()
                .flatMap(value -> Stream.of(value.split(VALUE_SEPARATOR)))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
    }

    private Optional<String> text(String key) {
        return Optional.ofNullable(config.get(key)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
