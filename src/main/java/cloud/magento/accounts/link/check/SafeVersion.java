package cloud.magento.accounts.link.check;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which releases of Keycloak have no known weakness that concerns this extension. The security policy of the project
 * explains the list.
 */
final class SafeVersion {

    /** The oldest release of the newest line in {@link #SAFE_PATCHES}. */
    static final String OLDEST = "26.7.2";

    /** The first safe patch of each minor version of Keycloak 26. Older ones have none, newer ones are safe. */
    static final Map<Integer, Integer> SAFE_PATCHES = Map.of(6, 6, 7, 2);

    private static final int MAJOR = 26;
    private static final int NEWEST_LINE = 7;
    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4}).*");

    private SafeVersion() {}

    /**
     * Whether a version is safe. A version that is not three numbers, such as that of a nightly build, counts as safe.
     */
    static boolean isSafe(String version) {
        Matcher numbers = NUMBERS.matcher(version);
        if (!numbers.matches()) {
            return true;
        }
        int major = Integer.parseInt(numbers.group(1));
        int minor = Integer.parseInt(numbers.group(2));
        int patch = Integer.parseInt(numbers.group(3));
        if (major != MAJOR) {
            return major > MAJOR;
        }
        return minor > NEWEST_LINE || patch >= SAFE_PATCHES.getOrDefault(minor, Integer.MAX_VALUE);
    }
}
