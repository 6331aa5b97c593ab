package rollcall.sip;

import java.util.Arrays;

/**
 * Where the lines of a message's head end, each end the index of its CR: noted while {@link SipFraming} looks for the end of
 * the message, and read by {@link SipMessage}, so that the bytes are searched for line ends once. Made once, filled anew for
 * each message.
 */
public final class LineEnds {
    private int[] ends = new int[64];
    private int count;

    void clear() {
        count = 0;
    }

    /** The next line ends here; the empty line that ends the head is one, too. */
    void add(int end) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
        }
        ends[count++] = end;
    }

    int count() {
        return count;
    }

    int get(int line) {
        return ends[line];
    }

    /** Notes the lines of a head that nobody has framed, up to its empty line or to the last line that has an end. */
    void scan(byte[] a, int from, int to) {
        clear();
        int line = from;
        int end = Ascii.indexOfLineBreak(a, line, to);
        while (end >= 0 && end + 1 < to) {
            add(end);
            if (end == line) {
                return;
            }
            line = end + 2;
            end = Ascii.indexOfLineBreak(a, line, to);
        }
    }
}
