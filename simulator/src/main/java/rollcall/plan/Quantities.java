package rollcall.plan;

import java.math.BigDecimal;

/**
 * The units of a scenario, read and written in one place. Reading answers {@link #NOT_A_DURATION} or NaN for text that is
 * no such quantity; what is written reads back to exactly the same value.
 */
public final class Quantities {
    /** What {@link #durationNanos} answers when the text is no duration. */
    public static final long NOT_A_DURATION = -1;

    static final String A_DURATION = "a duration such as 30s or 5m";
    static final String A_RATE = "a rate such as 200/s or 600/min";

    private static final String[] UNITS = {"h", "m", "s", "ms", "us", "ns"};
    private static final long[] UNIT_NANOS = {3_600_000_000_000L, 60_000_000_000L, 1_000_000_000L, 1_000_000L, 1_000L, 1
    };

    /** Enough for every rate that {@link #rate} writes, and short enough that arithmetic on it is cheap. */
    private static final int MAX_NUMBER_LENGTH = 40;

    private Quantities() {}

    /** Reads {@code 250us}, {@code 2ms}, {@code 1.5s}, {@code 5m30s}, {@code 1h} (larger units first) or {@code 0}. */
    public static long durationNanos(String text) {
        if (text.equals("0")) {
            return 0;
        }
        long total = 0;
        int at = 0;
        int lastUnit = -1;
        while (at < text.length()) {
            int numberEnd = endOf(text, at, true);
            int unitEnd = endOf(text, numberEnd, false);
            int unit = unit(text.substring(numberEnd, unitEnd));
            if (unit <= lastUnit || !isNumber(text.substring(at, numberEnd))) {
                return NOT_A_DURATION;
            }
            try {
                long nanos = new BigDecimal(text.substring(at, numberEnd))
                        .multiply(BigDecimal.valueOf(UNIT_NANOS[unit]))
                        .longValueExact();
                total = Math.addExact(total, nanos);
            } catch (ArithmeticException tooLongOrFinerThanNanoseconds) {
                return NOT_A_DURATION;
            }
            lastUnit = unit;
            at = unitEnd;
        }
        return lastUnit < 0 ? NOT_A_DURATION : total;
    }

    /** Writes a duration of at least 0 as {@link #durationNanos} reads it: {@code 5m30s}. */
    public static String duration(long nanos) {
        if (nanos == 0) {
            return "0s";
        }
        StringBuilder out = new StringBuilder();
        long rest = nanos;
        for (int unit = 0; unit < UNITS.length; unit++) {
            long count = rest / UNIT_NANOS[unit];
            if (count > 0) {
                out.append(count).append(UNITS[unit]);
                rest -= count * UNIT_NANOS[unit];
            }
        }
        return out.toString();
    }

    /** Reads {@code 200/s}, {@code 0.5/s}, {@code 600/min} or {@code 3600/h}: arrivals a second, or NaN. */
    public static double perSecond(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Double.NaN;
        }
        double number = number(text.substring(0, slash));
        return switch (text.substring(slash + 1)) {
            case "s" -> number;
            case "min" -> number / 60;
            case "h" -> number / 3600;
            default -> Double.NaN;
        };
    }

    /** Writes a rate as {@link #perSecond} reads it: {@code 200/s}. */
    public static String rate(double perSecond) {
        double perMinute = Math.rint(perSecond * 60);
        if (perSecond != Math.rint(perSecond) && perMinute / 60 == perSecond) {
            return number(perMinute) + "/min";
        }
        return number(perSecond) + "/s";
    }

    /** Writes a share as {@link #share} reads it: {@code 0.1%}. */
    public static String percent(double share) {
        return new BigDecimal(Double.toString(share))
                        .movePointRight(2)
                        .stripTrailingZeros()
                        .toPlainString() + "%";
    }

    /** Reads {@code 0.1%} as 0.001; NaN for anything that is not a percentage. */
    public static double share(String text) {
        return text.endsWith("%") ? number(text.substring(0, text.length() - 1)) / 100 : Double.NaN;
    }

    /** Reads digits with at most one point between them; no sign, no exponent. NaN for anything else. */
    public static double number(String text) {
        return isNumber(text) ? Double.parseDouble(text) : Double.NaN;
    }

    /** Writes a number of at least 0 as {@link #number(String)} reads it, without {@code .0}. */
    public static String number(double number) {
        return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    }

    private static boolean isNumber(String text) {
        int point = text.indexOf('.');
        return text.length() <= MAX_NUMBER_LENGTH
                && !text.isEmpty()
                && endOf(text, 0, true) == text.length()
                && point == text.lastIndexOf('.')
                && point != 0
                && point != text.length() - 1;
    }

    /** Where a run of number characters, or of anything else, that begins at {@code from} ends. */
    private static int endOf(String text, int from, boolean ofNumber) {
        int at = from;
        while (at < text.length() && isNumberCharacter(text.charAt(at)) == ofNumber) {
            at++;
        }
        return at;
    }

    private static boolean isNumberCharacter(char c) {
        return c == '.' || (c >= '0' && c <= '9');
    }

    private static int unit(String word) {
        for (int unit = 0; unit < UNITS.length; unit++) {
            if (UNITS[unit].equals(word)) {
                return unit;
            }
        }
        return -1;
    }
}
