package rollcall.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.plan.HandshakePlan;

/** What was found out about one server and one way to secure connections with it. Grows repetition by repetition. */
public final class HandshakeMeasurement {
    private final HandshakePlan plan;
    private final String engine;
    private final String address;
    private final List<HandshakeRepetition> repetitions = new ArrayList<>();
    private final List<FaultLedger> ledgers = new ArrayList<>();
    private final HandshakeTally all = new HandshakeTally();
    private long leftOpen;
    private @Nullable String stopped;

    /**
     * A measurement of which nothing is known yet.
     *
     * @param engine the TLS engine that is used
     * @param address where the server listens, as {@code 127.0.0.1:5061}
     */
    public HandshakeMeasurement(HandshakePlan plan, String engine, String address) {
        this.plan = plan;
        this.engine = engine;
        this.address = address;
    }

    /**
     * Adds a repetition.
     *
     * @param loops what each event loop has counted
     * @param unclosed how many connections the server left open
     */
    public void add(List<HandshakeTally> loops, long wallNanos, long cpuNanos, long waitNanos, long unclosed) {
        repetitions.add(HandshakeRepetition.of(loops, wallNanos, cpuNanos, waitNanos));
        count(loops);
        leftOpen += unclosed;
    }

    /** It ends before its time: adds what was counted last, which is no repetition. */
    public void stopped(String why, List<HandshakeTally> loops) {
        count(loops);
        stopped = why;
    }

    /** It ends before its time. */
    public void stopped(String why) {
        stopped = why;
    }

    private void count(List<HandshakeTally> loops) {
        for (HandshakeTally loop : loops) {
            all.add(loop);
            ledgers.add(loop.faults);
        }
    }

    public HandshakePlan plan() {
        return plan;
    }

    /** The TLS engine that was used. */
    public String engine() {
        return engine;
    }

    /** Where the server listens, as {@code 127.0.0.1:5061}. */
    public String address() {
        return address;
    }

    /** Whether the server is on this machine, whose processors it shares then. */
    boolean isLocal() {
        return address.startsWith("127.") || address.startsWith("[::1]") || address.startsWith("[0:0:0:0:0:0:0:1]");
    }

    public List<HandshakeRepetition> repetitions() {
        return List.copyOf(repetitions);
    }

    /** What was agreed on, the most frequent first. */
    public List<HandshakeKind> kinds() {
        return all.kinds.stream()
                .map(kind -> new HandshakeKind(kind.agreed, Latency.of(kind.tls)))
                .sorted(Comparator.comparingLong(
                                (HandshakeKind kind) -> kind.tls().count())
                        .reversed())
                .toList();
    }

    /** What went wrong, the most frequent first. */
    public List<FaultCount> faults() {
        return FaultLedger.merge(ledgers);
    }

    public long succeeded() {
        return all.succeeded();
    }

    public long failed() {
        return all.failed();
    }

    public long resumed() {
        return all.resumed();
    }

    /** How many connections the server did not close when it was asked to. */
    public long leftOpen() {
        return leftOpen;
    }

    /** Why it ended before its time; null when it did not. */
    public @Nullable String stopped() {
        return stopped;
    }
}
