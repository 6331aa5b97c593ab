package rollcall.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;
import rollcall.outcome.LogonRecord;
import rollcall.outcome.OutcomeSink;
import rollcall.outcome.Stage;

/**
 * One loop's lines of {@code outcomes.csv}. The loop fills one buffer while the other is being written; the lock is held for
 * a line or for an exchange of the two, never while a file is written. A line of plain ASCII allocates nothing.
 */
final class OutcomeLines implements OutcomeSink {
    /** Lines wait in so many bytes at most; what finds no room is dropped and counted. */
    static final int LIMIT = 32 * 1024 * 1024;

    /** More than the longest line: a detail is cut like the one in a fault's sample. */
    private static final int LINE = 16 * 1024;

    private static final long MICRO = 1_000;

    private final OutcomeSink next;
    private final List<String> kinds;
    private final long epochNanos;
    private final LongSupplier clock;
    private byte[] lines = new byte[4 * LINE];
    private byte[] spare = new byte[4 * LINE];
    private int length;
    private long dropped;

    OutcomeLines(OutcomeSink next, List<String> kinds, long epochNanos, LongSupplier clock) {
        this.next = next;
        this.kinds = kinds;
        this.epochNanos = epochNanos;
        this.clock = clock;
    }

    @Override
    public void started(LogonRecord logon) {
        next.started(logon);
    }

    @Override
    public void signedIn(LogonRecord logon) {
        line("signedIn", logon);
        next.signedIn(logon);
    }

    @Override
    public void failed(LogonRecord logon) {
        line("failed", logon);
        next.failed(logon);
    }

    @Override
    public void lost(LogonRecord logon) {
        line("lost", logon);
        next.lost(logon);
    }

    @Override
    public void dropped(LogonRecord logon, Stage stage, Fault fault, String detail) {
        next.dropped(logon, stage, fault, detail);
    }

    @Override
    public void returned(LogonRecord logon) {
        next.returned(logon);
    }

    @Override
    public void setback(LogonRecord logon, Stage stage, Fault fault, String detail) {
        next.setback(logon, stage, fault, detail);
    }

    @Override
    public void answered(LogonRecord logon, Stage stage, long nanos) {
        next.answered(logon, stage, nanos);
    }

    @Override
    public void fetched(LogonRecord logon, Stage stage, long begunNanos, long bytes) {
        next.fetched(logon, stage, begunNanos, bytes);
    }

    @Override
    public void ended(LogonRecord logon) {
        next.ended(logon);
    }

    synchronized long dropped() {
        return dropped;
    }

    /** Writes the lines so far. One thread at a time. */
    void writeTo(OutputStream out) throws IOException {
        byte[] full;
        int bytes;
        synchronized (this) {
            full = lines;
            bytes = length;
            lines = spare;
            spare = full;
            length = 0;
        }
        out.write(full, 0, bytes);
    }

    private synchronized void line(String outcome, LogonRecord logon) {
        if (lines.length - length < LINE && !grow()) {
            dropped++;
            return;
        }
        decimal(clock.getAsLong() - epochNanos, MICRO, 6);
        comma();
        ascii(outcome);
        comma();
        number(logon.arrival());
        comma();
        text(logon.user());
        comma();
        text(logon.server());
        comma();
        decimal(logon.dueNanos() - epochNanos, MICRO, 6);
        comma();
        decimal(logon.startNanos() - epochNanos, MICRO, 6);
        comma();
        millis(logon.logonFromDueNanos());
        for (int i = 0; i < Stage.LOGON.ordinal(); i++) {
            comma();
            millis(logon.stageNanos(Stage.at(i)));
        }
        fault(logon);
        comma();
        text(kinds.get(logon.kind()));
        put('\r');
        put('\n');
    }

    private void fault(LogonRecord logon) {
        @Nullable Fault fault = logon.fault();
        @Nullable Stage stage = logon.faultStage();
        comma();
        ascii(fault == null ? "" : fault.name());
        comma();
        ascii(stage == null ? "" : stage.word());
        comma();
        ascii(fault == null ? "" : fault.blame().word());
        comma();
        text(logon.detail());
    }

    private boolean grow() {
        if (lines.length >= LIMIT) {
            return false;
        }
        lines = Arrays.copyOf(lines, 2 * lines.length);
        return true;
    }

    private void millis(long nanos) {
        if (nanos != LogonRecord.NEVER) {
            decimal(nanos, MICRO, 3);
        }
    }

    /** Nanoseconds in a unit, cut, with a point in front of the last few digits. */
    private void decimal(long nanos, long unit, int decimals) {
        long units = nanos / unit;
        if (units < 0) {
            put('-');
            units = -units;
        }
        long whole = units;
        long one = 1;
        for (int i = 0; i < decimals; i++) {
            whole /= 10;
            one *= 10;
        }
        number(whole);
        put('.');
        for (long rest = units - whole * one, place = one / 10; place > 0; place /= 10) {
            put((char) ('0' + rest / place % 10));
        }
    }

    private void number(long value) {
        long place = 1;
        while (value / place >= 10) {
            place *= 10;
        }
        for (; place > 0; place /= 10) {
            put((char) ('0' + value / place % 10));
        }
    }

    /** A field that may hold anything: quoted, its quotes doubled (RFC 4180 §2.5 to §2.7), on one line. */
    private void text(String text) {
        int end = Math.min(text.length(), FaultLedger.MAX_DETAIL);
        put('"');
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c == '"') {
                put('"');
                put('"');
            } else if (c < ' ' || c == 0x7f) {
                put(' ');
            } else if (c < 0x7f) {
                put(c);
            } else {
                utf8(text, i, i + 1 < end && Character.isSurrogatePair(c, text.charAt(i + 1)) ? ++i : i);
            }
        }
        put('"');
    }

    /** Rare enough to be done the simple way. */
    private void utf8(String text, int first, int last) {
        byte[] bytes = text.substring(first, last + 1).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, lines, length, bytes.length);
        length += bytes.length;
    }

    private void ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
    }

    private void comma() {
        put(',');
    }

    private void put(char c) {
        lines[length++] = (byte) c;
    }
}
