package rollcall.benchmarks;

import java.io.PrintStream;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Operations that take turns on one thread, measured by that thread's CPU time: for a machine that others use as well, where
 * the clock on the wall says more about the neighbours than about the code. What a neighbour still takes away (caches, the
 * other half of a core), it takes from all of them alike, so a ratio of two operations is steadier than either.
 */
public final class Interleaved {
    private static final int ROUNDS = 21;
    private static final long TURN_NANOS = 30_000_000;
    /** The compiler is done when everything ran so often, or so long, and it had hardly anything to do meanwhile. */
    private static final int WARM_UP_CALLS = 20_000;

    private static final long WARM_UP_NANOS = 500_000_000;
    private static final long IDLE_COMPILER_MILLIS = 50;
    private static final int FIRST_CALLS = 50;
    private static final int WARM_UPS = 10;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final List<Subject> subjects = new ArrayList<>();

    /** What is measured. */
    @FunctionalInterface
    public interface Operation {
        void run() throws Exception;
    }

    private static final class Subject {
        final String name;
        final Operation operation;
        final double[] nanos = new double[ROUNDS];
        int calls = FIRST_CALLS;

        Subject(String name, Operation operation) {
            this.name = name;
            this.operation = operation;
        }
    }

    /** Takes one more; the first is the one that the others are compared with. */
    public Interleaved with(String name, Operation operation) {
        subjects.add(new Subject(name, operation));
        return this;
    }

    /** Measures all of them: in seconds, or in minutes where an operation takes a millisecond. */
    public Interleaved measure() throws Exception {
        warmUp();
        for (int round = 0; round < ROUNDS; round++) {
            for (Subject subject : subjects) {
                subject.nanos[round] = turn(subject) / subject.calls;
            }
        }
        return this;
    }

    private void warmUp() throws Exception {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        boolean idle = false;
        for (int i = 0; i < WARM_UPS && !idle; i++) {
            long before = compiler.getTotalCompilationTime();
            for (Subject subject : subjects) {
                double nanos = turn(subject) / subject.calls;
                subject.calls = (int) Math.ceil(Math.min(WARM_UP_CALLS, WARM_UP_NANOS / nanos));
            }
            idle = i > 1 && compiler.getTotalCompilationTime() - before < IDLE_COMPILER_MILLIS;
        }
        for (Subject subject : subjects) {
            subject.calls = (int) Math.ceil(TURN_NANOS * subject.calls / turn(subject));
        }
    }

    private double turn(Subject subject) throws Exception {
        long before = threads.getCurrentThreadCpuTime();
        for (int call = 0; call < subject.calls; call++) {
            subject.operation.run();
        }
        return threads.getCurrentThreadCpuTime() - before;
    }

    /** CPU time of one call, in nanoseconds. */
    public double nanos(String name) {
        Subject subject = subject(name);
        return median(round -> subject.nanos[round]);
    }

    /** How many times as long as the first one it takes. */
    public double ratio(String name) {
        Subject subject = subject(name);
        Subject first = subjects.get(0);
        return median(round -> subject.nanos[round] / first.nanos[round]);
    }

    /** Prints a line for each. */
    public void print(PrintStream out) {
        for (Subject subject : subjects) {
            out.printf(
                    "%-38s %10.0f ns CPU %8.2f x %s%n",
                    subject.name, nanos(subject.name), ratio(subject.name), subjects.get(0).name);
        }
    }

    /** What keeps results from being optimised away, outside of JMH's own runs. */
    public static Blackhole blackhole() {
        return new Blackhole(
                "Today's password is swordfish. I understand instantiating Blackholes directly is dangerous.");
    }

    private Subject subject(String name) {
        return subjects.stream()
                .filter(subject -> subject.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static double median(IntToDoubleFunction ofRound) {
        return IntStream.range(0, ROUNDS)
                .mapToDouble(ofRound)
                .sorted()
                .skip(ROUNDS / 2)
                .findFirst()
                .orElseThrow();
    }
}
