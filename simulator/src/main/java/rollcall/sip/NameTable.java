package rollcall.sip;

import java.nio.charset.StandardCharsets;

/** Finds which of a few known names a range of bytes is, in any case: a hash table that is filled once, then only read. */
final class NameTable {
    /** About four times the names there are: most look-ups meet their name at once. */
    private static final int SLOTS = 256;

    private final byte[][] names = new byte[SLOTS][];
    private final int[] numbers = new int[SLOTS];

    /** Makes {@link #find} answer {@code number} for {@code text}. */
    void add(String text, int number) {
        byte[] name = text.getBytes(StandardCharsets.US_ASCII);
        int slot = slot(name, 0, name.length);
        while (names[slot] != null) {
            slot = next(slot);
        }
        names[slot] = name;
        numbers[slot] = number;
    }

    /** The number of the name that the range is, or {@code otherwise}. */
    int find(byte[] a, int from, int to, int otherwise) {
        if (from >= to) {
            return otherwise;
        }
        int slot = slot(a, from, to);
        for (byte[] name = names[slot]; name != null; name = names[slot]) {
            if (isSame(a, from, to, name)) {
                return numbers[slot];
            }
            slot = next(slot);
        }
        return otherwise;
    }

    private static int next(int slot) {
        return (slot + 1) & (SLOTS - 1);
    }

    /** Length, first, middle and last letter, the case bit set: enough to keep the names of SIP apart. */
    private static int slot(byte[] a, int from, int to) {
        int length = to - from;
        int hash = length + 7 * (a[from] | 0x20) + 31 * (a[to - 1] | 0x20) + 113 * (a[from + (length >> 1)] | 0x20);
        return hash & (SLOTS - 1);
    }

    private static boolean isSame(byte[] a, int from, int to, byte[] name) {
        // Nearly every peer writes the usual case.
        return to - from == name.length && (Ascii.startsWith(a, from, name) || isSameInAnyCase(a, from, name));
    }

    private static boolean isSameInAnyCase(byte[] a, int from, byte[] name) {
        for (int i = 0; i < name.length; i++) {
            if (Ascii.lower(a[from + i]) != Ascii.lower(name[i])) {
                return false;
            }
        }
        return true;
    }
}
