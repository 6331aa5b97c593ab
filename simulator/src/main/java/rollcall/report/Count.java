package rollcall.report;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A number with one writer and any number of readers. Writes are released and reads acquired, so a reader that reads two
 * counts in the opposite order of their writing never sees the effect without its cause.
 */
final class Count {
    private final AtomicLong value = new AtomicLong();

    /** The writer's. */
    void increment() {
        value.setRelease(value.getPlain() + 1);
    }

    /** The writer's: never lowers the value. */
    void raiseTo(long other) {
        if (other > value.getPlain()) {
            value.setRelease(other);
        }
    }

    /** Anybody's. */
    long read() {
        return value.getAcquire();
    }
}
