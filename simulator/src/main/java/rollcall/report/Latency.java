package rollcall.report;

import org.HdrHistogram.Histogram;

/** A histogram in nine numbers, nanoseconds all but the first; all zero when it is empty. */
public record Latency(
        long count,
        long minNanos,
        long meanNanos,
        long p50Nanos,
        long p90Nanos,
        long p95Nanos,
        long p99Nanos,
        long p999Nanos,
        long maxNanos) {
    public static Latency of(Histogram histogram) {
        if (histogram.getTotalCount() == 0) {
            return new Latency(0, 0, 0, 0, 0, 0, 0, 0, 0);
        }
        return new Latency(
                histogram.getTotalCount(),
                histogram.getMinValue(),
                Math.round(histogram.getMean()),
                histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(90),
                histogram.getValueAtPercentile(95),
                histogram.getValueAtPercentile(99),
                histogram.getValueAtPercentile(99.9),
                histogram.getMaxValue());
    }
}
