package rollcall.plan;

import java.util.List;

/**
 * When clients are due: a pure, seeded, monotone sequence. Two cursors over the same plan give the same times, so each
 * event loop walks its own and takes every n-th.
 */
public final class Arrivals {
    private final List<Phase> phases;
    private final long seed;

    public Arrivals(List<Phase> phases, long seed) {
        this.phases = List.copyOf(phases);
        this.seed = seed;
    }

    /** How many clients arrive in all. */
    public long count() {
        throw new AssertionError("skeleton " + phases + seed);
    }

    /** How long the whole of it lasts, in nanoseconds from its start to the end of the last phase. */
    public long durationNanos() {
        throw new AssertionError("skeleton");
    }

    /** A walk from the first arrival on. */
    public Cursor cursor() {
        throw new AssertionError("skeleton");
    }

    /** A walk over the arrivals. */
    public interface Cursor {
        /** The value after the last arrival. */
        long END = -1;

        /** Nanoseconds from the start of the load to the next arrival, never less than the one before; or {@link #END}. */
        long next();
    }
}
