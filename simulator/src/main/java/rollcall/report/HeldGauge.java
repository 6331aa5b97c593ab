package rollcall.report;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many clients are signed in at the same moment, over all loops, and the most there ever were. The only number that
 * loops share: peaks of single loops cannot be added, they need not fall together.
 */
final class HeldGauge {
    private final AtomicLong now = new AtomicLong();
    private final AtomicLong peak = new AtomicLong();

    void up() {
        long held = now.incrementAndGet();
        long highest = peak.get();
        while (held > highest && !peak.compareAndSet(highest, held)) {
            highest = peak.get();
        }
    }

    void down() {
        now.decrementAndGet();
    }

    long now() {
        return now.get();
    }

    long peak() {
        return peak.get();
    }
}
