package cloud.magento.accounts.link.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Conditions of a query about an attribute that stores an instant as text. A database cannot parse it as Java does. But
 * texts in the form that this extension writes, whole seconds in UTC such as {@code 2020-04-01T16:00:00Z}, have the
 * order of their instants. What has another form is left to Java: fractions of a second, offsets, 29 February, and
 * texts that are no instant.
 */
final class StoredInstant {

    private static final int ANY_LEAP_YEAR = 2020;

    private static final String CENTURIES = texts(IntStream.of(19, 20, 21));
    private static final String YEARS = texts(IntStream.rangeClosed(0, 99));
    private static final String HOURS = texts(IntStream.rangeClosed(0, 23));
    private static final String SIXTIETHS = texts(IntStream.rangeClosed(0, 59));
    private static final String DAYS = list(LocalDate.of(ANY_LEAP_YEAR, 1, 1)
            .datesUntil(LocalDate.of(ANY_LEAP_YEAR + 1, 1, 1))
            .map(day -> day.toString().substring("2020-".length()))
            .filter(day -> !day.equals("02-29")));

    private StoredInstant() {}

    /** The text of an instant in that form, rounded down. */
    static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Whether the text has the length and the separators of that form. It need not be an instant. */
    static String hasForm(String path) {
        return path + " like '____-__-__T__:__:__Z'";
    }

    /** Whether the text is an instant in that form. Only constants in lists, which databases hash or search. */
    static String isInstant(String path) {
        return "(" + hasForm(path)
                + " and substring(" + path + ", 1, 2) in " + CENTURIES
                + " and substring(" + path + ", 3, 2) in " + YEARS
                + " and substring(" + path + ", 6, 5) in " + DAYS
                + " and substring(" + path + ", 12, 2) in " + HOURS
                + " and substring(" + path + ", 15, 2) in " + SIXTIETHS
                + " and substring(" + path + ", 18, 2) in " + SIXTIETHS + ")";
    }

    private static String texts(IntStream numbers) {
        return list(numbers.mapToObj(number -> (number < 10 ? "0" : "") + number));
    }

    private static String list(Stream<String> texts) {
        return texts.collect(Collectors.joining("', '", "('", "')"));
    }
}
