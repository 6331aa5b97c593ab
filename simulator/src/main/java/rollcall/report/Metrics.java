package rollcall.report;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Blame;
import rollcall.outcome.Stage;
import rollcall.plan.Threshold;

/**
 * What thresholds can ask for. A metric is one of {@code started signedIn failed open lost setbacks heldPeak}, the name
 * of a fault ({@code TLS_CERT_NAME}: clients that failed or were lost by it), or {@code STAGE.PERCENTILE}: a stage's
 * word and {@code min}, {@code mean}, {@code max}, {@code p50}, {@code p99}, {@code p999} or {@code p99.9}.
 * {@code logon} counts from due, {@code logon.sent} from the real start.
 */
record Metrics(Summary.Clients clients, long open, long setbacks, List<FaultCount> faults, Latencies latencies) {
    /** The value in the threshold's base unit; NaN when there is no such thing or nothing was measured. */
    double of(Threshold threshold) {
        String metric = threshold.metric();
        if (metric.indexOf('.') > 0) {
            return latency(metric);
        }
        double count = count(metric);
        return threshold.share() ? count / clients.started() : count;
    }

    /** The same as if every client that fell to a fault of ours had fared well at the pool. */
    Metrics forgivingOurs() {
        long failed = 0;
        long lost = 0;
        List<FaultCount> others = new ArrayList<>();
        for (FaultCount fault : faults) {
            if (fault.fault().blame() != Blame.OURS) {
                others.add(fault);
            } else if (fault.kind() == FaultCount.Kind.FAILED) {
                failed += fault.count();
            } else {
                lost += fault.count();
            }
        }
        Summary.Clients forgiven = new Summary.Clients(
                clients.planned(),
                clients.started(),
                clients.signedIn() + failed,
                clients.failed() - failed,
                clients.heldPeak() + failed,
                clients.lost() - lost);
        return new Metrics(forgiven, open, setbacks, others, latencies);
    }

    private double count(String metric) {
        return switch (metric) {
            case "started" -> clients.started();
            case "signedIn" -> clients.signedIn();
            case "failed" -> clients.failed();
            case "open" -> open;
            case "lost" -> clients.lost();
            case "setbacks" -> setbacks;
            case "heldPeak" -> clients.heldPeak();
            default -> faultCount(metric);
        };
    }

    private double faultCount(String name) {
        long count = 0;
        for (FaultCount fault : faults) {
            if (fault.fault().name().equals(name)) {
                count += fault.count();
            }
        }
        return count;
    }

    private double latency(String metric) {
        int dot = metric.indexOf('.');
        String series = metric.substring(0, dot);
        String statistic = metric.substring(dot + 1);
        if (statistic.startsWith("sent.")) {
            return statistic(histogram(series, false), statistic.substring("sent.".length()));
        }
        return statistic(histogram(series, true), statistic);
    }

    private @Nullable Histogram histogram(String word, boolean fromDue) {
        if (fromDue && word.equals(Stage.LOGON.word())) {
            return latencies.logonFromDue();
        }
        for (int i = 0; i < Stage.COUNT; i++) {
            if (Stage.at(i).word().equals(word)) {
                return latencies.of(Stage.at(i));
            }
        }
        return null;
    }

    private static double statistic(@Nullable Histogram histogram, String name) {
        if (histogram == null || histogram.getTotalCount() == 0) {
            return Double.NaN;
        }
        return switch (name) {
            case "min" -> histogram.getMinValue();
            case "mean" -> histogram.getMean();
            case "max" -> histogram.getMaxValue();
            default -> percentile(histogram, name);
        };
    }

    private static double percentile(Histogram histogram, String name) {
        double percentile = percentile(name);
        return Double.isNaN(percentile) ? Double.NaN : histogram.getValueAtPercentile(percentile);
    }

    /** {@code p5}, {@code p50}, {@code p99.9}, and {@code p999} for the same: two digits stand before the point. */
    private static double percentile(String name) {
        String digits = name.startsWith("p") ? name.substring(1) : "";
        boolean shorthand = digits.length() > 2 && digits.indexOf('.') < 0 && !digits.equals("100");
        String number = shorthand ? digits.substring(0, 2) + "." + digits.substring(2) : digits;
        try {
            double percentile = Double.parseDouble(number);
            return percentile >= 0 && percentile <= 100 ? percentile : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
