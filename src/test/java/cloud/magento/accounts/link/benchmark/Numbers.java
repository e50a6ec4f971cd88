package cloud.magento.accounts.link.benchmark;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** Statistics of a few numbers, and how they are written. */
final class Numbers {

    private static final int DIGITS = 3;
    private static final double THOUSAND = 1000;

    private Numbers() {}

    static double median(List<Double> values) {
        return quantile(values, 0.5);
    }

    static double p95(List<Double> values) {
        return quantile(values, 0.95);
    }

    /** Between two values it is interpolated. */
    static double quantile(List<Double> values, double part) {
        List<Double> sorted = values.stream().sorted().toList();
        double place = part * (sorted.size() - 1);
        int below = (int) Math.floor(place);
        int above = (int) Math.ceil(place);
        return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
    }

    /** The half between the quartiles, as a part of the median: 0 if all values are the same. */
    static double spread(List<Double> values) {
        double median = median(values);
        return median == 0 ? 0 : (quantile(values, 0.75) - quantile(values, 0.25)) / median;
    }

    /** Three significant digits, and no digit after the point from a thousand on. */
    static String text(double value) {
        if (Math.abs(value) >= THOUSAND) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(DIGITS));
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    /** With a sign, also of zero. */
    static String signed(double value) {
        return (value < 0 ? "−" : "+") + text(Math.abs(value));
    }
}
