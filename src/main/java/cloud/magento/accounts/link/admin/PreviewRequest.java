package cloud.magento.accounts.link.admin;

import cloud.magento.accounts.link.config.InstantParser;
import cloud.magento.accounts.link.config.ParsedSettings;
import cloud.magento.accounts.link.config.ParsedSettings.Unusable;
import cloud.magento.accounts.link.config.ParsedSettings.Usable;
import cloud.magento.accounts.link.config.SettingKey;
import cloud.magento.accounts.link.config.SettingProblem;
import cloud.magento.accounts.link.config.SettingsParser;
import cloud.magento.accounts.link.config.SettingsProperties;
import cloud.magento.accounts.link.realm.MissingReferences;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.realm.SettingFlaws;
import cloud.magento.accounts.link.report.Rollout;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.ErrorResponseException;

/**
 * The body of {@code preview}: {@code {"settings": {…}, "at": "…"}}, both optional.
 *
 * @param settings what replaces the stored settings, in Keycloak's form; an empty text removes a setting
 * @param at the instant, in a form of the setting {@code cutoff}; empty: now
 */
record PreviewRequest(Map<String, String> settings, Optional<String> at) {

    static final String SETTINGS = "settings";
    static final String AT = "at";

    static final List<String> NAMES = List.of(SETTINGS, AT);

    static final int MAX_BYTES = 65_536;

    private static final String BODY = "body";

    private static final int LONGEST_VALUE = 8_192;
    private static final int MOST_SLASHES = 500;

    /** Outside of these years, instants as text no longer have the order of the instants. */
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

    private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

    /** Databases refuse some of them. No setting needs any. */
    private static final Pattern UNSTORABLE = Pattern.compile("[\\p{Cc}\\p{Cs}]");

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /**
     * Reads the body of a request.
     *
     * @throws ErrorResponseException status 400, with the field and what it accepts
     */
    static PreviewRequest read(InputStream body) {
        JsonNode json = parse(bytes(body));
        json.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !NAMES.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw BadRequest.of(name, "is not a field. Use " + String.join(", ", NAMES) + ".");
                });
        return new PreviewRequest(settings(json.path(SETTINGS)), at(json.path(AT)));
    }

    private static byte[] bytes(InputStream body) {
        try {
            byte[] bytes = body == null ? new byte[0] : body.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw BadRequest.of(BODY, "must have at most " + MAX_BYTES + " bytes.");
            }
            return bytes;
        } catch (IOException e) {
            throw noObject();
        }
    }

    private static JsonNode parse(byte[] bytes) {
        try {
            JsonNode json = JSON.readTree(bytes);
            if (json.isObject()) {
                return json;
            }
        } catch (IOException e) {
            // Falls through to the same answer as JSON of another type.
        }
        throw noObject();
    }

    private static ErrorResponseException noObject() {
        return BadRequest.of(BODY, "must be a JSON object such as {\"settings\": {\"cutoff\": \"2020-04-01\"}}.");
    }

    private static Map<String, String> settings(JsonNode json) {
        if (!json.isObject() && !isMissing(json)) {
            throw BadRequest.of(SETTINGS, "must be an object of settings and their values.");
        }
        Map<String, String> settings = new LinkedHashMap<>();
        json.properties().forEach(entry -> settings.put(entry.getKey(), value(entry.getKey(), entry.getValue())));
        return settings;
    }

    private static String value(String key, JsonNode json) {
        String value = "";
        if (json.isTextual()) {
            value = json.textValue();
        } else if (json.isArray() && SettingsProperties.multivalued().contains(key)) {
            value = joined(key, json);
        } else if (!isMissing(json)) {
            throw BadRequest.of(
                    key,
                    SettingsProperties.multivalued().contains(key)
                            ? "must be a list of texts, or null."
                            : "must be a text, or null.");
        }
        if (UNSTORABLE.matcher(value).find()) {
            throw BadRequest.of(key, "must not have control characters.");
        }
        // Keycloak looks up a group once for each part of its path.
        if (value.length() > LONGEST_VALUE
                || value.chars().filter(c -> c == '/').count() > MOST_SLASHES) {
            throw BadRequest.of(
                    key, "must have at most " + LONGEST_VALUE + " characters and " + MOST_SLASHES + " slashes.");
        }
        return value;
    }

    private static String joined(String key, JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(item -> {
                    if (!item.isTextual() || item.textValue().contains(SettingsParser.VALUE_SEPARATOR)) {
                        throw BadRequest.of(
                                key,
                                "must be a list of texts without " + SettingsParser.VALUE_SEPARATOR + ", or null.");
                    }
                    return item.textValue();
                })
                .collect(Collectors.joining(SettingsParser.VALUE_SEPARATOR));
    }

    private static Optional<String> at(JsonNode json) {
        if (!json.isTextual() && !isMissing(json)) {
            throw BadRequest.of(AT, "must be a text. Use " + InstantParser.FORMATS + ".");
        }
        return Optional.ofNullable(json.textValue()).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static boolean isMissing(JsonNode json) {
        return json.isMissingNode() || json.isNull();
    }

    /**
     * The same realm with the settings of this request in place of the stored ones, at the instant of this request. The
     * required action counts as enabled.
     *
     * @throws ErrorResponseException status 400, with each setting that cannot be used and what it accepts
     */
    Rollout applyTo(Rollout now) {
        ParsedSettings parsed = parse(now.session(), now.realm());
        return new Rollout(
                now.session(),
                now.realm(),
                parsed,
                at.map(text -> instant(text, parsed.readable().schedule().zone()))
                        .orElse(now.now()));
    }

    private ParsedSettings parse(KeycloakSession session, RealmModel realm) {
        Map<String, String> config = new HashMap<>(RealmSettings.stored(realm));
        config.putAll(settings);
        ParsedSettings parsed = SettingsParser.parse(config);
        // An unknown key that is stored has no effect. It is for the check to tell.
        List<SettingProblem> problems = (parsed instanceof Unusable unusable
                        ? unusable.problems().stream()
                                .filter(problem -> SettingKey.ALL.contains(problem.key()) || isRequested(problem))
                        : flaws((Usable) parsed, session, realm).filter(this::isRequested))
                .toList();
        if (!problems.isEmpty()) {
            throw BadRequest.of(problems);
        }
        return parsed;
    }

    private static Stream<SettingProblem> flaws(Usable usable, KeycloakSession session, RealmModel realm) {
        return Stream.concat(
                MissingReferences.provider(usable.settings(), session).stream(),
                SettingFlaws.of(usable, session, realm).stream());
    }

    private boolean isRequested(SettingProblem problem) {
        return settings.containsKey(problem.key());
    }

    private static Instant instant(String text, ZoneId zone) {
        try {
            Instant instant = InstantParser.parse(text, zone);
            if (!instant.isBefore(EARLIEST) && instant.isBefore(END)) {
                return instant;
            }
        } catch (DateTimeException e) {
            // Falls through to the same answer as an instant that no rollout reaches.
        }
        throw BadRequest.of(AT, "cannot be used. Use " + InstantParser.FORMATS + ". The years are 1970 to 9998.");
    }
}
