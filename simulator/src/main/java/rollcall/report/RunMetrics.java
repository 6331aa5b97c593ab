package rollcall.report;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import rollcall.outcome.Stage;

/**
 * A run under way as figures for Prometheus, made when somebody asks: nothing is counted twice for it. Counts are of this
 * moment, latencies those up to the last sample, which is a second old at most.
 */
public final class RunMetrics {
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    /** Upper ends of the buckets, seconds. */
    private static final double[] BUCKETS = {
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, Double.POSITIVE_INFINITY
    };

    private final MetricSnapshots.Builder figures = MetricSnapshots.builder();

    private RunMetrics() {}

    /**
     * The figures.
     *
     * @param rateFactor what the planned rate of arrivals is multiplied by, 0 while they pause
     */
    public static MetricSnapshots of(
            Setup setup, long planned, double rateFactor, Tallies tallies, GeneratorHealth generator) {
        RunMetrics metrics = new RunMetrics();
        metrics.clients(setup, planned, rateFactor, tallies.totals());
        metrics.faults(tallies.faults(), tallies.setbacks());
        metrics.latencies(tallies.latencies());
        metrics.generator(generator);
        return metrics.figures.build();
    }

    private void clients(Setup setup, long planned, double rateFactor, Totals totals) {
        figures.metricSnapshot(InfoSnapshot.builder()
                .name("rollcall_run")
                .help("What is run.")
                .dataPoint(InfoDataPointSnapshot.builder()
                        .labels(Labels.of(
                                "scenario", setup.scenario(), "target", setup.target(), "client", setup.client()))
                        .build())
                .build());
        gauge("run_seconds", "How long the run has lasted.", totals.atNanos() / NANOS);
        gauge("rate_factor", "What the planned rate of arrivals is multiplied by; 0 while they pause.", rateFactor);
        gauge("clients_planned", "Clients of the whole run.", planned);
        counter("clients_started", "Clients that have started.", totals.started());
        counter("clients_signed_in", "Clients that have signed in.", totals.signedIn());
        counter("clients_failed", "Clients that could not sign in.", totals.failed());
        counter("clients_lost", "Clients that had signed in and were lost.", totals.lost());
        gauge("clients_open", "Clients that are signing in at this moment.", totals.open());
        gauge("clients_held", "Clients that are signed in at this moment.", totals.held());
    }

    private void faults(List<FaultCount> faults, List<FaultCount> setbacks) {
        CounterSnapshot.Builder family = CounterSnapshot.builder()
                .name("rollcall_faults")
                .help("What went wrong: clients that failed or were lost, and setbacks that clients survived.");
        for (List<FaultCount> rows : List.of(faults, setbacks)) {
            for (FaultCount row : rows) {
                Labels labels = Labels.of(
                        "kind", row.kind().word(),
                        "fault", row.fault().name(),
                        "stage", row.stage().word(),
                        "blame", row.fault().blame().word());
                family.dataPoint(CounterDataPointSnapshot.builder()
                        .labels(labels)
                        .value((double) row.count())
                        .build());
            }
        }
        figures.metricSnapshot(family.build());
    }

    private void latencies(Latencies latencies) {
        HistogramSnapshot.Builder stages = HistogramSnapshot.builder()
                .name("rollcall_stage_duration_seconds")
                .help("Time in each stage; of the stage logon, from the client's real start.");
        for (int i = 0; i < Stage.COUNT; i++) {
            Histogram histogram = latencies.of(Stage.at(i));
            if (histogram.getTotalCount() > 0) {
                stages.dataPoint(point(Labels.of("stage", Stage.at(i).word()), histogram));
            }
        }
        figures.metricSnapshot(stages.build());
        figures.metricSnapshot(HistogramSnapshot.builder()
                .name("rollcall_logon_from_due_seconds")
                .help("The whole sign-in, from the moment at which the client was due.")
                .dataPoint(point(Labels.EMPTY, latencies.logonFromDue()))
                .build());
        figures.metricSnapshot(HistogramSnapshot.builder()
                .name("rollcall_start_lag_seconds")
                .help("How late clients started after they were due: the generator's own delay.")
                .dataPoint(point(Labels.EMPTY, latencies.startLag()))
                .build());
    }

    private static HistogramDataPointSnapshot point(Labels labels, Histogram histogram) {
        long[] counts = new long[BUCKETS.length];
        int bucket = 0;
        for (HistogramIterationValue value : histogram.recordedValues()) {
            while (value.getValueIteratedTo() > BUCKETS[bucket] * NANOS) {
                bucket++;
            }
            counts[bucket] += value.getCountAddedInThisIterationStep();
        }
        return HistogramDataPointSnapshot.builder()
                .labels(labels)
                .classicHistogramBuckets(ClassicHistogramBuckets.of(BUCKETS, counts))
                .sum(Latencies.total(histogram) / NANOS)
                .build();
    }

    private void generator(GeneratorHealth generator) {
        gauge("generator_healthy", "Whether the generator keeps up: 1 or 0.", generator.healthy() ? 1 : 0);
        gauge(
                "generator_loop_lag_max_seconds",
                "The longest that an event loop stood still.",
                generator.loopLagMaxMs() / MILLIS);
        gauge("generator_gc_pause_max_seconds", "The longest garbage collection.", generator.gcPauseMaxMs() / MILLIS);
        gauge("generator_open_files_peak", "The most open files; 0 when unknown.", generator.openFilesPeak());
        gauge(
                "generator_resident_memory_peak_bytes",
                "The most resident memory; 0 when unknown.",
                generator.rssBytesPeak());
        gauge(
                "generator_cpu_seconds_per_1000_logons",
                "Processor time for 1,000 sign-ins; 0 when unknown.",
                generator.cpuSecondsPer1000Logons());
    }

    private void gauge(String name, String help, Number value) {
        figures.metricSnapshot(GaugeSnapshot.builder()
                .name("rollcall_" + name)
                .help(help)
                .dataPoint(GaugeDataPointSnapshot.builder()
                        .value(value.doubleValue())
                        .build())
                .build());
    }

    private void counter(String name, String help, long value) {
        figures.metricSnapshot(CounterSnapshot.builder()
                .name("rollcall_" + name)
                .help(help)
                .dataPoint(
                        CounterDataPointSnapshot.builder().value((double) value).build())
                .build());
    }
}
