package rollcall.sip;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The low-level words over ASCII bytes, named once. Ranges are {@code from} (included) to {@code to} (excluded); bytes
 * above 127 are never letters, digits or blanks, so UTF-8 text passes through unharmed.
 */
public final class Ascii {
    static final byte CR = '\r';
    static final byte LF = '\n';

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    /** CR and LF are both below this; of the printable bytes none is. */
    private static final long BREAK_LIMIT = 0x0E * ONES;

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    /** Eighteen digits always fit a long, so no longer number is read. */
    private static final int MAX_DIGITS = 18;

    private static final boolean[] TOKEN = new boolean[256];
    private static final byte[] LOWER = new byte[256];

    static {
        for (int b = 0; b < 256; b++) {
            LOWER[b] = (byte) (b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b);
            TOKEN[b] = (b >= '0' && b <= '9') || (LOWER[b] >= 'a' && LOWER[b] <= 'z');
        }
        // RFC 3261 §25.1: token
        for (char c : "-.!%*_+`'~".toCharArray()) {
            TOKEN[c] = true;
        }
    }

    private Ascii() {}

    /** Where {@code wanted}, an ASCII character, stands first, or -1. */
    public static int indexOf(byte[] a, int from, int to, int wanted) {
        return indexOfEither(a, from, to, wanted, wanted);
    }

    /** Where the first of two ASCII characters stands, or -1; eight bytes at a time. */
    static int indexOfEither(byte[] a, int from, int to, int one, int other) {
        long ones = one * ONES;
        long others = other * ONES;
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long word = (long) LONGS.get(a, i);
            long hits = (zeroBytes(word ^ ones) | zeroBytes(word ^ others)) & HIGH_BITS;
            if (hits != 0) {
                return i + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
        }
        for (; i < to; i++) {
            if (a[i] == one || a[i] == other) {
                return i;
            }
        }
        return -1;
    }

