package rollcall.mock;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import rollcall.mock.Behaviour.Capacity;

/** The work of an overloaded pool: sign-ins wait in one queue and are served at its pace. Safe for any thread. */
final class Throttle {
    /** Who would wait longer is sent away: the queue holds what the pool serves in this time. */
    private static final long LONGEST_WAIT_NANOS = 1_000_000_000L;

    static final long FULL = -1;

    /** When the pool will have served everybody in the queue, for each behaviour in use. */
    private final ConcurrentHashMap<Capacity, AtomicLong> servedNanos = new ConcurrentHashMap<>();

    /**
     * Takes a place in the queue.
     *
     * @return how long it takes until the sign-in is served, or {@link #FULL}
     */
    long waitNanos(Capacity capacity, long nowMillis) {
        long now = nowMillis * 1_000_000L;
        long each = Math.round(1e9 / capacity.perSecond());
        AtomicLong served = servedNanos.computeIfAbsent(capacity, none -> new AtomicLong());
        while (true) {
            long before = served.get();
            long from = Math.max(before, now);
            if (from - now > LONGEST_WAIT_NANOS) {
                return FULL;
            }
            if (served.compareAndSet(before, from + each)) {
                return from - now;
            }
        }
    }
}
