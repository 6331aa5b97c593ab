package rollcall.report;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import rollcall.plan.HandshakeThresholds;
import rollcall.report.Statistics.Interval;

/**
 * Something that each repetition of a measurement has a value of; the measurement's own is their median.
 *
 * @param name as in a threshold and in the JSON file
 * @param title for people
 * @param rate whether it is a rate, of which more is better; else it is nanoseconds, of which less is
 * @param shown whether a person is shown it; the others are in the JSON file and may be in a threshold
 * @param decides whether it decides if a measurement is worse than its baseline; the others show where that comes from
 */
record HandshakeMetric(
        String name,
        String title,
        boolean rate,
        boolean shown,
        boolean decides,
        ToDoubleFunction<HandshakeRepetition> value) {
    /** All of them, in the order of a report. */
    static final List<HandshakeMetric> ALL = List.of(
            new HandshakeMetric(
                    HandshakeThresholds.RATE, "handshakes a second", true, true, false, HandshakeRepetition::rate),
            new HandshakeMetric(
                    HandshakeThresholds.CPU, "CPU a handshake", false, true, true, HandshakeRepetition::cpu),
            shown(
                    "connect.p50",
                    "TCP connect, p50",
                    false,
                    each -> each.connect().p50Nanos()),
            kept("connect.p90", each -> each.connect().p90Nanos()),
            kept("connect.p95", each -> each.connect().p95Nanos()),
            shown("connect.p99", "p99", false, each -> each.connect().p99Nanos()),
            kept("connect.p999", each -> each.connect().p999Nanos()),
            kept("connect.max", each -> each.connect().maxNanos()),
            shown("tls.p50", "TLS handshake, p50", true, each -> each.tls().p50Nanos()),
            shown("tls.p90", "p90", false, each -> each.tls().p90Nanos()),
            kept("tls.p95", each -> each.tls().p95Nanos()),
            shown("tls.p99", "p99", false, each -> each.tls().p99Nanos()),
            kept("tls.p999", each -> each.tls().p999Nanos()),
            shown("tls.max", "longest", false, each -> each.tls().maxNanos()));

    private static HandshakeMetric shown(
            String name, String title, boolean decides, ToDoubleFunction<HandshakeRepetition> nanos) {
        return new HandshakeMetric(name, title, false, true, decides, nanos);
    }

    private static HandshakeMetric kept(String name, ToDoubleFunction<HandshakeRepetition> nanos) {
        return new HandshakeMetric(name, name, false, false, false, nanos);
    }

    /** The one with that name, or null. */
    static @Nullable HandshakeMetric named(String name) {
        return ALL.stream()
                .filter(metric -> metric.name.equals(name))
                .findFirst()
                .orElse(null);
    }

    /**
     * The median of the repetitions, and where it lies at 99 %.
     *
     * @param value NaN where no repetition has one
     */
    record Estimate(double value, Interval certain) {}

    Estimate of(List<HandshakeRepetition> repetitions) {
        double[] values = values(repetitions);
        return values.length == 0
                ? new Estimate(Double.NaN, new Interval(Double.NaN, Double.NaN))
                : new Estimate(Statistics.median(values), Bootstrap.median(values));
    }

    /** The values of the repetitions that succeeded at all. */
    double[] values(List<HandshakeRepetition> repetitions) {
        return repetitions.stream()
                .filter(each -> each.succeeded() > 0)
                .mapToDouble(value)
                .toArray();
    }

    /** A value as people write it. */
    String text(double number) {
        return Double.isNaN(number) ? "-" : rate ? Units.rate(number) : Units.duration(Math.round(number));
    }

    /** A range as people write it. */
    String text(Interval range) {
        return Double.isNaN(range.low()) ? "" : text(range.low()) + " to " + text(range.high());
    }

    /** A value in the notation of a threshold. */
    String compact(double number) {
        return Double.isNaN(number)
                ? "no sample"
                : rate ? String.format(Locale.ROOT, "%.1f/s", number) : Units.durationCompact(Math.round(number), 4);
    }
}
