package rollcall.benchmarks;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import rollcall.plan.Arrivals;
import rollcall.plan.Phase;

/** When the next client is due. Yardsticks: the bare arithmetic, which knows neither phases nor an end. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ArrivalsBenchmark {
    private static final double PER_SECOND = 5_000;
    private static final long ENDLESS = 1L << 40;

    private final Arrivals.Cursor hold = new Arrivals(List.of(new Phase.Hold(PER_SECOND, ENDLESS)), 1).cursor();
    private final Arrivals.Cursor poisson = new Arrivals(List.of(new Phase.Poisson(PER_SECOND, ENDLESS)), 1).cursor();
    private final SplittableRandom random = new SplittableRandom(1);
    private long arrivals;
    private double nanos;

    @Benchmark
    public long hold() {
        return hold.next();
    }

    @Benchmark
    public long holdByHand() {
        return Math.round(arrivals++ / PER_SECOND * 1e9);
    }

    @Benchmark
    public long poisson() {
        return poisson.next();
    }

    @Benchmark
    public long poissonByHand() {
        nanos -= Math.log(1 - random.nextDouble()) / PER_SECOND * 1e9;
        return Math.round(nanos);
    }
}
