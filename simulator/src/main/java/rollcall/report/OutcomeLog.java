package rollcall.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import rollcall.outcome.OutcomeSink;

/**
 * Writes {@code outcomes.csv} as the run goes: a line for each client when it has signed in or failed, and one more for each
 * that is lost later. RFC 4180, UTF-8, with the heading {@value #HEADING}. Seconds count from the start of the run; what did
 * not happen is empty. A loop writes into memory, and whoever samples the run writes that to the file, whole lines only.
 */
public final class OutcomeLog {
    /** The columns. */
    static final String HEADING = "atSeconds,outcome,arrival,user,server,dueSeconds,startSeconds,logonFromDueMs,dnsMs,"
            + "connectMs,tlsMs,registerMs,challengeMs,ticketMs,authenticateMs,fault,faultStage,blame,detail,kind";

    private final OutputStream out;
    private final List<OutcomeLines> loops = new CopyOnWriteArrayList<>();

    /** Writes the heading. The stream is never closed here. */
    OutcomeLog(OutputStream out) throws IOException {
        this.out = out;
        out.write((HEADING + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /**
     * Stands in front of one loop's sink.
     *
     * @param kinds the names of the kinds of clients, in the plan's order
     * @param epochNanos the clock's value at the start of the run
     */
    public OutcomeSink before(OutcomeSink next, List<String> kinds, long epochNanos, LongSupplier clock) {
        OutcomeLines lines = new OutcomeLines(next, kinds, epochNanos, clock);
        loops.add(lines);
        return lines;
    }

    /** Writes what the loops have gathered. */
    void flush() throws IOException {
        for (OutcomeLines lines : loops) {
            lines.writeTo(out);
        }
        out.flush();
    }

    /** Lines that found no room in memory, because the file could not be written as fast as clients came. */
    long dropped() {
        long dropped = 0;
        for (OutcomeLines lines : loops) {
            dropped += lines.dropped();
        }
        return dropped;
    }
}
