package rollcall.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Blame;
import rollcall.outcome.OutcomeSink;
import rollcall.plan.ClientKind;

/**
 * The tallies of all loops, and the reader who folds them together: {@link #sample} once a second while the run lasts,
 * {@link Summary#of} when it is over. Readers may be any threads; the loops are never stopped by them.
 */
public final class Tallies {
    /** The series of a run is thinned when it has grown to this: an hour and more at one sample a second. */
    static final int MAX_SAMPLES = 4_096;

    private final long epochNanos;
    private final LongSupplier clock;
    private final HeldGauge heldGauge = new HeldGauge();
    private final ComeBacks comeBacks;
    private final WebTally web = new WebTally();
    private final List<Tally> loops;
    /** Of clients that are not measured; empty when there are none. */
    private final List<Tally> preparations;

    private final List<Tally> all;
    private final KindFold kinds;
    private final Histogram preparationLogon = Latencies.histogram();
    private final Latencies latencies = new Latencies();
    private final List<Totals> series = new ArrayList<>();
    private Totals last = Totals.ZERO;
    private final Latencies interval = new Latencies();
    private volatile @Nullable Capacity capacity;
    private final List<SampleSink> sinks = new ArrayList<>();

    /**
     * @param loops how many event loops there are
     * @param epochNanos the clock's value at the start of the run: the moment at which the first client may be due
     * @param clock nanoseconds, as {@code System::nanoTime}; asked for each fault and each sample
     */
    public Tallies(int loops, long epochNanos, LongSupplier clock) {
        this(loops, false, 1, epochNanos, clock);
    }

    /**
     * The same, with a place for clients that are not measured, and for each kind of client.
     *
     * @param preparation whether there are any
     * @param kinds how many kinds of clients the run has
     */
    public Tallies(int loops, boolean preparation, int kinds, long epochNanos, LongSupplier clock) {
        this.epochNanos = epochNanos;
        this.clock = clock;
        comeBacks = new ComeBacks(epochNanos);
        this.kinds = new KindFold(kinds);
        this.loops = tallies(loops, kinds);
        preparations = preparation ? tallies(loops, kinds) : List.of();
        List<Tally> list = new ArrayList<>(this.loops);
        list.addAll(preparations);
        all = List.copyOf(list);
    }

