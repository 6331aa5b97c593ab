package rollcall.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as a person writes them; the same in every locale. */
final class Units {
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    private Units() {}

    /** A duration with three digits and the unit that suits it: {@code 12.3 ms}, {@code 4 min 05 s}. */
    static String duration(long nanos) {
        return duration(nanos, 3, " ");
    }

    /** A duration in the notation of a threshold, {@code 211ms}, with so many significant digits at least. */
    static String durationCompact(long nanos, int digits) {
        return duration(nanos, digits, "");
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

    /** A number with so many significant digits, no exponent, no needless zeros. */
    static String significant(double value, int digits) {
        BigDecimal exact = BigDecimal.valueOf(value);
        int whole = Math.max(1, exact.precision() - exact.scale());
        // 1234 with three digits stays 1234: digits in front of the point are never given up.
        return plain(exact.setScale(Math.max(0, digits - whole), RoundingMode.HALF_UP));
    }

    private static String duration(long nanos, int digits, String space) {
        if (nanos < 999_500) {
            return significant(nanos / (double) MICRO, digits) + space + "µs";
        }
        if (nanos < 999_500_000L) {
            return significant(nanos / (double) MILLI, digits) + space + "ms";
        }
        if (nanos < 60 * SECOND || space.isEmpty()) {
            return significant(nanos / (double) SECOND, digits) + space + "s";
        }
        long seconds = (nanos + SECOND / 2) / SECOND;
        if (seconds < 3_600) {
            return seconds / 60 + " min " + twoDigits(seconds % 60) + " s";
        }
        return seconds / 3_600 + " h " + twoDigits(seconds / 60 % 60) + " min";
    }

    private static String twoDigits(long value) {
        return value < 10 ? "0" + value : Long.toString(value);
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