    /** Where the first CR or LF stands, or -1. Looks at eight bytes at a time: the one loop that sees every byte. */
    static int indexOfLineBreak(byte[] a, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long word = (long) LONGS.get(a, i);
            // The high bit of each byte below BREAK_LIMIT; borrows reach only bytes above the first hit.
            long hits = (word - BREAK_LIMIT) & ~word & HIGH_BITS;
            while (hits != 0) {
                int at = i + (Long.numberOfTrailingZeros(hits) >>> 3);
                if (isLineBreak(a[at])) {
                    return at;
                }
                hits &= hits - 1;
            }
        }
        for (; i < to; i++) {
            if (isLineBreak(a[i])) {
                return i;
            }
        }
        return -1;
    }

    static boolean isLineBreak(byte b) {
        return b == CR || b == LF;
    }

    /** Space or tab. */
    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /** Blank or line break: what may stand inside a folded value. */
    static boolean isSpace(byte b) {
        return isBlank(b) || isLineBreak(b);
    }

    /** May this byte stand in a token: a method, a header name, a parameter name? (RFC 3261 §25.1) */
    static boolean isToken(byte b) {
        return TOKEN[b & 0xFF];
    }

    /** The first index that holds no token byte, or {@code to}. */
    static int skipToken(byte[] a, int from, int to) {
        int i = from;
        while (i < to && TOKEN[a[i] & 0xFF]) {
            i++;
        }
        return i;
    }

    /** The first index that holds no space, or {@code to}. */
    static int skipSpace(byte[] a, int from, int to) {
        int i = from;
        if (i < to && a[i] == ' ') {
            i++; // one space is usual, and the loop below seldom needed
        }
        if (i < to && a[i] > ' ') {
            return i;
        }
        while (i < to && isSpace(a[i])) {
            i++;
        }
        return i;
    }

    /** The end of the range without the spaces at its end, at least {@code from}. */
    static int trimEnd(byte[] a, int from, int to) {
        int i = to;
        if (from < to && a[to - 1] > ' ') {
            return to;
        }
        while (i > from && isSpace(a[i - 1])) {
            i--;
        }
        return i;
    }

    /**
     * The index just behind the closing quote of the quoted string that opens at {@code from}, or -1 when it does not
     * end before {@code to}. A backslash quotes the byte after it (RFC 3261 §25.1: quoted-pair).
     */
    static int skipQuoted(byte[] a, int from, int to) {
        int i = from + 1;
        while (true) {
            i = indexOfEither(a, i, to, '"', '\\');
            if (i < 0 || a[i] == '"') {
                return i < 0 ? -1 : i + 1;
            }
            i += 2; // a backslash and what it quotes
        }
    }

    /** The high bit of each byte that is zero; up to the first of them nothing else sets it. */
    private static long zeroBytes(long word) {
        return (word - ONES) & ~word;
    }

    /** Does {@code text} stand at {@code from}, byte by byte? All of its length must lie within the array. */
    static boolean startsWith(byte[] a, int from, byte[] text) {
        int last = text.length - Long.BYTES;
        if (last < 0) {
            for (int i = 0; i < text.length; i++) {
                if (a[from + i] != text[i]) {
                    return false;
                }
            }
            return true;
        }
        // The last eight may overlap those before; hardly a name is longer than sixteen.
        if ((long) LONGS.get(a, from) != (long) LONGS.get(text, 0)
                || (long) LONGS.get(a, from + last) != (long) LONGS.get(text, last)) {
            return false;
        }
        for (int i = Long.BYTES; i < last; i += Long.BYTES) {
            if ((long) LONGS.get(a, from + i) != (long) LONGS.get(text, i)) {
                return false;
            }
        }
        return true;
    }

    /** Is the range exactly {@code text}? */
    public static boolean equals(byte[] a, int from, int to, String text) {
        if (to - from != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if ((a[from + i] & 0xFF) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Is the range {@code text}, the case of ASCII letters aside? */
    public static boolean equalsIgnoreCase(byte[] a, int from, int to, String text) {
        if (to - from != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0xFF || LOWER[a[from + i] & 0xFF] != LOWER[c]) {
                return false;
            }
        }
        return true;
    }

    static int lower(byte b) {
        return LOWER[b & 0xFF];
    }

    /**
     * The number the range spells in decimal digits, leading zeros allowed; -1 when it is empty, holds anything but
     * digits, or has more than 18 of them after the zeros.
     */
    public static long natural(byte[] a, int from, int to) {
        if (from >= to) {
            return -1;
        }
        int i = from;
        while (i < to && a[i] == '0') {
            i++;
        }
        if (to - i > MAX_DIGITS) {
            return -1;
        }
        long value = 0;
        for (; i < to; i++) {
            int digit = a[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** Writes {@code value} in decimal; a negative one is an error of the caller. */
    public static void writeDecimal(ByteBuf out, long value) {
        if (value < 0) {
            throw new IllegalArgumentException("only natural numbers are written");
        }
        long scale = 1;
        while (value / scale >= 10) {
            scale *= 10;
        }
        for (; scale > 0; scale /= 10) {
            out.writeByte('0' + (int) (value / scale % 10));
        }
    }

    /** Writes the lowest {@code digits} (1 to 16) hex digits of {@code value}, in lower case, zeros in front. */
    public static void writeHex(ByteBuf out, long value, int digits) {
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
            out.writeByte(HEX[(int) (value >>> shift) & 0xF]);
        }
    }

    /** Writes two lower-case hex digits for each byte of the range. */
    public static void writeHex(ByteBuf out, byte[] a, int from, int to) {
        for (int i = from; i < to; i++) {
            out.writeByte(HEX[a[i] >>> 4 & 0xF]);
            out.writeByte(HEX[a[i] & 0xF]);
        }
    }

    /** Writes text that is known to be ASCII, one byte a character, without making a byte array of it. */
    public static void write(ByteBuf out, CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            out.writeByte(text.charAt(i));
        }
    }
}
