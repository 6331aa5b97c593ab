package rollcall.client;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
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
    private static final int ROUNDS = 20;
    private static final int CALLS = 20_000;

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

    /** The same by CPU time and interleaved, for a machine that others use as well; and the bytes allocated. */
    public static void main(String[] args) {
        SignInBenchmark benchmark = new SignInBenchmark();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double[] without = new double[ROUNDS];
        double[] with = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = threads.getCurrentThreadCpuTime();
            for (int call = 0; call < CALLS; call++) {
                benchmark.withoutAuthentication();
            }
            long half = threads.getCurrentThreadCpuTime();
            for (int call = 0; call < CALLS; call++) {
                benchmark.ntlm();
            }
            without[round] = (double) (half - start) / CALLS;
            with[round] = (double) (threads.getCurrentThreadCpuTime() - half) / CALLS;
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int call = 0; call < CALLS; call++) {
            benchmark.withoutAuthentication();
        }
        long between = threads.getCurrentThreadAllocatedBytes();
        for (int call = 0; call < CALLS; call++) {
            benchmark.ntlm();
        }
        long bytesWith = (threads.getCurrentThreadAllocatedBytes() - between) / CALLS;
        System.out.printf(
                "without authentication %8.0f ns CPU %6d bytes%n", median(without), (between - before) / CALLS);
        System.out.printf("NTLM                   %8.0f ns CPU %6d bytes%n", median(with), bytesWith);
        System.out.printf("difference             %8.0f ns CPU%n", median(with) - median(without));
    }

    /** Of the second half; the first half warms up. */
    private static double median(double[] nanos) {
        double[] warm = Arrays.copyOfRange(nanos, ROUNDS / 2, ROUNDS);
        Arrays.sort(warm);
        return (warm[warm.length / 2 - 1] + warm[warm.length / 2]) / 2;
    }
}
