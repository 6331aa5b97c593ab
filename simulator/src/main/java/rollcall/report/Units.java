package rollcall.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as a person writes them; the same in every locale. */
final class Units {
    private static final double MICRO = 1e3;
    private static final double MILLI = 1e6;
    private static final double SECOND = 1e9;
    /** From here on, three digits would be a minute after rounding. */
    private static final long MINUTE = 59_950_000_000L;

    private Units() {}

    /** A duration with three digits and the unit that suits it: {@code 12.0 ms}, {@code 4 min 05 s}. */
    static String duration(long nanos) {
        if (nanos < 999_500) {
            return significant(nanos / MICRO, 3) + " µs";
        }
        if (nanos < 999_500_000) {
            return significant(nanos / MILLI, 3) + " ms";
        }
        return nanos < MINUTE ? significant(nanos / SECOND, 3) + " s" : minutes(Math.round(nanos / SECOND));
    }

    /** A duration in the notation of a threshold, {@code 211ms}, with so many significant digits at least. */
    static String durationCompact(long nanos, int digits) {
        if (nanos < MILLI) {
            return compact(nanos / MICRO, digits) + "µs";
        }
        return nanos < SECOND ? compact(nanos / MILLI, digits) + "ms" : compact(nanos / SECOND, digits) + "s";
    }

    /** A moment of a run, since its start: {@code 5.0 s}, {@code 4 min 05 s}. */
    static String offset(long nanos) {
        return nanos < MINUTE
                ? BigDecimal.valueOf(nanos / SECOND).setScale(1, RoundingMode.HALF_UP) + " s"
                : minutes(Math.round(nanos / SECOND));
    }

    /** {@code 5,000}. */
    static String count(long value) {
        String digits = Long.toString(Math.abs(value));
        StringBuilder text = new StringBuilder(digits.length() + 8);
        for (int i = 0; i < digits.length(); i++) {
            if (i > 0 && (digits.length() - i) % 3 == 0) {
                text.append(',');
            }
            text.append(digits.charAt(i));
        }
        return value < 0 ? "-" + text : text.toString();
    }

    /** A rate: {@code 499.8}, {@code 12}, {@code 1,250}. */
    static String rate(double perSecond) {
        if (perSecond >= 1_000) {
            return count(Math.round(perSecond));
        }
        return plain(BigDecimal.valueOf(perSecond).setScale(1, RoundingMode.HALF_UP));
    }

    /** A share from 0 to 1 as per cent, with so many significant digits: {@code 0.02%}. */
    static String percent(double share, int digits) {
        return plain(BigDecimal.valueOf(share).scaleByPowerOfTen(2).round(new MathContext(digits))) + "%";
    }

    /** {@code 212 MB}; units of 1,000. */
    static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 999.5 && unit < 3) {
            value /= 1_000;
            unit++;
        }
        return significant(value, 3) + " " + "KMGT".charAt(unit) + "B";
    }

    /** {@code 1 client}, {@code 2 clients}: the number with its noun. */
    static String counted(long value, String noun) {
        return count(value) + " " + noun + (value == 1 ? "" : "s");
    }

    /** A number with so many significant digits; digits in front of the point are never given up. */
    static String significant(double value, int digits) {
        return rounded(value, digits).toPlainString();
    }

    private static String compact(double value, int digits) {
        return plain(rounded(value, digits));
    }

    private static BigDecimal rounded(double value, int digits) {
        BigDecimal exact = BigDecimal.valueOf(value);
        // Twice, because 9.996 has one digit in front of the point before rounding and two after.
        int scale = scale(exact, digits);
        return exact.setScale(scale(exact.setScale(scale, RoundingMode.HALF_UP), digits), RoundingMode.HALF_UP);
    }

    private static int scale(BigDecimal value, int digits) {
        int whole = Math.max(1, value.precision() - value.scale());
        return Math.max(0, digits - whole);
    }

    private static String minutes(long seconds) {
        return seconds < 3_600
                ? seconds / 60 + " min " + twoDigits(seconds % 60) + " s"
                : seconds / 3_600 + " h " + twoDigits(seconds / 60 % 60) + " min";
    }

    private static String twoDigits(long value) {
        return value < 10 ? "0" + value : Long.toString(value);
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
