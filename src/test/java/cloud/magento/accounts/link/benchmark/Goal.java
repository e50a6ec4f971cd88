package cloud.magento.accounts.link.benchmark;

import java.util.Locale;

/**
 * What a measurement should be.
 *
 * @param kind how it is compared
 * @param limit the bound, in the unit of the measurement or as a ratio
 */
public record Goal(Kind kind, double limit) {

    /** There is no goal: the measurement is only told. */
    static final Goal NONE = new Goal(Kind.NONE, 0);

    /** How a measurement is compared. */
    public enum Kind {
        NONE,
        /** The values themselves. */
        AT_MOST,
        /** The values less those of the baseline. */
        DIFFERENCE_AT_MOST,
        /** The values divided by those of the baseline. */
        RATIO_AT_MOST,
        RATIO_AT_LEAST
    }

    public static Goal atMost(double limit) {
        return new Goal(Kind.AT_MOST, limit);
    }

    /** No more than the baseline and this. */
    public static Goal added(double limit) {
        return new Goal(Kind.DIFFERENCE_AT_MOST, limit);
    }

    public static Goal ratio(double limit) {
        return new Goal(Kind.RATIO_AT_MOST, limit);
    }

    public static Goal ratioAtLeast(double limit) {
        return new Goal(Kind.RATIO_AT_LEAST, limit);
    }

    /** What is compared with the limit. */
    double compared(double value, double baseline) {
        return switch (kind) {
            case NONE, AT_MOST -> value;
            case DIFFERENCE_AT_MOST -> value - baseline;
            case RATIO_AT_MOST, RATIO_AT_LEAST -> value / baseline;
        };
    }

    boolean isMetBy(double compared) {
        return kind == Kind.RATIO_AT_LEAST ? compared >= limit : compared <= limit;
    }

    String text() {
        String number = Numbers.text(limit);
        return switch (kind) {
            case NONE -> "";
            case AT_MOST -> "≤ " + number;
            case DIFFERENCE_AT_MOST -> "≤ +" + number;
            case RATIO_AT_MOST -> "≤ " + String.format(Locale.ROOT, "%.2f", limit) + " ×";
            case RATIO_AT_LEAST -> "≥ " + String.format(Locale.ROOT, "%.2f", limit) + " ×";
        };
    }
}
