package rollcall.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Stage;
import rollcall.report.ComparedMetric.Finding;
import rollcall.report.Statistics.Interval;

/**
 * Two sides of one run or several each, and what can be said about their difference. One run a side: how it varied from
 * second to second says what is accident. Several a side: how the runs differ among each other does, which also covers what
 * is different from one start of a machine to the next.
 *
 * @param margin by which share the second side may be worse, as 0.1
 * @param different what was not the same on both sides besides the numbers, as sentences without a full stop
 */
public record Comparison(
        List<ComparedRun> a, List<ComparedRun> b, double margin, List<String> different, List<ComparedMetric> metrics) {
    /** Whether the second side is worse than the first. */
    enum Answer {
        WORSE,
        BETTER,
        NOT_WORSE,
        /** Nothing was shown, but something worse than is allowed would not have been shown either. */
        UNCLEAR;

        /** For people. */
        String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** The most runs a side; also what keeps the exact test cheap. */
    public static final int MOST_RUNS = 20;

    /** A note below the numbers. */
    static final String WHAT_DECIDES =
            "failed, lost and logon decide. The stages say where a difference comes from; many are"
                    + " looked at, so that one or another differs by accident.";

    /** How probable an accident may be. */
    private static final double ACCIDENT = 0.05;

    private static final int MOST_DIFFERENCES = 12;
    private static final double[] PERCENTILES = {0.5, 0.99};

    /** Compares; both sides have a run at least. */
    public static Comparison of(List<ComparedRun> a, List<ComparedRun> b, double margin) {
        List<ComparedMetric> metrics = new ArrayList<>();
        Comparison comparison = new Comparison(List.copyOf(a), List.copyOf(b), margin, different(a, b), metrics);
        metrics.add(comparison.share("failed", ComparedRun::failed));
        metrics.add(comparison.share("lost", ComparedRun::lost));
        comparison.latencies("logon", Latencies.LOGON_FROM_DUE, metrics);
        for (int i = 0; i < Stage.COUNT; i++) {
            if (i != Stage.LOGON.ordinal() && i != Stage.HOLD.ordinal()) {
                comparison.latencies(Stage.at(i).word(), i, metrics);
            }
        }
        return new Comparison(comparison.a, comparison.b, margin, comparison.different, List.copyOf(metrics));
    }

    /** The runs of both sides that say nothing about the pool. */
    public List<ComparedRun> invalid() {
        List<ComparedRun> invalid = new ArrayList<>();
        for (List<ComparedRun> side : List.of(a, b)) {
            side.stream().filter(run -> !run.counts()).forEach(invalid::add);
        }
        return List.copyOf(invalid);
    }

    /** The metrics that decide and have this finding. */
    List<ComparedMetric> deciding(Finding finding) {
        return metrics.stream()
                .filter(metric -> metric.decides() && metric.finding() == finding)
                .toList();
    }

    /** What all of it comes to. */
    public Finding finding() {
        for (Finding finding : List.of(Finding.WORSE, Finding.BETTER, Finding.WITHIN, Finding.NONE)) {
            if (!deciding(finding).isEmpty()) {
                return finding;
            }
        }
        return Finding.TOO_LITTLE;
    }

    /** The same in one or two words. */
    Answer answer() {
        return switch (finding()) {
            case WORSE -> Answer.WORSE;
            case BETTER -> Answer.BETTER;
            case WITHIN -> Answer.NOT_WORSE;
            case NONE -> hidden() == null ? Answer.NOT_WORSE : Answer.UNCLEAR;
            case TOO_LITTLE -> Answer.UNCLEAR;
        };
    }

    /** Of the durations that decide, the one that may be worse by most, and by more than is allowed, without showing it. */
    private @Nullable ComparedMetric hidden() {
        ComparedMetric hidden = null;
        double most = 1 + margin;
        for (ComparedMetric metric : deciding(Finding.NONE)) {
            Interval change = metric.change();
            if (!metric.share() && change != null && change.high() > most) {
                most = change.high();
                hidden = metric;
            }
        }
        return hidden;
    }

    /** The same in whole sentences, the weightiest first. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        Finding finding = finding();
        switch (finding) {
            case WORSE -> sentences.add("B is worse by more than the " + Units.percent(margin, 3) + " allowed.");
            case BETTER -> sentences.add("B is better.");
            case WITHIN ->
                sentences.add("B differs, but by no more than the " + Units.percent(margin, 3) + " allowed.");
            case NONE -> sentences.add("No difference that these runs could show.");
            case TOO_LITTLE -> sentences.add("These runs are too few or too short to show a difference.");
        }
        ComparedMetric hidden = hidden();
        if (finding == Finding.NONE && hidden != null) {
            sentences.add("They would not have shown it either, were " + hidden.name() + " worse by up to "
                    + hidden.mostText() + ".");
        }
        if (finding != Finding.NONE && finding != Finding.TOO_LITTLE) {
            for (ComparedMetric metric : deciding(finding)) {
                sentences.add(metric.name() + ": " + metric.text(metric.a()) + " → " + metric.text(metric.b()) + ", "
                        + metric.changeText() + " (" + metric.certaintyText() + ").");
            }
        }
        if (a.size() == 1 && b.size() == 1) {
            sentences.add(
                    "One run a side does not tell what differs from run to run on the same machine; three a side do.");
        } else if (Statistics.least(a.size(), b.size()) > ACCIDENT) {
            sentences.add("So few runs a side can show nothing; three a side can.");
        }
        return List.copyOf(sentences);
    }

    /** What {@link ComparedMetric#certaintyText} is called. */
    String certaintyTitle() {
        return single() ? "99% sure" : "accident";
    }

    private boolean single() {
        return a.size() == 1 && b.size() == 1;
    }

    private ComparedMetric share(String name, ToLongFunction<ComparedRun> count) {
        ToDoubleFunction<ComparedRun> share =
                run -> run.started() == 0 ? 0 : count.applyAsLong(run) / (double) run.started();
        if (!single()) {
            return several(name, true, true, share);
        }
        ComparedRun first = a.get(0);
        ComparedRun second = b.get(0);
        double x = share.applyAsDouble(first);
        double y = share.applyAsDouble(second);
        if (first.started() == 0 || second.started() == 0) {
            return new ComparedMetric(name, true, true, x, y, null, Double.NaN, Finding.TOO_LITTLE);
        }
        Interval change = Statistics.difference(
                count.applyAsLong(first), first.started(), count.applyAsLong(second), second.started(), Statistics.Z99);
        Finding finding = finding(x, y, change.low() > 0, change.high() < 0);
        return new ComparedMetric(name, true, true, x, y, change, Double.NaN, finding);
    }

    private void latencies(String name, int series, List<ComparedMetric> metrics) {
        if (!measured(a, series) || !measured(b, series)) {
            return;
        }
        boolean decides = series == Latencies.LOGON_FROM_DUE;
        for (double percentile : PERCENTILES) {
            String metric = name + ".p" + Math.round(percentile * 100);
            ToDoubleFunction<ComparedRun> value = run -> run.percentile(series, percentile);
            metrics.add(
                    single()
                            ? single(metric, decides, series, percentile, value)
                            : several(metric, decides, false, value));
        }
    }

    private static boolean measured(List<ComparedRun> side, int series) {
        return side.stream().noneMatch(run -> run.latencies().of(series).isEmpty());
    }

    private ComparedMetric single(
            String name, boolean decides, int series, double percentile, ToDoubleFunction<ComparedRun> value) {
        double x = value.applyAsDouble(a.get(0));
        double y = value.applyAsDouble(b.get(0));
        List<Map<Long, Long>> first = a.get(0).latencies().of(series);
        List<Map<Long, Long>> second = b.get(0).latencies().of(series);
        if (Math.min(first.size(), second.size()) < Bootstrap.LEAST_PIECES) {
            return new ComparedMetric(name, decides, false, x, y, null, Double.NaN, Finding.TOO_LITTLE);
        }
        Interval change = Bootstrap.ratio(first, second, percentile);
        Finding finding = finding(x, y, change.low() > 1, change.high() < 1);
        return new ComparedMetric(name, decides, false, x, y, change, Double.NaN, finding);
    }

    private ComparedMetric several(String name, boolean decides, boolean share, ToDoubleFunction<ComparedRun> value) {
        double[] first = a.stream().mapToDouble(value).toArray();
        double[] second = b.stream().mapToDouble(value).toArray();
        double x = Statistics.median(first);
        double y = Statistics.median(second);
        double more = Statistics.larger(first, second);
        double less = Statistics.larger(second, first);
        Finding finding = Statistics.least(a.size(), b.size()) > ACCIDENT
                ? Finding.TOO_LITTLE
                : finding(x, y, more <= ACCIDENT, less <= ACCIDENT);
        return new ComparedMetric(name, decides, share, x, y, null, Math.min(more, less), finding);
    }

    /** More is worse, of whatever is compared here. */
    private Finding finding(double x, double y, boolean more, boolean less) {
        if (more) {
            return y > x * (1 + margin) ? Finding.WORSE : Finding.WITHIN;
        }
        if (less) {
            return x > y * (1 + margin) ? Finding.BETTER : Finding.WITHIN;
        }
        return Finding.NONE;
    }

    private static List<String> different(List<ComparedRun> a, List<ComparedRun> b) {
        List<String> different = new ArrayList<>();
        Map<String, Set<String>> first = configuration(a);
        Map<String, Set<String>> second = configuration(b);
        first.forEach((what, values) -> {
            Set<String> others = second.getOrDefault(what, Set.of());
            if (!values.equals(others)) {
                different.add(what + ": " + String.join(" and ", values) + " | " + String.join(" and ", others));
            }
        });
        Set<String> lines = lines(a);
        Set<String> otherLines = lines(b);
        // what differs because of what was named already is told again: a reader would miss it here
        lines.stream()
                .filter(line -> !otherLines.contains(line))
                .forEach(line -> different.add("only A's scenario: " + line));
        otherLines.stream()
                .filter(line -> !lines.contains(line))
                .forEach(line -> different.add("only B's scenario: " + line));
        if (different.size() > MOST_DIFFERENCES) {
            int more = different.size() - MOST_DIFFERENCES;
            different.subList(MOST_DIFFERENCES, different.size()).clear();
            different.add("and " + Units.counted(more, "other difference"));
        }
        return List.copyOf(different);
    }

    private static Map<String, Set<String>> configuration(List<ComparedRun> side) {
        Map<String, Set<String>> values = new LinkedHashMap<>();
        for (ComparedRun run : side) {
            run.configuration()
                    .forEach((what, value) -> values.computeIfAbsent(what, key -> new LinkedHashSet<>())
                            .add(value));
        }
        return values;
    }

    /** What stands in all scenarios of a side; the seed differs each time, and the name is told elsewhere. */
    private static Set<String> lines(List<ComparedRun> side) {
        Set<String> lines = new LinkedHashSet<>();
        for (ComparedRun run : side) {
            run.scenario()
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty()
                            && !line.startsWith("#")
                            && !line.startsWith("seed:")
                            && !line.startsWith("name:"))
                    .forEach(lines::add);
        }
        return lines;
    }
}
