package rollcall.report;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the engine knows about a finished run and no tally does.
 *
 * @param durationNanos from the first due time until the last client had ended or the run was stopped
 * @param loadNanos how long the plan's arrivals last
 * @param canaryNanos how long all others waited for the first client, which went alone; 0 when they did not
 * @param planned clients that the plan lets arrive
 * @param open sessions under way when the run ended that had neither signed in nor failed, as the engine counts them: the
 *     check on the tallies' own arithmetic
 * @param stoppedBy why the run was ended before its time, as a sentence without a full stop ("interrupted"), or null
 * @param transport the kind of event loop: {@code epoll}, {@code io_uring}, {@code kqueue}, {@code nio}
 * @param tlsEngine the engine that did the work, which is not the planned one when that could not be loaded
 * @param version of Rollcall
 * @param rateChanges what a person did to the rate of arrivals in mid-run
 * @param breach the threshold that stopped the run, or null
 */
public record RunFacts(
        Instant startedAt,
        long durationNanos,
        long loadNanos,
        long canaryNanos,
        long planned,
        long open,
        @Nullable String stoppedBy,
        String transport,
        int loops,
        String tlsEngine,
        String version,
        List<RateChange> rateChanges,
        @Nullable Breach breach) {
    public RunFacts {
        rateChanges = List.copyOf(rateChanges);
    }

    /** A run that went as planned, or that a guard or a person stopped. */
    public RunFacts(
            Instant startedAt,
            long durationNanos,
            long loadNanos,
            long canaryNanos,
            long planned,
            long open,
            @Nullable String stoppedBy,
            String transport,
            int loops,
            String tlsEngine,
            String version) {
        this(
                startedAt,
                durationNanos,
                loadNanos,
                canaryNanos,
                planned,
                open,
                stoppedBy,
                transport,
                loops,
                tlsEngine,
                version,
                List.of(),
                null);
    }
}
