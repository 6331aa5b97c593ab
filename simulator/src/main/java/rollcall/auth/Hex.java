package rollcall.auth;

import rollcall.sip.AsciiSlice;

/** Hex digits in byte arrays: read in either case. */
final class Hex {
    private static final byte[] LOWER = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private static final byte[] UPPER = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
    };

    private Hex() {}

    /** Writes the lowest {@code digits} digits of {@code value}, zeros in front, to {@code out} from {@code at} on. */
    static void write(long value, int digits, byte[] out, int at) {
        write(LOWER, value, digits, out, at);
    }

    /** The same in upper case. */
    static void writeUpper(long value, int digits, byte[] out, int at) {
        write(UPPER, value, digits, out, at);
    }

    private static void write(byte[] alphabet, long value, int digits, byte[] out, int at) {
        for (int i = 0; i < digits; i++) {
            out[at + i] = alphabet[(int) (value >>> (4 * (digits - 1 - i))) & 0xF];
        }
    }

    /** Writes two digits for each of the first {@code length} bytes, to {@code out} from {@code at} on. */
    static void write(byte[] bytes, int length, byte[] out, int at) {
        for (int i = 0; i < length; i++) {
            out[at + 2 * i] = LOWER[(bytes[i] >>> 4) & 0xF];
            out[at + 2 * i + 1] = LOWER[bytes[i] & 0xF];
        }
    }

    /** The number that up to 16 digits spell; -1 when it holds anything else. Sixteen digits may give any value. */
    static long read(AsciiSlice digits) {
        if (digits.isEmpty() || digits.length() > 16) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digit(digits.charAt(i));
            if (digit < 0) {
                return -1;
            }
            value = (value << 4) | digit;
        }
        return value;
    }

    /** What a digit stands for; -1 when it is none. */
    static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /** The byte that two digits spell, from the {@code 2 nth}-th on; below zero when they are none. */
    static int pair(AsciiSlice digits, int nth) {
        return (digit(digits.charAt(2 * nth)) << 4) | digit(digits.charAt(2 * nth + 1));
    }

    /** Does {@code text} spell the first {@code length} lower-case digits of {@code expected}? Looks at all of them. */
    static boolean same(byte[] expected, int length, AsciiSlice text) {
        if (text.length() != length) {
            return false;
        }
        int difference = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            difference |= expected[i] ^ (c >= 'A' && c <= 'F' ? c + ('a' - 'A') : c);
        }
        return difference == 0;
    }
}
