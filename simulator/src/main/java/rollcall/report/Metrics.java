package rollcall.report;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import rollcall.outcome.Blame;
import rollcall.outcome.Stage;
import rollcall.plan.Threshold;

/**
 * What thresholds can ask for, see {@link rollcall.plan.Thresholds}: heads, setbacks, the clients that fell to one fault,
 * how often a stage was passed, and the percentiles of stages, of which {@code logon} counts from due.
 */
record Metrics(Summary.Clients clients, long setbacks, List<FaultCount> faults, Latencies latencies) {
    /** The value in the threshold's base unit; NaN when nothing was measured. */
    double of(Threshold threshold) {
        String metric = threshold.metric();
        if (threshold.isLatency()) {
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
        return new Metrics(forgiven, setbacks, others, latencies);
    }

    private double count(String metric) {
        return switch (metric) {
            case "signedIn" -> clients.signedIn();
            case "failed" -> clients.failed();
            case "lost" -> clients.lost();
            case "setbacks" -> setbacks;
            default ->
                metric.endsWith(Threshold.COUNT)
                        ? histogram(metric.substring(0, metric.length() - Threshold.COUNT.length()))
                                .getTotalCount()
                        : faultCount(metric);
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
        int dot = metric.lastIndexOf('.');
        Histogram histogram = histogram(metric.substring(0, dot));
        if (histogram.getTotalCount() == 0) {
            return Double.NaN;
        }
        String statistic = metric.substring(dot + 1);
        return switch (statistic) {
            case "max" -> histogram.getMaxValue();
            case "p999" -> histogram.getValueAtPercentile(99.9);
            default -> histogram.getValueAtPercentile(Integer.parseInt(statistic.substring(1)));
        };
    }

    private Histogram histogram(String series) {
        if (series.equals("logon")) {
            return latencies.logonFromDue();
        }
        String stage = series.equals("logon.sent") ? "logon" : series;
        for (int i = 0; i < Stage.COUNT; i++) {
            if (Stage.at(i).word().equals(stage)) {
                return latencies.of(Stage.at(i));
            }
        }
        throw new IllegalArgumentException("no stage " + series);
    }
}
