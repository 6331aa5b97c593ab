package rollcall.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Many clients dropped together, and how they came back. A time is that from a client's drop until it was signed in
 * again; its percentiles are over all that were dropped, so one that so many did not reach is {@link #NEVER}.
 *
 * @param what the scenario cut, in its own words; null when it was not the scenario
 * @param atNanos when it began, since the start of the run
 * @param lastedNanos from the first drop to the last
 * @param peakPerSecond the most that came back in one second, counted from the beginning
 * @param drops by what clients were dropped
 * @param losses why clients stayed lost: the fault of their last try
 * @param web what those who came back asked of web servers within the hour; null when they asked for nothing
 */
public record Storm(
        @Nullable String what,
        long atNanos,
        long lastedNanos,
        long dropped,
        long returned,
        long lost,
        long p50Nanos,
        long p90Nanos,
        long p99Nanos,
        long allNanos,
        long peakPerSecond,
        List<FaultCount> drops,
        List<FaultCount> losses,
        @Nullable WebLoad web) {
    /** A time that did not come. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Clients that were neither back nor given up when the run ended. */
    public long away() {
        return dropped - returned - lost;
    }
}
