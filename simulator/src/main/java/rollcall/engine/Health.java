package rollcall.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import rollcall.report.Capacity;
import rollcall.report.GeneratorHealth;
import rollcall.report.Tallies;
import rollcall.report.Totals;

/** Whether the generator kept up. Beyond these limits the numbers describe Rollcall's machine and not the pool. */
public final class Health {
    /** A client that starts later than this after it was due counts as late. */
    private static final double LATE_MS = 250;

    /** The same in nanoseconds. */
    static final long LATE_NANOS = (long) (LATE_MS * 1e6);

    /** An event loop that is away for longer distorts every latency it measures. */
    private static final double LOOP_LAG_MS = 2_000;

    private Health() {}

    /**
     * Judges a finished run.
     *
     * @param rssBytesBefore resident memory before the first client, -1 when unknown
     */
    public static GeneratorHealth judge(Engine engine, ProcessWatch process, long rssBytesBefore) {
        Tallies tallies = engine.tallies();
        Totals totals = tallies.totals();
        Histogram lag = tallies.latencies().startLag();
        double lagP99Ms = lag.getTotalCount() == 0 ? 0 : lag.getValueAtPercentile(99) / 1e6;
        long late = lag.getTotalCount() - lag.getCountBetweenValues(0, LATE_NANOS);
        double loopLagMs = engine.maxLoopLagNanos() / 1e6;
        List<String> complaints = new ArrayList<>();
        Capacity capacity = tallies.capacity();
        if (capacity != null) {
            // Each try was judged by itself; one for which this machine was too slow has been made again.
            if (capacity.limit() == Capacity.Limit.GENERATOR) {
                complaints.add("this machine could not keep up with the last rate that was tried: give it more"
                        + " processors, or spread the load over several machines");
            }
        } else if (lagP99Ms > LATE_MS) {
            complaints.add(String.format(
                    Locale.ROOT,
                    "one client in a hundred started %.0f ms or more after it was due: lower the rate, give this machine"
                            + " more processors, or spread the load over several machines",
                    lagP99Ms));
        }
        if (capacity == null && loopLagMs > LOOP_LAG_MS) {
            complaints.add(String.format(
                    Locale.ROOT,
                    "an event loop stood still for %.0f ms: something else took the processor, or the machine swaps",
                    loopLagMs));
        }
        if (engine.defect() != null) {
            complaints.add("Rollcall itself failed: " + engine.defect());
        }
        return new GeneratorHealth(
                complaints,
                totals.signedIn() == 0 ? 0 : process.cpuNanos() / 1e6 / totals.signedIn(),
                lagP99Ms,
                late,
                loopLagMs,
                process.gcPauseMaxMillis(),
                Math.max(0, process.openFilesPeak()),
                Math.max(0, process.rssBytesPeak()),
                rssBytesBefore < 0 || totals.heldPeak() == 0
                        ? 0
                        : Math.max(0, process.rssBytesPeak() - rssBytesBefore) / totals.heldPeak());
    }
}
