package rollcall.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;
import rollcall.outcome.LogonRecord;
import rollcall.outcome.Stage;

/**
 * Drops of signed-in clients and their return, over all loops: counted, and gathered into storms. A storm is what the
 * scenario cuts at one moment, or drops of other origin that follow each other within {@value #GAP_SECONDS} s and are
 * {@value #LEAST_CLIENTS} at least. Any loop may write at any time; a drop costs a TLS handshake soon after, beside which
 * the lock is nothing.
 */
public final class ComeBacks {
    static final int GAP_SECONDS = 5;
    static final int LEAST_CLIENTS = 10;
    /** Of a run with more storms the first so many are told apart; the others are in the counts alone. */
    static final int MOST_STORMS = 100;

    private static final int NO_STORM = -1;

    private final long epochNanos;
    private final CloseTally closes = new CloseTally();
    private final List<StormTally> storms = new ArrayList<>();
    private @Nullable StormTally cut;
    private @Nullable StormTally other;
    private int numbers;
    private long dropped;
    private long returned;
    private long heldBack;

    ComeBacks(long epochNanos) {
        this.epochNanos = epochNanos;
    }

    /** The scenario is about to cut connections: what, as it says it. */
    public synchronized void cut(String what, long nowNanos) {
        cut = begin(what, nowNanos - epochNanos);
    }

    /** A client on its way back must wait, since too many begin. */
    public synchronized void heldBack() {
        heldBack++;
    }

    synchronized void dropped(LogonRecord logon, Stage stage, Fault fault, String detail, long nowNanos) {
        dropped++;
        closes.note(logon, fault, nowNanos);
        long atNanos = nowNanos - epochNanos;
        StormTally storm = fault == Fault.LOST_DROPPED ? cut : other(atNanos);
        if (storm != null) {
            logon.storm(storm.number);
            storm.dropped(logon, stage, fault, detail, atNanos);
        }
    }

    synchronized void returned(LogonRecord logon, long nowNanos) {
        returned++;
        StormTally storm = find(logon.storm());
        if (storm != null) {
            storm.returned(nowNanos - logon.droppedNanos(), nowNanos - epochNanos);
        }
    }

    /** One that may have come back from a storm is done with something that it fetched. */
    synchronized void fetched(LogonRecord logon, Stage stage, long begunNanos, long bytes) {
        StormTally storm = find(logon.storm());
        if (storm != null) {
            storm.fetched(stage, begunNanos - epochNanos, bytes);
        }
    }

    /** For good; the record has its fault. */
    synchronized void lost(LogonRecord logon, Stage stage, Fault fault, long nowNanos) {
        long atNanos = nowNanos - epochNanos;
        if (!logon.isAway()) {
            dropped++;
            closes.note(logon, fault, nowNanos);
            if (fault != Fault.LOST_DROPPED || cut == null) {
                return; // one that does not come back is no part of a storm unless the scenario made it
            }
            logon.storm(cut.number);
            cut.dropped(logon, stage, fault, logon.detail(), atNanos);
        }
        StormTally storm = find(logon.storm());
        if (storm != null) {
            storm.lost(logon, stage, fault, atNanos);
        }
    }

    /** What has happened so far; storms in the order in which they began. */
    public synchronized Returns read() {
        List<Storm> worthTelling = new ArrayList<>();
        for (StormTally storm : storms) {
            if (storm.isCut() || storm.dropped() >= LEAST_CLIENTS) {
                worthTelling.add(storm.read());
            }
        }
        return new Returns(dropped, returned, heldBack, List.copyOf(worthTelling), closes.read());
    }

    private @Nullable StormTally other(long atNanos) {
        StormTally open = other;
        if (open == null || atNanos - open.lastDropNanos() > GAP_SECONDS * 1_000_000_000L) {
            if (open != null && open.dropped() < LEAST_CLIENTS) {
                storms.remove(open);
            }
            open = begin(null, atNanos);
            other = open;
        }
        return open;
    }

    private @Nullable StormTally begin(@Nullable String what, long atNanos) {
        if (storms.size() == MOST_STORMS) {
            return null;
        }
        StormTally storm = new StormTally(numbers++, what, atNanos);
        storms.add(storm);
        return storm;
    }

    private @Nullable StormTally find(int number) {
        if (number == NO_STORM) {
            return null;
        }
        for (StormTally storm : storms) {
            if (storm.number == number) {
                return storm;
            }
        }
        return null;
    }
}
