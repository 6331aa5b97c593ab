package rollcall.mock;

import rollcall.sip.Ascii;
import rollcall.sip.AsciiSlice;

/** The pool's users, user0001 and on, and other words in lists of words. */
final class Users {
    private static final String PREFIX = "user";
    private static final int LEAST_DIGITS = 4;

    private Users() {}

    /** The number from 0 of the user with this name, in any case; -1 when there is none. */
    static int number(byte[] a, int from, int to, int users) {
        int digits = from + PREFIX.length();
        if (digits + LEAST_DIGITS > to || !Ascii.equalsIgnoreCase(a, from, digits, PREFIX)) {
            return -1;
        }
        if (to - digits > LEAST_DIGITS && a[digits] == '0') {
            return -1;
        }
        long number = Ascii.natural(a, digits, to);
        return number >= 1 && number <= users ? (int) number - 1 : -1;
    }

    /** Whether a comma-separated list has this word, in any case. */
    static boolean lists(AsciiSlice list, String word) {
        byte[] a = list.array();
        int end = list.offset() + list.length();
        int from = list.offset();
        while (from < end) {
            int comma = Ascii.indexOf(a, from, end, ',');
            int to = comma < 0 ? end : comma;
            int first = from;
            int last = to;
            while (first < last && a[first] <= ' ') {
                first++;
            }
            while (last > first && a[last - 1] <= ' ') {
                last--;
            }
            if (Ascii.equalsIgnoreCase(a, first, last, word)) {
                return true;
            }
            from = to + 1;
        }
        return false;
    }
}
