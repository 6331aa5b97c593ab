package rollcall.check;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The last of repeated checks as figures for Prometheus. */
public final class CheckMetrics {
    private static final double NANOS = 1e9;

    private final MetricSnapshots.Builder figures = MetricSnapshots.builder();
    private final Labels who;

    private CheckMetrics(CheckPlan plan) {
        this.who =
                Labels.of("user", plan.account().user(), "client", plan.client().id());
    }

    /**
     * The figures.
     *
     * @param startedAt when the check began
     * @param durationNanos what it took
     */
    public static MetricSnapshots of(CheckReport report, Instant startedAt, long durationNanos) {
        CheckMetrics metrics = new CheckMetrics(report.plan());
        metrics.add(report, startedAt, durationNanos);
        return metrics.figures.build();
    }

    private void add(CheckReport report, Instant startedAt, long durationNanos) {
        gauge("up", "Whether the user can sign in: 1 or 0.", report.works() ? 1 : 0);
        gauge(
                "severity",
                "The worst that was found: 0 nothing, 1 a note, 2 a warning, 3 a failure.",
                report.severity().ordinal());
        gauge(
                "with_credentials",
                "Whether credentials were sent: 1 or 0. Never again after a refusal.",
                report.plan().logon() ? 1 : 0);
        gauge("last_run_timestamp_seconds", "When the check began.", startedAt.getEpochSecond());
        gauge("last_run_duration_seconds", "What the check took.", durationNanos / NANOS);
        GaugeSnapshot.Builder findings =
                family("findings", "In how many places something was found; rollcall explain tells what it is.");
        places(report).forEach((labels, count) -> point(findings, labels, count));
        figures.metricSnapshot(findings.build());
        GaugeSnapshot.Builder stages = family("stage_duration_seconds", "What each stage of the sign-in took.");
        report.stageNanos().forEach((stage, nanos) -> point(stages, Labels.of("stage", stage.word()), nanos / NANOS));
        figures.metricSnapshot(stages.build());
        GaugeSnapshot.Builder ends = family(
                "certificate_not_after_timestamp_seconds", "When the server's certificate ends, of several the first.");
        report.certificateEnds()
                .forEach((server, end) -> point(ends, Labels.of("server", server), end.getEpochSecond()));
        figures.metricSnapshot(ends.build());
    }

    private static Map<Labels, Integer> places(CheckReport report) {
        Map<Labels, Integer> places = new HashMap<>();
        for (Found found : report.found()) {
            String severity = found.severity().name().toLowerCase(Locale.ROOT);
            places.merge(Labels.of("id", found.finding().id(), "severity", severity), 1, Integer::sum);
        }
        return places;
    }

    private void gauge(String name, String help, Number value) {
        GaugeSnapshot.Builder family = family(name, help);
        point(family, Labels.EMPTY, value);
        figures.metricSnapshot(family.build());
    }

    private static GaugeSnapshot.Builder family(String name, String help) {
        return GaugeSnapshot.builder().name("rollcall_check_" + name).help(help);
    }

    private void point(GaugeSnapshot.Builder family, Labels labels, Number value) {
        family.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(who.merge(labels))
                .value(value.doubleValue())
                .build());
    }
}
