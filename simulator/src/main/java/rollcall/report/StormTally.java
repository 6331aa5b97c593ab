package rollcall.report;

import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;
import rollcall.outcome.LogonRecord;
import rollcall.outcome.Stage;

/** The count of one {@link Storm} while it lasts; times are since the start of the run. Whoever has it guards it. */
final class StormTally {
    /** Who comes back later than this is counted in the last of these seconds. */
    private static final int MOST_SECONDS = 3_600;

    final int number;
    private final @Nullable String what;
    private final long beginNanos;
    private final Histogram times = Latencies.histogram();
    private final FaultLedger drops = new FaultLedger(FaultCount.Kind.SETBACK);
    private final FaultLedger losses = new FaultLedger(FaultCount.Kind.LOST);
    private final WebTally web = new WebTally();
    private long lastDropNanos;
    private long dropped;
    private long lost;
    private int[] perSecond = new int[64];

    StormTally(int number, @Nullable String what, long beginNanos) {
        this.number = number;
        this.what = what;
        this.beginNanos = beginNanos;
        this.lastDropNanos = beginNanos;
    }

    boolean isCut() {
        return what != null;
    }

    long dropped() {
        return dropped;
    }

    long lastDropNanos() {
        return lastDropNanos;
    }

    void dropped(LogonRecord logon, Stage stage, Fault fault, String detail, long atNanos) {
        dropped++;
        lastDropNanos = Math.max(lastDropNanos, atNanos);
        drops.note(stage, fault, detail, logon.user(), logon.server(), atNanos);
    }

    void returned(long afterNanos, long atNanos) {
        times.recordValue(Math.max(0, Math.min(afterNanos, Latencies.MAX_NANOS)));
        int second = (int) Math.max(0, Math.min((atNanos - beginNanos) / 1_000_000_000L, MOST_SECONDS - 1));
        if (second >= perSecond.length) {
            perSecond = Arrays.copyOf(perSecond, Math.max(second + 1, 2 * perSecond.length));
        }
        perSecond[second]++;
    }

    void lost(LogonRecord logon, Stage stage, Fault fault, long atNanos) {
        lost++;
        losses.note(stage, fault, logon.detail(), logon.user(), logon.server(), atNanos);
    }

    /** One who came back fetches what it fetched at its first sign-in. */
    void fetched(Stage stage, long begunNanos, long bytes) {
        long afterNanos = begunNanos - beginNanos;
        if (afterNanos < MOST_SECONDS * 1_000_000_000L) { // later it is what it fetches every day
            web.fetched(stage, afterNanos, bytes);
        }
    }

    Storm read() {
        int peak = 0;
        for (int count : perSecond) {
            peak = Math.max(peak, count);
        }
        return new Storm(
                what,
                beginNanos,
                lastDropNanos - beginNanos,
                dropped,
                times.getTotalCount(),
                lost,
                untilBack(0.5),
                untilBack(0.9),
                untilBack(0.99),
                untilBack(1),
                peak,
                FaultLedger.merge(List.of(drops)),
                FaultLedger.merge(List.of(losses)),
                web.read());
    }

    /** How long it took until this share of those that were dropped were back. */
    private long untilBack(double share) {
        long wanted = (long) Math.ceil(share * dropped);
        long back = times.getTotalCount();
        return wanted == 0 || wanted > back ? Storm.NEVER : times.getValueAtPercentile(100.0 * wanted / back);
    }
}
