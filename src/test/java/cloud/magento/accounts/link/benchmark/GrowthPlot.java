package cloud.magento.accounts.link.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How measurements grow with the number of users: both axes are logarithmic, so a straight line that rises by one
 * decade in each decade is proportional growth. The baselines are dashed.
 */
final class GrowthPlot {

    private static final int WIDTH = 880;
    private static final int HEIGHT = 360;
    private static final int LEFT = 84;
    private static final int RIGHT = 340;
    private static final int TOP = 24;
    private static final int BOTTOM = 44;
    private static final int LINE = 16;
    private static final List<String> COLOURS = List.of(
            "#0b57d0", "#b3261e", "#146c2e", "#7d5700", "#6750a4", "#00838f", "#ad1457", "#5f6368", "#e65100",
            "#33691e");

    private final String title;
    private final String baseline;
    private final String unit;
    private final Map<String, List<Measurement>> lines;
    private final Axis users;
    private final Axis values;

    private GrowthPlot(String title, String baseline, Map<String, List<Measurement>> lines) {
        this.title = title;
        this.baseline = baseline;
        this.lines = lines;
        List<Measurement> all = lines.values().stream().flatMap(List::stream).toList();
        unit = all.get(0).unit();
        users = Axis.of(all.stream().map(m -> (double) m.users()), LEFT, WIDTH - RIGHT);
        values = Axis.of(
                all.stream()
                        .flatMap(m -> Stream.concat(Stream.of(m.values()), Stream.of(m.baseline())))
                        .filter(rounds -> !rounds.isEmpty())
                        .map(Numbers::median),
                HEIGHT - BOTTOM,
                TOP);
    }

    /** The plot of those that were measured with several numbers of users. Empty: there are none. */
    static Optional<GrowthPlot> of(String group, String baseline, List<Measurement> measurements) {
        Map<String, List<Measurement>> lines = measurements.stream()
                .filter(measurement -> measurement.users() > 0 && Numbers.median(measurement.values()) > 0)
                .collect(Collectors.groupingBy(Measurement::name, LinkedHashMap::new, Collectors.toList()));
        lines.values().removeIf(points -> points.size() < 2);
        return lines.isEmpty() ? Optional.empty() : Optional.of(new GrowthPlot(group, baseline, lines));
    }

    String fileName() {
        return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    String svg() {
        List<String> parts = new ArrayList<>();
        parts.add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + WIDTH + " " + HEIGHT
                + "\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\">");
        parts.add("<title>" + escaped(title) + "</title>");
        parts.add("<rect width=\"" + WIDTH + "\" height=\"" + HEIGHT + "\" fill=\"#fff\"/>");
        parts.add("<g stroke=\"#ddd\">");
        users.ticks().forEach(tick -> parts.add(vertical(users.at(tick))));
        values.ticks().forEach(tick -> parts.add(horizontal(values.at(tick))));
        parts.add("</g>");
        users.ticks()
                .forEach(tick -> parts.add(text(users.at(tick), HEIGHT - BOTTOM + LINE, "middle", Numbers.text(tick))));
        values.ticks()
                .forEach(
                        tick -> parts.add(text(LEFT - 6, values.at(tick) + 4, "end", Numbers.text(tick) + " " + unit)));
        parts.add(text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "middle", "users"));
        int number = 0;
        for (Map.Entry<String, List<Measurement>> line : lines.entrySet()) {
            String colour = COLOURS.get(number % COLOURS.size());
            parts.add(polyline(line.getValue(), Measurement::values, colour, ""));
            if (line.getValue().stream().allMatch(Measurement::isCompared)) {
                parts.add(polyline(line.getValue(), Measurement::baseline, colour, " stroke-dasharray=\"5 4\""));
            }
            parts.add("<g fill=\"" + colour + "\">"
                    + text(WIDTH - RIGHT + 12, TOP + 8 + LINE * number, "start", line.getKey()) + "</g>");
            number++;
        }
        if (lines.values().stream().flatMap(List::stream).anyMatch(Measurement::isCompared)) {
            parts.add(text(WIDTH - RIGHT + 12, TOP + 8 + LINE * number, "start", "dashed: " + baseline));
        }
        parts.add("</svg>");
        return String.join("\n", parts) + "\n";
    }

    private String polyline(
            List<Measurement> points, Function<Measurement, List<Double>> rounds, String colour, String more) {
        return points.stream()
                .map(point ->
                        number(users.at(point.users())) + "," + number(values.at(Numbers.median(rounds.apply(point)))))
                .collect(Collectors.joining(
                        " ",
                        "<polyline fill=\"none\" stroke-width=\"2\" stroke=\"" + colour + "\"" + more + " points=\"",
                        "\"/>"));
    }

    private static String vertical(double x) {
        return "<path d=\"M" + number(x) + " " + TOP + "V" + (HEIGHT - BOTTOM) + "\"/>";
    }

    private static String horizontal(double y) {
        return "<path d=\"M" + LEFT + " " + number(y) + "H" + (WIDTH - RIGHT) + "\"/>";
    }

    private static String text(double x, double y, String anchor, String text) {
        return "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" text-anchor=\"" + anchor + "\">" + escaped(text)
                + "</text>";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    /** A logarithmic axis over whole decades. */
    private record Axis(int lowest, int highest, double from, double to) {

        static Axis of(Stream<Double> values, double from, double to) {
            List<Double> sorted = values.filter(value -> value > 0).sorted().toList();
            int lowest = (int) Math.floor(Math.log10(sorted.get(0)));
            int highest = (int) Math.ceil(Math.log10(sorted.get(sorted.size() - 1)));
            return new Axis(lowest, Math.max(highest, lowest + 1), from, to);
        }

        double at(double value) {
            double part = (Math.log10(Math.max(value, Math.pow(10, lowest))) - lowest) / (highest - lowest);
            return from + part * (to - from);
        }

        List<Double> ticks() {
            List<Double> ticks = new ArrayList<>();
            for (int power = lowest; power <= highest; power++) {
                ticks.add(Math.pow(10, power));
            }
            return ticks;
        }
    }
}
