package rollcall.engine;

/**
 * How far behind an event loop is: it is told each time the loop wakes up later than it wanted to. Written by the loop,
 * read by anybody.
 */
final class LoopWatch {
    private volatile long maxLagNanos;

    void woke(long lagNanos) {
        if (lagNanos > maxLagNanos) {
            maxLagNanos = lagNanos; // one writer
        }
    }

    long maxLagNanos() {
        return maxLagNanos;
    }
}
