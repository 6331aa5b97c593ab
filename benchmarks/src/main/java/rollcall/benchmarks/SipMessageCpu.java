package rollcall.benchmarks;

import org.openjdk.jmh.infra.Blackhole;

/** {@link SipMessageBenchmark} by CPU time, taking turns. */
public final class SipMessageCpu {
    private SipMessageCpu() {}

    /** Prints what reading a 200 takes, and how that compares with the yardsticks. */
    public static void main(String[] args) throws Exception {
        measure().print(System.out);
    }

    static Interleaved measure() throws Exception {
        SipMessageBenchmark benchmark = new SipMessageBenchmark();
        Blackhole hole = Interleaved.blackhole();
        return new Interleaved()
                .with("rollcall", () -> benchmark.rollcall(hole))
                .with("lineEndsOnly", () -> hole.consume(benchmark.lineEndsOnly()))
                .with("pkts", () -> benchmark.pkts(hole))
                .with("jainSip", () -> benchmark.jainSip(hole))
                .measure();
    }
}
