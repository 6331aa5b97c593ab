package rollcall.report;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.tls.Agreed;

/** What became of the handshakes of one repetition on one event loop. One writer; to be read when that is done. */
public final class HandshakeTally {
    final Histogram connect = Latencies.histogram();
    final Histogram tls = Latencies.histogram();
    final List<Kind> kinds = new ArrayList<>();
    final FaultLedger faults = new FaultLedger(FaultCount.Kind.FAILED);
    private long failed;
    private long referenceNanos;
    private int references;

    /** Handshakes that agreed on the same. A server has few kinds: they are looked for one after the other. */
    static final class Kind {
        final Agreed agreed;
        final Histogram tls = Latencies.histogram();

        Kind(Agreed agreed) {
            this.agreed = agreed;
        }
    }

    /** Counts a handshake that succeeded. */
    public void succeeded(Agreed agreed, long connectNanos, long tlsNanos) {
        connect.recordValue(Math.min(connectNanos, Latencies.MAX_NANOS));
        tls.recordValue(Math.min(tlsNanos, Latencies.MAX_NANOS));
        kind(agreed).tls.recordValue(Math.min(tlsNanos, Latencies.MAX_NANOS));
    }

    /** Counts one that did not. */
    public void failed(Stage stage, Fault fault, String detail, String server, long atNanos) {
        failed++;
        faults.note(stage, fault, detail, "", server, atNanos);
    }

    /** Counts a piece of reference work that was done between them, by the processor time it took. */
    public void reference(long cpuNanos) {
        referenceNanos += cpuNanos;
        references++;
    }

    private Kind kind(Agreed agreed) {
        for (Kind kind : kinds) {
            if (kind.agreed.equals(agreed)) {
                return kind;
            }
        }
        Kind kind = new Kind(agreed);
        kinds.add(kind);
        return kind;
    }

    /** How many succeeded so far. */
    public long succeeded() {
        return tls.getTotalCount();
    }

    /** How many failed so far. */
    public long failed() {
        return failed;
    }

    /** How many of those that succeeded were resumed. */
    public long resumed() {
        long resumed = 0;
        for (Kind kind : kinds) {
            resumed += kind.agreed.resumed() ? kind.tls.getTotalCount() : 0;
        }
        return resumed;
    }

    /** Processor time of all reference work. */
    long referenceNanos() {
        return referenceNanos;
    }

    /** How often reference work was done. */
    int references() {
        return references;
    }

    /** Adds what another loop, or another repetition, has counted; not its faults, see {@link FaultLedger#merge}. */
    void add(HandshakeTally other) {
        connect.add(other.connect);
        tls.add(other.tls);
        failed += other.failed;
        referenceNanos += other.referenceNanos;
        references += other.references;
        for (Kind kind : other.kinds) {
            kind(kind.agreed).tls.add(kind.tls);
        }
    }
}
