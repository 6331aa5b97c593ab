package rollcall.report;

import org.HdrHistogram.Histogram;
import rollcall.outcome.Stage;

/**
 * The latency histograms of a run. Values are nanoseconds, kept to three significant digits and never finer than 512 ns;
 * what is longer than {@link #MAX_NANOS} counts as that. A histogram grows with its largest value, to
 * 200 KB, and merging is exact. A percentile is the largest value that its histogram cannot tell from the true one: never too small, and too
 * large by at most one part in a thousand.
 */
public final class Latencies {
    /** One hour. */
    static final long MAX_NANOS = 3_600_000_000_000L;

    /** Series beyond those of the stages, which have their ordinals: due until the 200. */
    static final int LOGON_FROM_DUE = Stage.COUNT;
    /** Due until really started: what the generator, not the pool, is late by. */
    static final int START_LAG = Stage.COUNT + 1;
    /** How many series there are. */
    static final int SERIES = Stage.COUNT + 2;

    private static final long UNIT_NANOS = 1_000;
    private static final int DIGITS = 3;

    private final Histogram[] series = new Histogram[SERIES];

    public Latencies() {
        for (int i = 0; i < SERIES; i++) {
            series[i] = histogram();
        }
    }

    static Histogram histogram() {
        Histogram histogram = new Histogram(UNIT_NANOS, 2 * UNIT_NANOS, DIGITS);
        histogram.setAutoResize(true);
        return histogram;
    }

    /** Time in one stage. {@link Stage#LOGON} counts from the moment the client really started. */
    public Histogram of(Stage stage) {
        return series[stage.ordinal()];
    }

    /** The whole sign-in, from the moment the client was due. */
    public Histogram logonFromDue() {
        return series[LOGON_FROM_DUE];
    }

    /** How late clients started. */
    public Histogram startLag() {
        return series[START_LAG];
    }

    /** Adds all values of the other. */
    public void add(Latencies other) {
        for (int i = 0; i < SERIES; i++) {
            if (other.series[i].getTotalCount() > 0) {
                series[i].add(other.series[i]);
            }
        }
    }

    /** Forgets all values. */
    void clear() {
        for (Histogram one : series) {
            if (one.getTotalCount() > 0) {
                one.reset();
            }
        }
    }

    /** Takes away all values of the other, which were once added. */
    void subtract(Latencies other) {
        for (int i = 0; i < SERIES; i++) {
            if (other.series[i].getTotalCount() > 0) {
                series[i].subtract(other.series[i]);
            }
        }
    }

    /** The sum of all values. */
    static double total(Histogram histogram) {
        return histogram.getTotalCount() == 0 ? 0 : histogram.getMean() * histogram.getTotalCount();
    }

    Histogram series(int index) {
        return series[index];
    }
}
