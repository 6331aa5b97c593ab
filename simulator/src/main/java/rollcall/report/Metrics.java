package rollcall.report;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import rollcall.outcome.Blame;
import rollcall.outcome.Stage;
import rollcall.plan.Threshold;

/**
 * What thresholds can ask for, see {@link rollcall.plan.Thresholds}: heads, setbacks, the clients that fell to one fault,
 * how often a stage was passed, how clients came back, and the percentiles of stages, of which {@code logon} counts from due.
 */
record Metrics(Summary.Clients clients, long setbacks, List<FaultCount> faults, Latencies latencies, Returns returns) {
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
        return new Metrics(forgiven, setbacks, others, latencies, returns);
    }

    private double count(String metric) {
        return switch (metric) {
            case "signedIn" -> clients.signedIn();
            case "failed" -> clients.failed();
            case "lost" -> clients.lost();
            case "setbacks" -> setbacks;
            case "dropped" -> returns.dropped();
            case "returned" -> returns.returned();
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
        if (metric.startsWith("storm.")) {
            return slowestStorm(metric.substring(dot + 1));
        }
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

    /** NaN when nobody was dropped in any storm, infinite when so many never came back. */
    private double slowestStorm(String share) {
        double slowest = Double.NaN;
        for (Storm storm : returns.storms()) {
            if (storm.dropped() > 0) {
                long nanos = switch (share) {
                    case "p50" -> storm.p50Nanos();
                    case "p90" -> storm.p90Nanos();
                    case "p99" -> storm.p99Nanos();
                    default -> storm.allNanos();
                };
                double time = nanos == Storm.NEVER ? Double.POSITIVE_INFINITY : nanos;
                slowest = Double.isNaN(slowest) ? time : Math.max(slowest, time);
            }
        }
        return slowest;
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
