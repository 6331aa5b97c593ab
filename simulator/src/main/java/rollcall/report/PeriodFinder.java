package rollcall.report;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Whether many values lie suspiciously close together: a scan statistic (J. I. Naus, "The distribution of the size of the
 * maximum cluster of points on a line", JASA 60, 1965; J. Glaz, J. Naus, S. Wallenstein, "Scan Statistics", 2001). A window
 * of ±2 s or ±2 %, whichever is more, goes over the values and is compared with the two of the same width beside it. So the
 * values need not be spread evenly: where their density rises or falls, one neighbour has as many as the window.
 *
 * <p>A cluster has at least {@value #SHARE_OF_THREE} of what lies in the three windows and {@value #SHARE_OF_ALL} of all, and
 * would be found among evenly spread values in one of {@value #ONE_IN} cases at most: the chance of a single window, by the
 * binomial distribution, times the number of windows (Boole's inequality).
 */
final class PeriodFinder {
    private static final long HALF_NANOS = 2_000_000_000L;
    private static final double HALF_SHARE = 0.02;
    private static final double SHARE_OF_THREE = 0.8;
    private static final double SHARE_OF_ALL = 0.2;
    private static final double ONE_IN = 1_000;

    private PeriodFinder() {}

    /**
     * A cluster.
     *
     * @param from its smallest value, nanoseconds
     * @param to its largest value
     * @param typical the median of its values
     * @param count of its values
     */
    record Cluster(long from, long to, long typical, int count) {}

    /** The largest cluster; null when there is none. */
    static @Nullable Cluster find(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        int best = -1;
        int most = 0;
        int around = 0;
        int left = 0;
        int right = 0;
        int farRight = 0;
        for (int i = 0; i < sorted.length; i++) {
            long width = width(sorted[i]);
            while (sorted[left] < sorted[i] - width) {
                left++;
            }
            right = firstAbove(sorted, right, sorted[i] + width);
            farRight = firstAbove(sorted, farRight, sorted[i] + 2 * width);
            int inside = right - i;
            int three = farRight - left;
            // what is younger than a window is wide has no whole neighbour to be compared with
            if (sorted[i] >= width && inside > most && inside >= SHARE_OF_THREE * three) {
                best = i;
                most = inside;
                around = three;
            }
        }
        boolean found = best >= 0
                && most >= SHARE_OF_ALL * sorted.length
                // one of the values defines the window; the others fall into it by chance
                && sorted.length * chance(around - 1, most - 1) * ONE_IN < 1;
        return found ? new Cluster(sorted[best], sorted[best + most - 1], sorted[best + most / 2], most) : null;
    }

    private static long width(long nanos) {
        return 2 * Math.max(HALF_NANOS, Math.round(nanos * HALF_SHARE));
    }

    private static int firstAbove(long[] sorted, int from, long limit) {
        int at = from;
        while (at < sorted.length && sorted[at] <= limit) {
            at++;
        }
        return at;
    }

    /** That at least {@code hits} of {@code n} fall into one of three equal windows. */
    static double chance(int n, int hits) {
        double logTerm = n * Math.log(2.0 / 3); // of no hit; each step multiplies by (n - k) / (k + 1) * (1/3) / (2/3)
        double sum = 0;
        for (int k = 0; k <= n; k++) {
            if (k >= hits) {
                sum += Math.exp(logTerm);
            }
            logTerm += Math.log((double) (n - k) / (k + 1) / 2);
        }
        return Math.min(1, sum);
    }
}
