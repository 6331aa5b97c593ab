package rollcall.client;

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
import org.openjdk.jmh.infra.Blackhole;
import rollcall.benchmarks.Interleaved;
import rollcall.plan.AuthPlan;

/**
 * A client's whole sign-in but for DNS, TCP and TLS: the machine, REGISTERs written, answers read and verified. With NTLM's
 * three legs, and without authentication as the yardstick; the difference is what NTLM adds.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SignInBenchmark {
    private final SignInSample without = new SignInSample(AuthPlan.Scheme.NONE);
    private final SignInSample ntlm = new SignInSample(AuthPlan.Scheme.NTLM);

    @Benchmark
    public boolean withoutAuthentication() {
        return without.signIn();
    }

    @Benchmark
    public boolean ntlm() {
        return ntlm.signIn();
    }

    /** The same by CPU time, taking turns. */
    public static void main(String[] args) throws Exception {
        SignInBenchmark benchmark = new SignInBenchmark();
        Blackhole hole = Interleaved.blackhole();
        new Interleaved()
                .with("withoutAuthentication", () -> hole.consume(benchmark.withoutAuthentication()))
                .with("ntlm", () -> hole.consume(benchmark.ntlm()))
                .measure()
                .print(System.out);
    }
}
