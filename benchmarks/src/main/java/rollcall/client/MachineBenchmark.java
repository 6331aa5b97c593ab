package rollcall.client;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import rollcall.plan.AuthPlan;

/**
 * The state machine alone, from IDLE by way of HOLDING back to IDLE, its orders carried out by nobody: located, resolved,
 * connected, secured, a 200 judged, stopped. Yardstick: the same sign-in with its REGISTER written and its 200 parsed.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MachineBenchmark {
    private final SignInSample sample = new SignInSample(AuthPlan.Scheme.NONE);

    @Setup
    public void hearTheAnswer() {
        if (!sample.signIn() || !sample.steps()) {
            throw new IllegalStateException("not signed in");
        }
    }

    @Benchmark
    public boolean steps() {
        return sample.steps();
    }

    @Benchmark
    public boolean withMessages() {
        return sample.signIn();
    }
}
