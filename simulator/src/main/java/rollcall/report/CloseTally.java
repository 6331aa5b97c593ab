package rollcall.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;
import rollcall.outcome.LogonRecord;

/** The count of unexpected closes while the run lasts. Whoever has it guards it. */
final class CloseTally {
    /** More are not kept: these tell it. */
    private static final int MOST = 100_000;

    /** Closes within so short a time are one event, whatever the ages: all connections may have been opened together. */
    private static final long EVENT_NANOS = 1_000_000_000L;

    private Fault[] faults = new Fault[16];
    private long[] ages = new long[16];
    private long[] silences = new long[16];
    private long[] times = new long[16];
    private int count;

    void note(LogonRecord logon, Fault fault, long nowNanos) {
        if (Closes.how(fault) == null || logon.connectedNanos() == LogonRecord.NEVER || count == MOST) {
            return;
        }
        if (count == ages.length) {
            int more = Math.min(MOST, 2 * count);
            faults = Arrays.copyOf(faults, more);
            ages = Arrays.copyOf(ages, more);
            silences = Arrays.copyOf(silences, more);
            times = Arrays.copyOf(times, more);
        }
        faults[count] = fault;
        ages[count] = nowNanos - logon.connectedNanos();
        silences[count] = nowNanos - logon.trafficNanos();
        times[count] = nowNanos;
        count++;
    }

    Closes read() {
        List<Closes.Kind> kinds = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            @Nullable String how = Closes.how(fault);
            long[] age = of(fault, ages);
            if (how != null && age.length > 0) {
                kinds.add(new Closes.Kind(how, fault, age.length, median(age), median(of(fault, silences))));
            }
        }
        kinds.sort(Comparator.comparingLong(Closes.Kind::count).reversed());
        return new Closes(List.copyOf(kinds), period());
    }

    private Closes.@Nullable Period period() {
        PeriodFinder.@Nullable Cluster age = period(ages);
        PeriodFinder.@Nullable Cluster silence = period(silences);
        if (age == null && silence == null) {
            return null;
        }
        int hits = Math.max(age == null ? 0 : age.count(), silence == null ? 0 : silence.count());
        return new Closes.Period(
                age == null ? Closes.Period.NONE : age.typical(),
                silence == null ? Closes.Period.NONE : silence.typical(),
                hits,
                (double) hits / count);
    }

    private PeriodFinder.@Nullable Cluster period(long[] values) {
        PeriodFinder.@Nullable Cluster cluster = PeriodFinder.find(Arrays.copyOf(values, count));
        return cluster == null || isOneEvent(cluster, values) ? null : cluster;
    }

    /** A server that dies closes all at one moment, and where all had come together their ages are the same, too. */
    private boolean isOneEvent(PeriodFinder.Cluster cluster, long[] values) {
        long[] inside = new long[cluster.count()];
        long[] when = new long[cluster.count()];
        int n = 0;
        for (int i = 0; i < count && n < inside.length; i++) {
            if (values[i] >= cluster.from() && values[i] <= cluster.to()) {
                inside[n] = values[i];
                when[n++] = times[i];
            }
        }
        long apart = spread(when);
        return apart < EVENT_NANOS || spread(inside) > apart / 2;
    }

    /** Between the quartiles. */
    private static long spread(long[] values) {
        Arrays.sort(values);
        return values[values.length * 3 / 4] - values[values.length / 4];
    }

    private long[] of(Fault fault, long[] values) {
        long[] chosen = new long[count];
        int n = 0;
        for (int i = 0; i < count; i++) {
            if (faults[i] == fault) {
                chosen[n++] = values[i];
            }
        }
        return Arrays.copyOf(chosen, n);
    }

    private static long median(long[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
