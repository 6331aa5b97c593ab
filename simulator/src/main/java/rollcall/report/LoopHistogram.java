package rollcall.report;

import org.HdrHistogram.Histogram;

/**
 * How often each latency came: written by one event loop, read by another thread while that goes on. Neither waits for the
 * other, nothing is swapped or copied, and a value costs one increment. The places are those of {@link
 * Latencies#histogram}, so that reading them into one is exact.
 *
 * <p>HdrHistogram's own recorders need 400 KB for the same, or, packed, copy all they have whenever new values have filled
 * 128 bytes more: measured, a fifteenth of what a sign-in cost.
 *
 * <p>Places are made by the page, when the first value falls on one. Counts are written plainly; what the loop releases
 * afterwards ({@link Count}) publishes them, and the end of the loop publishes all.
 */
final class LoopHistogram {
    /** Values below this many bits are not told apart: 512 ns. */
    private static final int UNIT_BITS = 9;
    /** Three significant digits: of each power of two, 1024 places. */
    private static final int HALF_BITS = 10;

    private static final int PAGE_BITS = 5;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final int PAGES = (place(Latencies.MAX_NANOS) >>> PAGE_BITS) + 1;

    /** In each page first the counts, the writer's, then how much of each the reader has taken. */
    private final int[][] pages = new int[PAGES][];

    /** The writer's. Less than nothing counts as nothing, and more than an hour as an hour. */
    void record(long nanos) {
        int place = place(Math.max(0, Math.min(nanos, Latencies.MAX_NANOS)));
        int[] page = pages[place >>> PAGE_BITS];
        if (page == null) {
            page = new int[2 * PAGE];
            pages[place >>> PAGE_BITS] = page;
        }
        page[place & (PAGE - 1)]++;
    }

    /** The reader's: adds what has come since the last time. */
    void drainTo(Histogram target) {
        for (int i = 0; i < PAGES; i++) {
            int[] page = pages[i];
            if (page == null) {
                continue;
            }
            for (int j = 0; j < PAGE; j++) {
                int count = page[j];
                int since = count - page[PAGE + j];
                if (since != 0) {
                    page[PAGE + j] = count;
                    target.recordValueWithCount(nanos(i * PAGE + j), Integer.toUnsignedLong(since));
                }
            }
        }
    }

    private static int place(long nanos) {
        long units = nanos >>> UNIT_BITS;
        int shift = Math.max(0, Long.SIZE - HALF_BITS - 1 - Long.numberOfLeadingZeros(units));
        return (shift << HALF_BITS) + (int) (units >>> shift);
    }

    /** The least value of a place. */
    private static long nanos(int place) {
        int shift = Math.max(0, (place >>> HALF_BITS) - 1);
        return (long) (place - (shift << HALF_BITS)) << shift << UNIT_BITS;
    }
}
