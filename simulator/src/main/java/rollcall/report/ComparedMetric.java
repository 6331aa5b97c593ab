package rollcall.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import rollcall.report.Statistics.Interval;

/**
 * One thing that was measured on both sides.
 *
 * @param name as in a threshold
 * @param decides whether it decides which side is worse; the others say where the difference comes from
 * @param share whether it is a share of the started clients, 0 to 1, else nanoseconds; of either more is worse
 * @param a of the first side; of several runs the median
 * @param b of the second side
 * @param change within which the change lies at 99 %: of a share the difference, of a duration the ratio; null where several
 *     runs are compared, or too little is known
 * @param probability of the difference, or a greater one, if both sides were the same; NaN where single runs are compared
 */
public record ComparedMetric(
        String name,
        boolean decides,
        boolean share,
        double a,
        double b,
        @Nullable Interval change,
        double probability,
        Finding finding) {
    /** What can be said about a difference. */
    public enum Finding {
        /** More than is allowed, and no accident. */
        WORSE("worse"),
        BETTER("better"),
        /** No accident, but no more than is allowed. */
        WITHIN("within the margin"),
        NONE("no difference shown"),
        TOO_LITTLE("too little to tell");

        private final String words;

        Finding(String words) {
            this.words = words;
        }

        /** For people, and in files. */
        public String words() {
            return words;
        }
    }

    /** A value as people write it. */
    String text(double value) {
        return share ? Units.percent(value, 3) : Units.duration(Math.round(value));
    }

    /** How much more or less the second side is. */
    String changeText() {
        if (share) {
            return points(b - a);
        }
        return a == 0 ? "" : percent(b / a);
    }

    /** Within what the change lies, or how probable it is. */
    String certaintyText() {
        if (change != null) {
            return changeText(change.low()) + " to " + changeText(change.high());
        }
        if (Double.isNaN(probability)) {
            return "";
        }
        return probability < 0.005 ? "p < 0.01" : String.format(Locale.ROOT, "p = %.2f", probability);
    }

    /** One end of {@link #change}. */
    String changeText(double end) {
        return share ? points(end) : percent(end);
    }

    /** How much worse the second side may be, of a duration: {@code 54%}. */
    String mostText() {
        return change == null ? "" : Units.significant((change.high() - 1) * 100, 2) + "%";
    }

    static String percent(double ratio) {
        return signed((ratio - 1) * 100) + "%";
    }

    static String points(double difference) {
        return signed(difference * 100) + " points";
    }

    private static String signed(double value) {
        String digits = Units.significant(Math.abs(value), 2);
        boolean zero = digits.chars().allMatch(c -> c == '0' || c == '.');
        return zero ? "0" : (value < 0 ? "-" : "+") + digits;
    }
}
