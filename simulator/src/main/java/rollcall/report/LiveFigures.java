package rollcall.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Stage;
import rollcall.plan.Arrivals;

/** What changed between the two latest samples: the part of a live view that no total tells. */
public final class LiveFigures implements SampleSink {
    private final Arrivals.@Nullable Cursor cursor;
    private final LongSupplier loadOffsetNanos;
    private long next;
    private long due;
    private double offeredPerSecond;
    private Totals now = Totals.ZERO;
    private List<LiveView.StageTimes> stages = List.of();

    /** @param loadOffsetNanos how far the plan of arrivals has come */
    public LiveFigures(Arrivals arrivals, LongSupplier loadOffsetNanos) {
        this.cursor = arrivals.cursor();
        this.loadOffsetNanos = loadOffsetNanos;
        next = cursor.next();
    }

    /** Of a run that plans as it goes: who started was due. */
    public LiveFigures() {
        cursor = null;
        loadOffsetNanos = () -> 0;
    }

    @Override
    public synchronized void sampled(Totals before, Totals after, Latencies since) {
        now = after;
        long wasDue = due;
        if (cursor == null) {
            due = after.started();
        } else {
            countDue(cursor, loadOffsetNanos.getAsLong());
        }
        long nanos = after.atNanos() - before.atNanos();
        offeredPerSecond = nanos <= 0 ? 0 : (due - wasDue) * 1e9 / nanos;
        List<LiveView.StageTimes> times = new ArrayList<>();
        for (int i = 0; i < Stage.COUNT; i++) {
            Stage stage = Stage.at(i);
            add(
                    times,
                    stage == Stage.LOGON ? stage.title() + ", from due" : stage.title(),
                    Latency.of(stage == Stage.LOGON ? since.logonFromDue() : since.of(stage)));
        }
        stages = List.copyOf(times);
    }

    private void countDue(Arrivals.Cursor arrivals, long offsetNanos) {
        while (next != Arrivals.Cursor.END && next <= offsetNanos) {
            due++;
            next = arrivals.next();
        }
    }

    private static void add(List<LiveView.StageTimes> times, String title, Latency latency) {
        if (latency.count() > 0) {
            times.add(new LiveView.StageTimes(title, latency));
        }
    }

    /** The latest sample. */
    public synchronized Totals now() {
        return now;
    }

    /** Clients that were due a second, between the two latest samples. */
    public synchronized double offeredPerSecond() {
        return offeredPerSecond;
    }

    /** Times between the two latest samples, in the order of the stages. */
    public synchronized List<LiveView.StageTimes> stages() {
        return stages;
    }
}
