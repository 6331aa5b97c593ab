package rollcall.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;

/**
 * Distinct faults, counted, each with one sample. Distinct means fault and stage, so a ledger has a fixed number of rows
 * and a fault that hits ten thousand clients costs one; within a row the first {@value #MAX_PARTS} different reasons are
 * counted, see {@link FaultPart}. One writer; any thread may read.
 */
public final class FaultLedger {
    /** A longer detail is cut: it may carry what a server said. */
    static final int MAX_DETAIL = 300;

    /** A server may send any id: more different ones than this are counted in their row alone. */
    static final int MAX_PARTS = 16;

    private static final Comparator<FaultCount> WORST_FIRST = Comparator.comparingLong(FaultCount::count)
            .reversed()
            .thenComparing(FaultCount::kind)
            .thenComparing(FaultCount::fault)
            .thenComparing(FaultCount::stage);

    private final FaultCount.Kind kind;
    private final AtomicReferenceArray<@Nullable Row> rows =
            new AtomicReferenceArray<>(Fault.values().length * Stage.COUNT);

    public FaultLedger(FaultCount.Kind kind) {
        this.kind = kind;
    }

    /** Counts one occurrence, {@code atNanos} after the start of the run. Only the first of its kind allocates. */
    public void note(Stage stage, Fault fault, String detail, String user, String server, long atNanos) {
        int index = fault.ordinal() * Stage.COUNT + stage.ordinal();
        Row row = rows.getPlain(index);
        if (row == null) {
            row = new Row(fault, stage, atNanos, printable(detail), user, server);
            row.hit(atNanos, detail);
            rows.setRelease(index, row);
        } else {
            row.hit(atNanos, detail);
        }
    }

    /** What the ledgers hold together, the most frequent first. */
    public static List<FaultCount> merge(List<FaultLedger> ledgers) {
        List<FaultCount> merged = new ArrayList<>();
        for (FaultLedger ledger : ledgers) {
            for (int i = 0; i < ledger.rows.length(); i++) {
                Row row = ledger.rows.getAcquire(i);
                if (row != null) {
                    add(merged, row.read(ledger.kind));
                }
            }
        }
        merged.sort(WORST_FIRST);
        return List.copyOf(merged);
    }

    private static void add(List<FaultCount> merged, FaultCount count) {
        for (int i = 0; i < merged.size(); i++) {
            FaultCount have = merged.get(i);
            if (have.kind() == count.kind() && have.fault() == count.fault() && have.stage() == count.stage()) {
                merged.set(i, have.plus(count));
                return;
            }
        }
        merged.add(count);
    }

    /** What a server said must not move a terminal's cursor, and must not fill a page. */
    private static String printable(String detail) {
        int length = Math.min(detail.length(), MAX_DETAIL);
        StringBuilder text = new StringBuilder(length + 1);
        for (int i = 0; i < length; i++) {
            char c = detail.charAt(i);
            boolean lone = Character.isSurrogate(c);
            boolean invisible = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
            text.append(lone || invisible ? (c == '\r' || c == '\n' || c == '\t' ? ' ' : '?') : c);
        }
        return detail.length() > MAX_DETAIL ? text.append('…').toString() : text.toString();
    }

    /** One distinct fault. */
    private static final class Row {
        private final Fault fault;
        private final Stage stage;
        private final long firstNanos;
        private final String detail;
        private final String user;
        private final String server;
        private final Count count = new Count();
        private final Count lastNanos = new Count();
        private volatile Part[] parts = {};

        Row(Fault fault, Stage stage, long firstNanos, String detail, String user, String server) {
            this.fault = fault;
            this.stage = stage;
            this.firstNanos = firstNanos;
            this.detail = detail;
            this.user = user;
            this.server = server;
        }

        void hit(long atNanos, String detail) {
            count.increment();
            lastNanos.raiseTo(atNanos);
            int start = FaultPart.start(fault, detail);
            if (start >= 0) {
                hitPart(detail, start, FaultPart.end(detail, start));
            }
        }

        private void hitPart(String detail, int start, int end) {
            Part[] known = parts;
            for (Part part : known) {
                if (part.key.length() == end - start && detail.startsWith(part.key, start)) {
                    part.count.increment();
                    return;
                }
            }
            if (known.length < MAX_PARTS) {
                Part part = new Part(detail.substring(start, end));
                part.count.increment();
                Part[] more = Arrays.copyOf(known, known.length + 1);
                more[known.length] = part;
                parts = more;
            }
        }

        FaultCount read(FaultCount.Kind kind) {
            List<FaultPart> read = new ArrayList<>();
            for (Part part : parts) {
                read.add(new FaultPart(part.key, part.count.read()));
            }
            return new FaultCount(
                    kind,
                    fault,
                    stage,
                    count.read(),
                    firstNanos,
                    lastNanos.read(),
                    detail,
                    user,
                    server,
                    FaultCount.sorted(read));
        }
    }

    /** Occurrences with the same key. */
    private static final class Part {
        private final String key;
        private final Count count = new Count();

        Part(String key) {
            this.key = key;
        }
    }
}
