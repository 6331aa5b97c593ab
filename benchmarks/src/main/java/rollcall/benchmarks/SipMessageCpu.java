package rollcall.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import org.openjdk.jmh.infra.Blackhole;

/**
 * {@link SipMessageBenchmark} by CPU time and interleaved, for a machine that others use as well: there the clock on the
 * wall says more about the neighbours than about the code.
 */
public final class SipMessageCpu {
    private static final int ROUNDS = 24;
    private static final int FAST_CALLS = 100_000;
    private static final int SLOW_CALLS = 4_000;

    private SipMessageCpu() {}

    private interface Operation {
        void run() throws Exception;
    }

    private static final class Subject {
        final String name;
        final int calls;
        final Operation operation;
        final double[] nanos = new double[ROUNDS];

        Subject(String name, int calls, Operation operation) {
            this.name = name;
            this.calls = calls;
            this.operation = operation;
        }

        /** The median of the second half of the rounds; the first half warms up. */
        double median() {
            double[] warm = Arrays.copyOfRange(nanos, ROUNDS / 2, ROUNDS);
            Arrays.sort(warm);
            return (warm[warm.length / 2 - 1] + warm[warm.length / 2]) / 2;
        }
    }

    /** Prints the CPU time of one call of each, and its ratio to ours. */
    public static void main(String[] args) throws Exception {
        SipMessageBenchmark benchmark = new SipMessageBenchmark();
        Blackhole hole = new Blackhole(
                "Today's password is swordfish. I understand instantiating Blackholes directly is dangerous.");
        Subject[] subjects = {
            new Subject("rollcall", FAST_CALLS, () -> benchmark.rollcall(hole)),
            new Subject("lineEndsOnly", FAST_CALLS, () -> hole.consume(benchmark.lineEndsOnly())),
            new Subject("pkts", SLOW_CALLS, () -> benchmark.pkts(hole)),
            new Subject("jainSip", SLOW_CALLS, () -> benchmark.jainSip(hole)),
        };
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (int round = 0; round < ROUNDS; round++) {
            for (Subject subject : subjects) {
                long before = threads.getCurrentThreadCpuTime();
                for (int call = 0; call < subject.calls; call++) {
                    subject.operation.run();
                }
                subject.nanos[round] = (double) (threads.getCurrentThreadCpuTime() - before) / subject.calls;
            }
        }
        for (Subject subject : subjects) {
            System.out.printf(
                    "%-12s %8.0f ns CPU  %6.2f x rollcall%n",
                    subject.name, subject.median(), subject.median() / subjects[0].median());
        }
    }
}
