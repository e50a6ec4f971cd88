package cloud.magento.accounts.link.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Finds settings that do not exist, and says which one was probably meant. */
final class UnknownKeys {

    /** More differences than this, and the names have nothing to do with each other. */
    private static final int MOST_DIFFERENCES = 3;

    private UnknownKeys() {}

    /** One problem for each of them, in the order of their names. */
    static List<SettingProblem> in(Map<String, String> config) {
        return config.keySet().stream()
                .filter(key -> !SettingKey.ALL.contains(key))
                .sorted()
                .map(UnknownKeys::problem)
                .toList();
    }

    private static SettingProblem problem(String key) {
        String advice = meantBy(key)
                .map(meant -> "Did you mean \"" + meant + "\"?")
                .orElseGet(() -> "The settings are: " + String.join(", ", SettingKey.ALL) + ".");
        return new SettingProblem(key, "\"" + SingleLine.of(key) + "\" is not a setting and has no effect. " + advice);
    }

    /** The setting whose name differs least; empty: none is similar. */
    static Optional<String> meantBy(String key) {
        String lowerCase = key.toLowerCase(Locale.ROOT);
        return SettingKey.ALL.stream()
                .filter(known -> differences(known.toLowerCase(Locale.ROOT), lowerCase) <= tolerance(known))
                .min(Comparator.comparingInt(known -> differences(known.toLowerCase(Locale.ROOT), lowerCase)));
    }

    /** A short name has less room for mistakes. */
    private static int tolerance(String known) {
        return Math.min(MOST_DIFFERENCES, known.length() / 2);
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
