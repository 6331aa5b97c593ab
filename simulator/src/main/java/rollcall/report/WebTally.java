package rollcall.report;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Stage;

/** The count of a {@link WebLoad} while it lasts, over all loops. Any loop may write: a fetch costs a TLS handshake. */
final class WebTally {
    /** What is begun after a day counts as its last second. */
    private static final int MOST_SECONDS = 86_400;

    private long fetches;
    private long bytes;
    private long addressBookBytes;
    private int[] perSecond = new int[64];

    /** @param begunNanos since the start of the run, or of the storm */
    synchronized void fetched(Stage stage, long begunNanos, long came) {
        fetches++;
        bytes += came;
        if (stage == Stage.ADDRESS_BOOK) {
            addressBookBytes = Math.max(addressBookBytes, came);
        }
        int second = (int) Math.max(0, Math.min(begunNanos / 1_000_000_000L, MOST_SECONDS - 1));
        if (second >= perSecond.length) {
            perSecond = Arrays.copyOf(perSecond, Math.max(second + 1, 2 * perSecond.length));
        }
        perSecond[second]++;
    }

    /** What has happened so far; null when nothing was fetched. */
    synchronized @Nullable WebLoad read() {
        if (fetches == 0) {
            return null;
        }
        int peak = 0;
        for (int second = 1; second < perSecond.length; second++) {
            if (perSecond[second] > perSecond[peak]) {
                peak = second;
            }
        }
        return new WebLoad(fetches, bytes, addressBookBytes, perSecond[peak], peak);
    }
}
