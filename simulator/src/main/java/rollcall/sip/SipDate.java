package rollcall.sip;

/** The value of a Date header: RFC 3261 §20.17, {@code Sat, 13 Nov 2010 23:29:00 GMT}, always in this form. */
public final class SipDate {
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final int LENGTH = 29;

    private SipDate() {}

    /** Seconds since 1970; -1 for what is no such date. */
    public static long epochSeconds(AsciiSlice value) {
        if (value.length() != LENGTH || value.charAt(3) != ',' || value.charAt(25) != ' ') {
            return -1;
        }
        byte[] a = value.array();
        int at = value.offset();
        long day = Ascii.natural(a, at + 5, at + 7);
        int month = month(value);
        long year = Ascii.natural(a, at + 12, at + 16);
        long hour = Ascii.natural(a, at + 17, at + 19);
        long minute = Ascii.natural(a, at + 20, at + 22);
        long second = Ascii.natural(a, at + 23, at + 25);
        if (day < 1 || day > 31 || month == 0 || year < 1970 || hour < 0 || hour > 23 || minute < 0 || second < 0) {
            return -1;
        }
        return ((days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
    }

    /** From 1; 0 for none. */
    private static int month(AsciiSlice value) {
        for (int i = 0; i < MONTHS.length(); i += 3) {
            if (value.charAt(8) == MONTHS.charAt(i)
                    && value.charAt(9) == MONTHS.charAt(i + 1)
                    && value.charAt(10) == MONTHS.charAt(i + 2)) {
                return i / 3 + 1;
            }
        }
        return 0;
    }

    /** Days since 1970 in the Gregorian calendar, in which the year begins with March so that its odd day comes last. */
    private static long days(long year, int month, long day) {
        long y = month > 2 ? year : year - 1;
        int m = month > 2 ? month - 3 : month + 9;
        return y * 365 + y / 4 - y / 100 + y / 400 + (153L * m + 2) / 5 + day - 719_469;
    }
}
