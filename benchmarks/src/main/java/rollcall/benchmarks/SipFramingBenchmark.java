package rollcall.benchmarks;

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
import rollcall.sip.SipFraming;
import rollcall.sip.SipLimits;

/** Where does the next message end? Yardstick: a loop that does nothing but look for the line ends. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SipFramingBenchmark {
    private final byte[] bytes = SipSamples.bytes(SipSamples.REGISTERED);

    @Benchmark
    public long rollcall() {
        return SipFraming.next(bytes, 0, bytes.length, SipLimits.DEFAULT);
    }

    @Benchmark
    public int lineEndsOnly() {
        return LineEndSearch.count(bytes);
    }
}
