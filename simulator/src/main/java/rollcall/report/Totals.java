package rollcall.report;

/**
 * All loops together at one moment of a run: what the progress line shows and what the series of a run is made of. Counts
 * are cumulative, so any two of these may be subtracted.
 *
 * @param atNanos since the start of the run
 * @param ended lives that are over, whichever way
 * @param held clients that are signed in at this moment
 * @param heldPeak the most that were ever signed in at the same moment
 * @param setbacks faults that clients survived
 * @param signedInPerSecond sign-ins a second since the sample before; 0 in the first
 * @param logonP50Nanos median from due until the 200 of the sign-ins since the sample before, or {@link #NONE}
 * @param logonP99Nanos the 99th percentile of the same, or {@link #NONE}
 * @param faults failures and losses
 */
public record Totals(
        long atNanos,
        long started,
        long signedIn,
        long failed,
        long lost,
        long ended,
        long held,
        long heldPeak,
        long setbacks,
        double signedInPerSecond,
        long logonP50Nanos,
        long logonP99Nanos,
        BlameCounts faults) {
    /** A latency without a sample. */
    public static final long NONE = -1;

    /** Before anything has happened. */
    static final Totals ZERO = new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NONE, NONE, BlameCounts.NONE);

    /** Clients that have started and are neither signed in nor failed yet. */
    public long open() {
        return started - signedIn - failed;
    }

    /** The same with the rate of sign-ins since an earlier sample. */
    Totals withRateSince(Totals before) {
        long nanos = atNanos - before.atNanos;
        double rate = nanos <= 0 ? 0 : (signedIn - before.signedIn) * 1e9 / nanos;
        return new Totals(
                atNanos,
                started,
                signedIn,
                failed,
                lost,
                ended,
                held,
                heldPeak,
                setbacks,
                rate,
                logonP50Nanos,
                logonP99Nanos,
                faults);
    }
}
