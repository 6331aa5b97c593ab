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
 * @param unit of its values
 * @param shown whether a person is shown it; the others are in the JSON file and may be in a threshold
 * @param decides when it decides whether a measurement is worse than its baseline; the others show where that comes from
 */
record HandshakeMetric(
        String name,
        String title,
        Unit unit,
        boolean shown,
        Decides decides,
        ToDoubleFunction<HandshakeRepetition> value) {
    /** What a value counts. */
    enum Unit {
        NANOS("ms"),
        PER_SECOND("1/s"),
        /** Pieces of reference work that take as long. */
        WORKS("works"),
        /** How many of it in the processor time of one piece of reference work. */
        PER_WORK("1/work");

        /** In files; {@link #NANOS} are told as milliseconds there. */
        final String word;

        Unit(String word) {
            this.word = word;
        }
    }

    /** When a metric decides. */
    enum Decides {
        NEVER,
        ALWAYS,
        /** Where reference work was done on both sides. */
        WITH_REFERENCE,
        /** Where it was not. */
        WITHOUT_REFERENCE
    }

    /** All of them, in the order of a report. */
    static final List<HandshakeMetric> ALL = List.of(
            new HandshakeMetric(
                    HandshakeThresholds.RATE,
                    "handshakes a second",
                    Unit.PER_SECOND,
                    true,
                    Decides.NEVER,
                    HandshakeRepetition::rate),
            new HandshakeMetric(
                    "rate.relative",
                    "in a reference work",
                    Unit.PER_WORK,
                    true,
                    Decides.NEVER,
                    HandshakeRepetition::rateRelative),
            new HandshakeMetric(
                    HandshakeThresholds.CPU,
                    "CPU a handshake",
                    Unit.NANOS,
                    true,
                    Decides.WITHOUT_REFERENCE,
                    HandshakeRepetition::cpu),
            new HandshakeMetric(
                    HandshakeThresholds.CPU_RELATIVE,
                    "in reference works",
                    Unit.WORKS,
                    true,
                    Decides.WITH_REFERENCE,
                    HandshakeRepetition::cpuRelative),
            shown(
                    "connect.p50",
                    "TCP connect, p50",
                    Decides.NEVER,
                    each -> each.connect().p50Nanos()),
            kept("connect.p90", each -> each.connect().p90Nanos()),
            kept("connect.p95", each -> each.connect().p95Nanos()),
            shown("connect.p99", "p99", Decides.NEVER, each -> each.connect().p99Nanos()),
            kept("connect.p999", each -> each.connect().p999Nanos()),
            kept("connect.max", each -> each.connect().maxNanos()),
            shown(
                    "tls.p50",
                    "TLS handshake, p50",
                    Decides.ALWAYS,
                    each -> each.tls().p50Nanos()),
            shown("tls.p90", "p90", Decides.NEVER, each -> each.tls().p90Nanos()),
            kept("tls.p95", each -> each.tls().p95Nanos()),
            shown("tls.p99", "p99", Decides.NEVER, each -> each.tls().p99Nanos()),
            kept("tls.p999", each -> each.tls().p999Nanos()),
            shown("tls.max", "longest", Decides.NEVER, each -> each.tls().maxNanos()));

    private static HandshakeMetric shown(
            String name, String title, Decides decides, ToDoubleFunction<HandshakeRepetition> nanos) {
        return new HandshakeMetric(name, title, Unit.NANOS, true, decides, nanos);
    }

    private static HandshakeMetric kept(String name, ToDoubleFunction<HandshakeRepetition> nanos) {
        return new HandshakeMetric(name, name, Unit.NANOS, false, Decides.NEVER, nanos);
    }

    /** Whether more of it is better; of all others less is. */
    boolean rate() {
        return unit == Unit.PER_SECOND || unit == Unit.PER_WORK;
    }

    /** Whether it is told in units of reference work. */
    boolean relative() {
        return unit == Unit.WORKS || unit == Unit.PER_WORK;
    }

    /** Whether it decides, reference work having been done on both sides or not. */
    boolean decides(boolean reference) {
        return switch (decides) {
            case NEVER -> false;
            case ALWAYS -> true;
            case WITH_REFERENCE -> reference;
            case WITHOUT_REFERENCE -> !reference;
        };
    }

    /** Whether it says something about this measurement: how fast others are is no matter of this machine's speed. */
    boolean concerns(HandshakeMeasurement measured) {
        return unit != Unit.PER_WORK || measured.isLocal();
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

    /** The values of the repetitions that succeeded at all, and have one. */
    double[] values(List<HandshakeRepetition> repetitions) {
        return repetitions.stream()
                .filter(each -> each.succeeded() > 0)
                .mapToDouble(value)
                .filter(each -> !Double.isNaN(each))
                .toArray();
    }

    /** A value as people write it. */
    String text(double number) {
        if (Double.isNaN(number)) {
            return "-";
        }
        return switch (unit) {
            case NANOS -> Units.duration(Math.round(number));
            case PER_SECOND -> Units.rate(number);
            case WORKS, PER_WORK -> Units.significant(number, 3);
        };
    }

    /** A range as people write it. */
    String text(Interval range) {
        return Double.isNaN(range.low()) ? "" : text(range.low()) + " to " + text(range.high());
    }

    /** A value in the notation of a threshold. */
    String compact(double number) {
        if (Double.isNaN(number)) {
            return "no sample";
        }
        return switch (unit) {
            case NANOS -> Units.durationCompact(Math.round(number), 4);
            case PER_SECOND -> String.format(Locale.ROOT, "%.1f/s", number);
            case WORKS, PER_WORK -> Units.significant(number, 4);
        };
    }
}
