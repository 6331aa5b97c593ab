package rollcall.report;

import java.util.ArrayList;
import java.util.List;
import rollcall.plan.Threshold;

/**
 * What happens in a run from one moment on, judged by itself: the difference between two readings of the tallies. Exact for
 * clients when none is signing in at either moment.
 */
public final class Interval {
    private final Tallies tallies;
    private final Totals totals;
    private final Latencies latencies;
    private final List<FaultCount> faults;

    private Interval(Tallies tallies) {
        this.tallies = tallies;
        totals = tallies.sample();
        latencies = tallies.latencies();
        faults = tallies.faults();
    }

    /** An interval that begins now. Any thread but the loops'. */
    public static Interval begin(Tallies tallies) {
        return new Interval(tallies);
    }

    /**
     * Ends it now, as the try of a rate.
     *
     * @param drained whether every sign-in was over in time; else the pool has failed, whatever the conditions say
     * @param tolerableLagNanos start lag at the 99th percentile above which this machine, not the pool, is measured
     */
    public RateTry end(double perSecond, List<Threshold> conditions, boolean drained, long tolerableLagNanos) {
        Interval now = new Interval(tallies);
        Latencies since = now.latencies;
        since.subtract(latencies);
        Metrics metrics = new Metrics(
                clients(now.totals),
                now.totals.setbacks() - totals.setbacks(),
                faultsUntil(now.faults),
                since,
                Returns.NONE);
        List<ThresholdResult> results = Judge.thresholds(conditions, metrics, null);
        Latency lag = Latency.of(since.startLag());
        Latency logon = Latency.of(since.logonFromDue());
        Summary.Clients clients = metrics.clients();
        RateTry.Outcome outcome;
        if (lag.p99Nanos() > tolerableLagNanos) {
            outcome = RateTry.Outcome.TOO_FAST;
        } else if (drained && Judge.allHold(results)) {
            outcome = RateTry.Outcome.HELD;
        } else if (drained && Judge.allHold(Judge.thresholds(conditions, metrics.forgivingOurs(), null))) {
            outcome = RateTry.Outcome.TOO_FAST; // it broke by faults of this machine alone
        } else {
            outcome = RateTry.Outcome.BROKE;
        }
        return new RateTry(
                perSecond,
                outcome,
                Math.max(0, totals.atNanos()),
                clients.started(),
                clients.signedIn(),
                clients.failed(),
                clients.lost(),
                logon.count() == 0 ? Totals.NONE : logon.p50Nanos(),
                logon.count() == 0 ? Totals.NONE : logon.p99Nanos(),
                lag.p99Nanos(),
                results);
    }

    private Summary.Clients clients(Totals now) {
        long started = now.started() - totals.started();
        return new Summary.Clients(
                started,
                started,
                now.signedIn() - totals.signedIn(),
                now.failed() - totals.failed(),
                now.heldPeak(),
                now.lost() - totals.lost());
    }

    private List<FaultCount> faultsUntil(List<FaultCount> now) {
        List<FaultCount> since = new ArrayList<>();
        for (FaultCount fault : now) {
            long before = 0;
            for (FaultCount each : faults) {
                boolean same =
                        each.kind() == fault.kind() && each.fault() == fault.fault() && each.stage() == fault.stage();
                before += same ? each.count() : 0;
            }
            if (fault.count() > before) {
                since.add(fault.times(fault.count() - before));
            }
        }
        return since;
    }
}
