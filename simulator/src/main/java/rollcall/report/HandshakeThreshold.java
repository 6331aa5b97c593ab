package rollcall.report;

import java.util.List;
import rollcall.plan.HandshakeThresholds;
import rollcall.plan.Threshold;
import rollcall.report.Statistics.Interval;

/**
 * What became of a condition on handshakes.
 *
 * @param value what was measured, in the notation of the expression; of what repetitions have, their median
 */
public record HandshakeThreshold(String expression, String value, Finding finding) {
    /** Whether it held. */
    public enum Finding {
        HELD("held"),
        BROKEN("broken"),
        /** It is broken, and noise may be the reason, or this machine. */
        UNCLEAR("cannot tell");

        private final String words;

        Finding(String words) {
            this.words = words;
        }

        /** For people, and in files. */
        public String words() {
            return words;
        }
    }

    /**
     * Judges one.
     *
     * @param bottleneck whether this machine was too slow: a rate or a latency is no fault of the server's then
     */
    static HandshakeThreshold judge(Threshold threshold, HandshakeMeasurement measured, boolean bottleneck) {
        HandshakeMetric metric = HandshakeMetric.named(threshold.metric());
        if (metric == null) {
            return ofCount(threshold, measured);
        }
        List<HandshakeRepetition> repetitions = measured.repetitions();
        HandshakeMetric.Estimate estimate = metric.of(repetitions);
        Interval certain = estimate.certain();
        boolean held = Judge.holds(threshold, estimate.value());
        boolean ofClient =
                metric.name().equals(HandshakeThresholds.CPU) || metric.name().equals(HandshakeThresholds.CPU_RELATIVE);
        boolean mayHold = (bottleneck && !ofClient)
                || Judge.holds(threshold, certain.low())
                || Judge.holds(threshold, certain.high());
        return new HandshakeThreshold(
                threshold.expression(),
                metric.compact(estimate.value()),
                held ? Finding.HELD : mayHold ? Finding.UNCLEAR : Finding.BROKEN);
    }

    private static HandshakeThreshold ofCount(Threshold threshold, HandshakeMeasurement measured) {
        long all = measured.succeeded() + measured.failed();
        long count = threshold.metric().equals(HandshakeThresholds.FAILED) ? measured.failed() : measured.resumed();
        double value = threshold.share() ? (all == 0 ? Double.NaN : count / (double) all) : count;
        return new HandshakeThreshold(
                threshold.expression(),
                Judge.text(threshold, value),
                Judge.holds(threshold, value) ? Finding.HELD : Finding.BROKEN);
    }
}
