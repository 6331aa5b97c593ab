package rollcall.report;

import java.util.ArrayList;
import java.util.List;
import rollcall.report.Statistics.Interval;

/**
 * Whether handshakes got worse since an earlier measurement. Processor time, in units of reference work where both sides
 * have it and the same Java did it, and the median latency of TLS decide. The
 * repetitions of both sides are drawn anew a thousand times, which gives the range in which the ratio of the medians lies
 * at 99 %: all of it above the margin is worse, none of it is not worse, and anything else cannot be told. Nor can
 * "worse" be told when others used the processors more than they did before, or much: that makes everything dearer. Nor of
 * what is told in time, when the reference work itself takes longer than before by more than the margin.
 *
 * @param margin how much worse is allowed: 0.1 is 10 %
 * @param different what was not the same on both sides, a line each
 * @param reference how many times as long a piece of reference work took as before; NaN where that cannot be compared
 * @param noisier whether other programs used the processors more than before, or too much
 */
public record HandshakeComparison(
        HandshakeBaseline baseline,
        double margin,
        List<String> different,
        double reference,
        boolean noisier,
        List<Metric> metrics) {
    /** What can be said. */
    public enum Finding {
        WORSE("worse"),
        NOT_WORSE("not worse"),
        /** Less than the margin at least, more than it at most. */
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
     * One thing that was measured on both sides.
     *
     * @param decides whether it decides; the others show where a difference comes from
     * @param change how many times as dear it has become, at 99 %: for a rate that is before over now
     */
    record Metric(
            HandshakeMetric metric, boolean decides, double before, double now, Interval change, Finding finding) {
        /** {@code tls.p50: 1.8 ms → 2.1 ms, +17% (+12% to +21%)}. */
        String sentence() {
            return metric.name() + ": " + metric.text(before) + " → " + metric.text(now) + ", "
                    + ComparedMetric.percent(now / before) + " (99% sure: " + range() + ")";
        }

        /** In the direction of the numbers: of a rate, less is dearer. */
        String range() {
            Interval shown = metric.rate() ? new Interval(1 / change.high(), 1 / change.low()) : change;
            return ComparedMetric.percent(shown.low()) + " to " + ComparedMetric.percent(shown.high());
        }
    }

    /** With fewer repetitions a side nothing can be told. */
    static final int LEAST_REPETITIONS = 5;

    static HandshakeComparison of(
            HandshakeBaseline baseline, HandshakeSetup setup, HandshakeMeasurement now, double margin) {
        List<Metric> metrics = new ArrayList<>();
        List<String> different = setup.differences(baseline.setup());
        double reference = different.stream().anyMatch(line -> line.startsWith(HandshakeSetup.JAVA + ":"))
                ? Double.NaN
                : HandshakeHealth.reference(now.repetitions()) / HandshakeHealth.reference(baseline.repetitions());
        boolean noisier = HandshakeHealth.isNoisier(baseline.repetitions(), now.repetitions());
        for (HandshakeMetric metric : HandshakeMetric.ALL) {
            if (!metric.shown()
                    || metric.name().endsWith(".max") // one accident makes a maximum
                    || !metric.concerns(now)
                    || (metric.relative() && Double.isNaN(reference))) {
                continue;
            }
            double[] before = metric.values(baseline.repetitions());
            double[] after = metric.values(now.repetitions());
            if (before.length > 0 && after.length > 0) {
                boolean decides = metric.decides(!Double.isNaN(reference));
                boolean dearer = noisier || (!metric.relative() && reference > 1 + margin);
                metrics.add(metric(metric, decides, before, after, margin, dearer));
            }
        }
        return new HandshakeComparison(baseline, margin, different, reference, noisier, List.copyOf(metrics));
    }

    private static Metric metric(
            HandshakeMetric metric, boolean decides, double[] before, double[] after, double margin, boolean dearer) {
        Interval change =
                metric.rate() ? Bootstrap.ratioOfMedians(after, before) : Bootstrap.ratioOfMedians(before, after);
        boolean enough = Math.min(before.length, after.length) >= LEAST_REPETITIONS;
        Finding finding = enough && !dearer && change.low() > 1 + margin
                ? Finding.WORSE
                : enough && change.high() <= 1 + margin ? Finding.NOT_WORSE : Finding.UNCLEAR;
        return new Metric(metric, decides, Statistics.median(before), Statistics.median(after), change, finding);
    }

    /** Those that decide. */
    List<Metric> deciding() {
        return metrics.stream().filter(Metric::decides).toList();
    }

    /** What all of it comes to. */
    public Finding finding() {
        Finding all = deciding().isEmpty() ? Finding.UNCLEAR : Finding.NOT_WORSE;
        for (Metric metric : deciding()) {
            if (metric.finding() == Finding.WORSE) {
                return Finding.WORSE;
            }
            all = metric.finding() == Finding.UNCLEAR ? Finding.UNCLEAR : all;
        }
        return all;
    }

    /** Whether there is reason to think that times are longer for this machine's sake. */
    private boolean isSlower() {
        return reference > 1 + margin;
    }

    /** The finding and its reasons in whole sentences. */
    List<String> sentences() {
        Finding finding = finding();
        String allowed = Units.percent(margin, 3) + " allowed";
        List<String> sentences = new ArrayList<>();
        sentences.add(
                switch (finding) {
                    case WORSE -> "Worse than the baseline by more than the " + allowed + ".";
                    case NOT_WORSE -> "Not worse than the baseline by more than the " + allowed + ".";
                    case UNCLEAR ->
                        "Cannot tell whether it is worse than the baseline by more than the " + allowed
                                + (noisier
                                        ? ": other programs used the processors too much, or more than before. A quieter machine"
                                                + " tells more."
                                        : isSlower()
                                                ? ": this machine's processors were slower than before, by "
                                                        + Units.percent(reference - 1, 2)
                                                        + " in the reference work. A machine with fewer neighbours tells more."
                                                : ": the noise is too great, or the repetitions are too few. A greater --count"
                                                        + " or --repeat tells more.");
                });
        for (Metric metric : deciding()) {
            if (metric.finding() == finding) {
                sentences.add(metric.sentence() + ".");
            }
        }
        return sentences;
    }
}
