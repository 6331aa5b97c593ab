package rollcall.auth;

import java.util.Arrays;

/** Which of the last 256 numbers were seen (MS-SIPAE 3.3.5.3): each is new once, and one below the window never. */
final class ReplayWindow {
    private static final int SIZE = 256;

    private final long[] seen = new long[SIZE / Long.SIZE];
    private long highest;

    void clear() {
        Arrays.fill(seen, 0);
        highest = 0;
    }

    /** Is this number, from 1 on, new? From now on it is not. */
    boolean isNew(long number) {
        if (number < 1 || number <= highest - SIZE) {
            return false;
        }
        if (number > highest) {
            long from = Math.max(highest + 1, number - SIZE + 1);
            for (long skipped = from; skipped <= number; skipped++) {
                seen[word(skipped)] &= ~bit(skipped);
            }
            highest = number;
        } else if ((seen[word(number)] & bit(number)) != 0) {
            return false;
        }
        seen[word(number)] |= bit(number);
        return true;
    }

    private static int word(long number) {
        return (int) (number % SIZE) / Long.SIZE;
    }

    private static long bit(long number) {
        return 1L << (number % Long.SIZE);
    }
}
