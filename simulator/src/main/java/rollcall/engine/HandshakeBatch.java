package rollcall.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Handshakes that are made one batch, by all event loops together. Thread-safe. */
final class HandshakeBatch {
    /** So many failures without a success between them, and nobody tries any further. */
    static final int MOST_FAILURES = 50;

    private final HandshakeTarget target;
    private final Guards guards;
    private final long beganNanos;
    private final AtomicInteger left;
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicLong leftOpen = new AtomicLong();
    private volatile @Nullable String stopped;

    HandshakeBatch(HandshakeTarget target, Guards guards, int count, long nowNanos) {
        this.target = target;
        this.guards = guards;
        this.beganNanos = nowNanos;
        this.left = new AtomicInteger(count);
    }

    HandshakeTarget target() {
        return target;
    }

    /** Takes one of those that are still to be made; false when there is none, or the batch was stopped. */
    boolean take() {
        return stopped == null && left.getAndDecrement() > 0;
    }

    /** When one that was taken may begin, as the guards have it. */
    long turnNanos(long nowNanos) {
        return guards.turnNanos(nowNanos);
    }

    long sinceBegin(long nowNanos) {
        return nowNanos - beganNanos;
    }

    void succeeded() {
        ended.incrementAndGet();
        if (failures.get() != 0) {
            failures.set(0);
        }
    }

    void failed() {
        ended.incrementAndGet();
        if (failures.incrementAndGet() == MOST_FAILURES) {
            stop(MOST_FAILURES + " handshakes failed one after the other");
        }
    }

    void leftOpen() {
        leftOpen.incrementAndGet();
    }

    /** No more of them begin. */
    void stop(String why) {
        if (stopped == null) {
            stopped = why;
        }
    }

    boolean isStopped() {
        return stopped != null;
    }

    /** Why it ended before its time, or null. */
    @Nullable
    String stopped() {
        return stopped;
    }

    /** How many are over so far. */
    int ended() {
        return ended.get();
    }

    /** How many connections the server did not close. */
    long leftOpenCount() {
        return leftOpen.get();
    }
}
