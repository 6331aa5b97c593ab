package rollcall.plan;

import java.util.List;

/**
 * When clients are due: a pure, seeded, monotone sequence. Two cursors over the same plan give the same times, so each
 * event loop walks its own and takes every n-th.
 */
public final class Arrivals {
    static final double SECOND = 1e9;

    private final List<Phase> phases;
    private final long seed;

    public Arrivals(List<Phase> phases, long seed) {
        this.phases = List.copyOf(phases);
        this.seed = seed;
    }

    /** How many clients arrive in all. */
    public long count() {
        return count(phases);
    }

    /** How many of them prepare the pool, and are not measured. */
    public long preparing() {
        return preparing(phases);
    }

    private static long preparing(List<Phase> phases) {
        long count = 0;
        for (Phase phase : phases) {
            if (phase instanceof Phase.Preparation) {
                count += phase.clients();
            } else if (phase instanceof Phase.Parallel parallel) {
                for (List<Phase> track : parallel.tracks()) {
                    count += preparing(track);
                }
            }
        }
        return count;
    }

    /** How long the whole of it lasts, in nanoseconds from its start to the end of the last phase. */
    public long durationNanos() {
        return durationNanos(phases);
    }

    /** The highest rate of arrivals; a burst counts as if it came within a second. */
    public double peakPerSecond() {
        return peakPerSecond(phases);
    }

    /** A walk from the first arrival on. */
    public Cursor cursor() {
        return new ArrivalWalk(phases, seed);
    }

    static long count(List<Phase> phases) {
        long count = 0;
        for (Phase phase : phases) {
            count += phase.clients();
        }
        return count;
    }

    static long durationNanos(List<Phase> phases) {
        long nanos = 0;
        for (Phase phase : phases) {
            nanos += phase.durationNanos();
        }
        return nanos;
    }

    static double peakPerSecond(List<Phase> phases) {
        double peak = 0;
        for (Phase phase : phases) {
            peak = Math.max(peak, phase.peakPerSecond());
        }
        return peak;
    }

    /** How many clients fit into a time at a rate: one at its start, the last before its end. */
    static long count(double perSecond, long nanos) {
        return whole(linear(perSecond, perSecond, nanos));
    }

    /** How many clients, with a fraction, arrive while the rate goes from one value to another. */
    static double linear(double fromPerSecond, double toPerSecond, long nanos) {
        return (fromPerSecond + toPerSecond) / 2 * nanos / SECOND;
    }

    /** How long so many clients take at a rate. */
    static long nanos(long clients, double perSecond) {
        return Math.round(clients / perSecond * SECOND);
    }

    /** Rounds up, but not for the dust that doubles leave: 0.1/s for 30 s are 3 clients, not 4. */
    static long whole(double clients) {
        return (long) Math.ceil(clients - 1e-9 * Math.max(1, clients));
    }

    /** A walk over the arrivals. */
    public interface Cursor {
        /** The value after the last arrival. */
        long END = Long.MAX_VALUE;

        /** Nanoseconds from the start of the load to the next arrival, never less than the one before; or {@link #END}. */
        long next();

        /** Whether the client of whom {@link #next} told last is measured; others prepare the pool. */
        boolean measured();
    }
}
