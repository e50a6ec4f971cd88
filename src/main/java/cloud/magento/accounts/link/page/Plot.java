package cloud.magento.accounts.link.page;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A course as coordinates of an SVG picture of {@value #WIDTH} by {@value #HEIGHT}.
 *
 * @param line the points of the connected users until today
 * @param area the same as a closed shape
 * @param forecast the points from today on, at the current pace; an empty string if there are none
 * @param todayX where today is
 * @param cutoffX where the cutoff is; an empty string if it is not in the picture
 */
public record Plot(String line, String area, String forecast, String todayX, String cutoffX) {

    static final int WIDTH = 1000;
    static final int HEIGHT = 300;

    static Plot of(Course course) {
        Scale scale = new Scale(course);
        String line = course.days()
                .mapToObj(course.start()::plusDays)
                .map(day -> scale.point(day, course.connectedOn(day)))
                .collect(Collectors.joining(" "));
        Optional<String> forecast = Optional.of(course.end())
                .filter(end -> end.isAfter(course.today()))
                .flatMap(course::forecast)
                .map(connected -> scale.point(course.today(), course.connected()) + " "
                        + scale.bend(connected).orElse("")
                        + scale.point(course.end(), connected));
        return new Plot(
                line,
                number(0) + "," + HEIGHT + " " + line + " " + scale.x(course.today()) + "," + HEIGHT,
                forecast.orElse(""),
                scale.x(course.today()),
                course.cutoff().filter(scale::contains).map(scale::x).orElse(""));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private record Scale(Course course) {

        private String point(LocalDate day, double users) {
            return x(day) + "," + number(HEIGHT - HEIGHT * Math.max(0, users) / Math.max(1, course.most()));
        }

        private String x(LocalDate day) {
            return number(x(ChronoUnit.DAYS.between(course.start(), day)));
        }

        private double x(double days) {
            return WIDTH * days / ChronoUnit.DAYS.between(course.start(), course.end());
        }

        private boolean contains(LocalDate day) {
            return !day.isBefore(course.start()) && !day.isAfter(course.end());
        }

        /** Where all have connected before the end, from which on the line is level. */
        private Optional<String> bend(long atEnd) {
            return course.pace()
                    .filter(pace -> atEnd == course.most() && pace.perDay() > 0)
                    .map(pace -> (course.most() - course.connected()) / pace.perDay())
                    .map(days -> ChronoUnit.DAYS.between(course.start(), course.today()) + days)
                    .map(days -> number(Math.min(WIDTH, x(days))) + "," + number(0) + " ");
        }
    }
}
