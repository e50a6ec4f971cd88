package cloud.magento.accounts.link.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Finds keys that are not settings, and suggests the setting that was probably meant. */
final class UnknownKeys {

    /** With more differences, two names are not similar. */
    private static final int MAX_DIFFERENCES = 3;

    private UnknownKeys() {}

    /** One problem for each unknown key, in alphabetical order. */
    static List<SettingProblem> in(Map<String, String> config) {
        return config.keySet().stream()
                .filter(key -> !SettingKey.ALL.contains(key))
                .sorted()
                .map(key -> SettingProblem.unknown(key, advice(key)))
                .toList();
    }

    private static String advice(String key) {
        return closest(key)
                .map(setting -> "Did you mean \"" + setting + "\"?")
                .orElseGet(() -> "The settings are: " + String.join(", ", SettingKey.ALL) + ".");
    }

    /** The setting whose name differs least, regardless of upper and lower case; empty: none is similar. */
    static Optional<String> closest(String key) {
        String lowerCase = key.toLowerCase(Locale.ROOT);
        return SettingKey.ALL.stream()
                .filter(known -> differences(known.toLowerCase(Locale.ROOT), lowerCase) <= maxDifferences(known))
                .min(Comparator.comparingInt(known -> differences(known.toLowerCase(Locale.ROOT), lowerCase)));
    }

    /** A short name must match in at least half of its characters. */
    private static int maxDifferences(String known) {
        return Math.min(MAX_DIFFERENCES, known.length() / 2);
    }

    /** The Levenshtein distance: how many characters must be inserted, removed or replaced. */
    static int differences(String one, String other) {
        int[] row = IntStream.rangeClosed(0, other.length()).toArray();
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
