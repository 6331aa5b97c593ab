package rollcall.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.plan.Threshold;

/**
 * A threshold that broke while the run lasted, and stopped it.
 *
 * @param atNanos when it was seen, since the start of the run
 * @param threshold with the value it had then
 */
public record Breach(long atNanos, ThresholdResult threshold) {
    /**
     * Looks for a threshold that is to stop the run and is broken by now. What is not measured yet breaks nothing, nor do
     * faults of our own.
     *
     * @param latest the last sample
     * @return the first in the scenario's order, or null
     */
    public static @Nullable Breach look(List<Threshold> thresholds, Tallies tallies, Totals latest) {
        List<Threshold> due = thresholds.stream()
                .filter(threshold -> threshold.aborts() && latest.atNanos() >= threshold.abortAfterNanos())
                .toList();
        Totals measured = tallies.measured();
        if (due.isEmpty() || measured.started() == 0) {
            return null;
        }
        Summary.Clients clients = new Summary.Clients(
                measured.started(),
                measured.started(),
                measured.signedIn(),
                measured.failed(),
                measured.heldPeak(),
                measured.lost());
        Metrics metrics = new Metrics(
                        clients,
                        measured.setbacks(),
                        tallies.measuredFaults(),
                        tallies.latencies(),
                        tallies.comeBacks().read())
                .forgivingOurs();
        for (Threshold threshold : due) {
            double value = metrics.of(threshold);
            if (!Double.isNaN(value) && !Judge.holds(threshold, value)) {
                return new Breach(
                        latest.atNanos(),
                        new ThresholdResult(threshold.expression(), Judge.text(threshold, value), false));
            }
        }
        return null;
    }

    /** Why the run was stopped, without a full stop. */
    public String sentence() {
        return "after " + Units.offset(atNanos) + " the threshold " + threshold.expression() + " was broken: "
                + threshold.value();
    }
}
