package rollcall.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.plan.Threshold;

/** Thresholds and numbers in, verdict out: aborted before invalid before failed before passed. */
final class Judge {
    private Judge() {}

    static List<ThresholdResult> thresholds(List<Threshold> written, Metrics metrics, @Nullable Breach breach) {
        List<ThresholdResult> results = new ArrayList<>();
        // whom a stopped run cut off has failed by our doing
        Metrics judged = breach == null ? metrics : metrics.forgivingOurs();
        for (Threshold threshold : written) {
            if (breach != null && breach.threshold().expression().equals(threshold.expression())) {
                results.add(breach.threshold()); // it may have healed while the last clients left
            } else {
                double value = judged.of(threshold);
                results.add(
                        new ThresholdResult(threshold.expression(), text(threshold, value), holds(threshold, value)));
            }
        }
        return List.copyOf(results);
    }

    static Verdict verdict(List<Threshold> written, Metrics metrics, RunFacts facts, GeneratorHealth generator) {
        List<String> reasons = new ArrayList<>();
        Breach breach = facts.breach();
        List<ThresholdResult> results = thresholds(written, metrics, breach);
        if (facts.stoppedBy() != null && breach == null) {
            reasons.add("The run was stopped: " + facts.stoppedBy() + ".");
            reasons.add(outcome(metrics.clients()));
            handChanged(facts, reasons);
            return new Verdict(Verdict.Kind.ABORTED, reasons);
        }
        for (String complaint : generator.complaints()) {
            reasons.add(complaint + ".");
        }
        Summary.Clients clients = metrics.clients();
        if (clients.started() < clients.planned() && breach == null) {
            reasons.add(Units.count(clients.planned() - clients.started()) + " of "
                    + Units.counted(clients.planned(), "client") + " never started.");
        }
        Metrics forgiven = metrics.forgivingOurs();
        long ours = clients.failed()
                - forgiven.clients().failed()
                + clients.lost()
                - forgiven.clients().lost();
        boolean broken = !allHold(results);
        // Where the thresholds would hold without our own faults, the pool is not to blame for their breaking.
        if (broken && ours > 0 && allHold(thresholds(written, forgiven, breach))) {
            reasons.add(
                    Units.counted(ours, "client") + " fell to a fault of this machine or of the scenario, not of the"
                            + " pool; without those every threshold would hold.");
        }
        if (!reasons.isEmpty()) {
            handChanged(facts, reasons);
            return new Verdict(Verdict.Kind.INVALID, reasons);
        }
        reasons.add(outcome(clients));
        if (breach != null) {
            reasons.add("The run was stopped: " + breach.sentence() + ".");
        }
        if (!broken) {
            reasons.add(held(results));
            handChanged(facts, reasons);
            return new Verdict(Verdict.Kind.PASSED, reasons);
        }
        for (ThresholdResult result : results) {
            if (!result.held() && (breach == null || !result.equals(breach.threshold()))) {
                reasons.add("Wanted " + result.expression() + ", measured " + result.value() + ".");
            }
        }
        handChanged(facts, reasons);
        return new Verdict(Verdict.Kind.FAILED, reasons);
    }

    /** Such a run is not what its scenario says. */
    private static void handChanged(RunFacts facts, List<String> reasons) {
        List<RateChange> changes = facts.rateChanges();
        if (!changes.isEmpty()) {
            reasons.add("The rate was changed by hand "
                    + (changes.size() == 1 ? "once" : Units.counted(changes.size(), "time"))
                    + ", for the first time after "
                    + Units.offset(changes.get(0).atNanos()) + ": this run is not the scenario's.");
        }
    }

    private static String outcome(Summary.Clients clients) {
        String signedIn =
                Units.count(clients.signedIn()) + " of " + Units.counted(clients.planned(), "client") + " signed in";
        String failed = clients.failed() == 0 ? "" : ", " + Units.count(clients.failed()) + " failed";
        String lost = clients.lost() == 0
                ? clients.signedIn() == 0 ? "" : ", none was lost"
                : ", " + Units.count(clients.lost()) + (clients.lost() == 1 ? " was" : " were") + " lost afterwards";
        return signedIn + failed + lost + ".";
    }

    private static String held(List<ThresholdResult> results) {
        return switch (results.size()) {
            case 0 -> "The scenario sets no thresholds.";
            case 1 -> "The threshold held.";
            default -> "All " + results.size() + " thresholds held.";
        };
    }

    static boolean allHold(List<ThresholdResult> results) {
        for (ThresholdResult result : results) {
            if (!result.held()) {
                return false;
            }
        }
        return true;
    }

    /** NaN, which stands for "not measured", holds nothing. */
    static boolean holds(Threshold threshold, double value) {
        return switch (threshold.comparison()) {
            case LESS -> value < threshold.limit();
            case AT_MOST -> value <= threshold.limit();
            case EQUAL -> value == threshold.limit();
            case AT_LEAST -> value >= threshold.limit();
            case GREATER -> value > threshold.limit();
        };
    }

    /** The value in the notation of the expression. */
    static String text(Threshold threshold, double value) {
        if (Double.isNaN(value)) {
            return "no sample";
        }
        if (Double.isInfinite(value)) {
            return "never";
        }
        if (threshold.isLatency()) {
            return Units.durationCompact(Math.round(value), digits(threshold, value));
        }
        return threshold.share() ? Units.percent(value, digits(threshold, value)) : Long.toString(Math.round(value));
    }

    /** Three digits, or as many as it takes that the rounded value holds or breaks the threshold as the real one does. */
    private static int digits(Threshold threshold, double value) {
        int digits = 3;
        while (digits < 12) {
            double rounded =
                    BigDecimal.valueOf(value).round(new MathContext(digits)).doubleValue();
            boolean same = holds(threshold, rounded) == holds(threshold, value);
            if (same && (rounded == threshold.limit()) == (value == threshold.limit())) {
                return digits;
            }
            digits++;
        }
        return digits;
    }
}
