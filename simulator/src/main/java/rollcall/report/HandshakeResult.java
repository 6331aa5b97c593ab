package rollcall.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.plan.HandshakePlan;
import rollcall.plan.HandshakeThresholds;
import rollcall.plan.Threshold;

/**
 * A measurement of handshakes, judged.
 *
 * @param comparison with the baseline, or null
 */
public record HandshakeResult(
        HandshakeMeasurement measured,
        HandshakeFacts facts,
        HandshakeHealth health,
        List<HandshakeThreshold> thresholds,
        @Nullable HandshakeComparison comparison,
        Verdict verdict) {
    /** Judges: a handshake that failed is one too many, unless a threshold says how many may. */
    public static HandshakeResult of(
            HandshakeMeasurement measured,
            HandshakeFacts facts,
            List<Threshold> thresholds,
            @Nullable HandshakeBaseline baseline,
            double margin) {
        HandshakeHealth health = HandshakeHealth.of(measured.repetitions(), facts.loops());
        List<Threshold> wanted = new ArrayList<>(thresholds);
        if (thresholds.stream().noneMatch(each -> each.metric().equals(HandshakeThresholds.FAILED))) {
            wanted.add(
                    0, new Threshold("failed == 0", HandshakeThresholds.FAILED, Threshold.Comparison.EQUAL, 0, false));
        }
        List<HandshakeThreshold> judged = wanted.stream()
                .map(each -> HandshakeThreshold.judge(each, measured, health.hindrance() != null))
                .toList();
        HandshakeComparison comparison = baseline == null
                ? null
                : HandshakeComparison.of(baseline, HandshakeSetup.of(measured, facts), measured, margin);
        return new HandshakeResult(
                measured, facts, health, judged, comparison, verdict(measured, facts, health, judged, comparison));
    }

    private static Verdict verdict(
            HandshakeMeasurement measured,
            HandshakeFacts facts,
            HandshakeHealth health,
            List<HandshakeThreshold> judged,
            @Nullable HandshakeComparison comparison) {
        List<String> reasons = new ArrayList<>();
        reasons.add(outcome(measured));
        if (facts.stoppedBy() != null) {
            reasons.add(0, "Stopped: " + facts.stoppedBy() + ". The numbers are of what was done until then.");
            return new Verdict(Verdict.Kind.ABORTED, reasons);
        }
        if (measured.stopped() != null) {
            reasons.set(0, "Ended before its time: " + measured.stopped() + ".");
            for (FaultCount worst : measured.faults().stream().limit(1).toList()) {
                reasons.add(FaultText.sentence(worst.fault().cause()) + " (" + worst.detail() + ")");
            }
            return new Verdict(Verdict.Kind.FAILED, reasons);
        }
        boolean resume = measured.plan().tls().resume();
        if (!resume && measured.resumed() > 0) {
            reasons.add("Handshakes were resumed that should be full; please report this.");
            return new Verdict(Verdict.Kind.INVALID, reasons);
        }
        boolean failed = false;
        if (resume && measured.resumed() == 0) {
            failed = true;
            reasons.add("None was resumed.");
        }
        for (HandshakeThreshold each : judged) {
            if (each.finding() == HandshakeThreshold.Finding.BROKEN) {
                failed = true;
                reasons.add("Wanted " + each.expression() + ", measured " + each.value() + ".");
            }
        }
        boolean unclear = false;
        for (HandshakeThreshold each : judged) {
            if (each.finding() == HandshakeThreshold.Finding.UNCLEAR) {
                unclear = true;
                reasons.add("Wanted " + each.expression() + ", measured " + each.value() + ": cannot tell, because "
                        + (health.hindrance() == null ? "the noise is too great" : health.hindrance()) + ".");
            }
        }
        if (comparison != null) {
            failed |= comparison.finding() == HandshakeComparison.Finding.WORSE;
            reasons.addAll(comparison.sentences());
        }
        return new Verdict(
                failed ? Verdict.Kind.FAILED : unclear ? Verdict.Kind.INVALID : Verdict.Kind.PASSED, reasons);
    }

    private static String outcome(HandshakeMeasurement measured) {
        HandshakePlan plan = measured.plan();
        return Units.count(measured.succeeded()) + " of " + Units.counted(plan.count(), "TLS handshake") + " with "
                + plan.target() + ", "
                + (measured.failed() == 0 ? "none failed." : Units.count(measured.failed()) + " failed.");
    }
}
