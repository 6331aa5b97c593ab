package rollcall.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import rollcall.outcome.LogonRecord;
import rollcall.outcome.OutcomeSink;
import rollcall.outcome.Stage;
import rollcall.report.Tallies;

/**
 * A client that signs in and ends, from its record to the numbers of its event loop. Yardstick: as many values into
 * histograms that another thread may read at any time, and nothing else counted.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TallyBenchmark {
    private static final Stage[] STAGES = {Stage.DNS, Stage.CONNECT, Stage.TLS, Stage.REGISTER};

    private final OutcomeSink tally = new Tallies(1, 0, () -> 0).sink(0);
    private final LogonRecord logon = new LogonRecord();
    private final Histogram[] histograms = Stream.generate(() -> new ConcurrentHistogram(3_600_000_000_000L, 3))
            .limit(STAGES.length + 3)
            .toArray(Histogram[]::new);
    private long now;

    @Benchmark
    public LogonRecord rollcall() {
        now += 1_000;
        logon.begin(1, "alice@example.com", now, now + 1);
        tally.started(logon);
        for (Stage stage : STAGES) {
            logon.spent(stage, nanos(stage.ordinal()));
        }
        logon.signedIn(now + 3_000_000);
        tally.signedIn(logon);
        logon.end(now + 4_000_000);
        tally.ended(logon);
        return logon;
    }

    /** Start lag, stages, sign-in from its start, and from when it was due. */
    @Benchmark
    public void concurrentHistograms() {
        now += 1_000;
        for (int i = 0; i < histograms.length; i++) {
            histograms[i].recordValue(nanos(i));
        }
    }

    /** Never twice the same, so that the histograms' memory is touched as in a run. */
    private long nanos(int series) {
        return 100_000L * (series + 1) + now % 1_048_576;
    }
}