    private List<Tally> tallies(int count, int kinds) {
        List<Tally> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(new Tally(kinds, heldGauge, comeBacks, web, epochNanos, clock));
        }
        return List.copyOf(list);
    }

    /** The tally of one loop's measured clients, from 0: only that loop may call it. */
    public Tally loop(int index) {
        return loops.get(index);
    }

    /** Where one loop's records go, from 0: only that loop may call it. */
    public OutcomeSink sink(int index) {
        return preparations.isEmpty() ? loops.get(index) : new Sorter(loops.get(index), preparations.get(index));
    }

    /** How far the search has come that this run is. */
    public void searched(Capacity soFar) {
        capacity = soFar;
    }

    /** How far the search has come, or null when this run is none. */
    public @Nullable Capacity capacity() {
        return capacity;
    }

    /** Every sample from now on is told to this, too. */
    public synchronized void tellSamplesTo(SampleSink sink) {
        sinks.add(sink);
    }

    /** The drops of signed-in clients and their return. */
    public ComeBacks comeBacks() {
        return comeBacks;
    }

    /** What was fetched from the web so far; null: nothing. */
    public @Nullable WebLoad web() {
        return web.read();
    }

    /** Counts at this moment; rate and latencies are those of the last sample. Cheap. */
    public synchronized Totals totals() {
        return read(all, last.signedInPerSecond(), last.logonP50Nanos(), last.logonP99Nanos());
    }

    /** Takes in what the loops have recorded since the last sample, and adds a point to the series. Call it once a second. */
    public synchronized Totals sample() {
        interval.clear();
        for (Tally loop : loops) {
            for (int i = 0; i < Latencies.SERIES; i++) {
                drain(loop, i, interval.series(i));
            }
        }
        latencies.add(interval);
        kinds.drain(loops);
        for (Tally preparation : preparations) {
            drain(preparation, Latencies.LOGON_FROM_DUE, preparationLogon);
        }
        Histogram logon = interval.logonFromDue();
        boolean none = logon.getTotalCount() == 0;
        Totals now = read(
                all,
                0,
                none ? Totals.NONE : logon.getValueAtPercentile(50),
                none ? Totals.NONE : logon.getValueAtPercentile(99));
        Totals before = last;
        last = now.withRateSince(before);
        if (series.size() == MAX_SAMPLES) {
            thinOut();
        }
        series.add(last);
        for (SampleSink sink : sinks) {
            sink.sampled(before, last, interval);
        }
        return last;
    }

    /** The samples so far, the oldest first. Of a long run every second, fourth ... is left; the counts are cumulative. */
    public synchronized List<Totals> series() {
        return List.copyOf(series);
    }

    /** Counts of measured clients alone, at this moment; rate and latencies are those of the last sample. */
    public synchronized Totals measured() {
        return read(loops, last.signedInPerSecond(), last.logonP50Nanos(), last.logonP99Nanos());
    }

    /**
     * How those fared who are not measured, or null when there are none.
     *
     * @param planned how many of them there are to be
     */
    synchronized @Nullable Preparation preparation(long planned) {
        if (preparations.isEmpty()) {
            return null;
        }
        boolean none = preparationLogon.getTotalCount() == 0;
        Totals totals = read(preparations, 0, Totals.NONE, Totals.NONE);
        return new Preparation(
                new Summary.Clients(
                        planned,
                        totals.started(),
                        totals.signedIn(),
                        totals.failed(),
                        0, // known for all clients together
                        totals.lost()),
                none ? Totals.NONE : preparationLogon.getValueAtPercentile(50),
                none ? Totals.NONE : preparationLogon.getValueAtPercentile(99));
    }

    /** How each kind of client has fared, in the plan's order; latencies as of the last sample. */
    synchronized List<KindResult> kinds(List<ClientKind> plan) {
        return kinds.read(plan, all);
    }

    /** What has been sampled so far, of measured clients: a copy. */
    public synchronized Latencies latencies() {
        Latencies copy = new Latencies();
        copy.add(latencies);
        return copy;
    }

    /** Failures and losses together, the most frequent first. */
    public List<FaultCount> faults() {
        return faults(all);
    }

    /** Those of measured clients alone. */
    List<FaultCount> measuredFaults() {
        return faults(loops);
    }

    private static List<FaultCount> faults(List<Tally> tallies) {
        List<FaultLedger> ledgers = new ArrayList<>(2 * tallies.size());
        for (Tally loop : tallies) {
            ledgers.add(loop.failures);
            ledgers.add(loop.losses);
        }
        return FaultLedger.merge(ledgers);
    }

    /** Faults that clients survived, the most frequent first. */
    public List<FaultCount> setbacks() {
        List<FaultLedger> ledgers = new ArrayList<>(all.size());
        for (Tally loop : all) {
            ledgers.add(loop.survived);
        }
        return FaultLedger.merge(ledgers);
    }

    /** When the last 200 came, in nanoseconds since the start of the run; 0 when none did. */
    public long lastSignInNanos() {
        long latest = 0;
        for (Tally loop : all) {
            latest = Math.max(latest, loop.lastSignInNanos.read());
        }
        return latest;
    }

    private static void drain(Tally loop, int index, Histogram target) {
        LoopHistogram recorded = loop.histogram(index);
        if (recorded != null) {
            recorded.drainTo(target);
        }
    }

    private void thinOut() {
        for (int i = 0; i < MAX_SAMPLES / 2; i++) {
            series.set(i, series.get(2 * i + 1));
        }
        series.subList(MAX_SAMPLES / 2, MAX_SAMPLES).clear();
    }

    private Totals read(List<Tally> tallies, double signedInPerSecond, long logonP50Nanos, long logonP99Nanos) {
        // Read in the opposite order of their writing, so that no count is ahead of its cause.
        long ended = 0;
        long lost = 0;
        long failed = 0;
        long signedIn = 0;
        long setbacks = 0;
        long started = 0;
        for (Tally loop : tallies) {
            ended += loop.ended.read();
            lost += loop.lost.read();
            failed += loop.failed.read();
            signedIn += loop.signedIn.read();
            setbacks += loop.setbacks.read();
            started += loop.started.read();
        }
        return new Totals(
                clock.getAsLong() - epochNanos,
                started,
                signedIn,
                failed,
                lost,
                ended,
                heldGauge.now(),
                heldGauge.peak(),
                setbacks,
                signedInPerSecond,
                logonP50Nanos,
                logonP99Nanos,
                new BlameCounts(
                        faults(tallies, Blame.NETWORK),
                        faults(tallies, Blame.PEER),
                        faults(tallies, Blame.POLICY),
                        faults(tallies, Blame.OURS)));
    }

    private static long faults(List<Tally> tallies, Blame blame) {
        long sum = 0;
        for (Tally loop : tallies) {
            sum += loop.faults(blame);
        }
        return sum;
    }
}
