package rollcall.engine;

import java.io.IOException;
import java.util.function.LongSupplier;
import rollcall.report.HandshakeTally;

/**
 * Has reference work done between handshakes, on the thread that makes them, and measures the processor time that it takes
 * there. Between them, because the speed of a processor changes within seconds where others use it, too; and seldom, because
 * the handshakes that are under way wait meanwhile. One thread.
 */
final class ReferenceMeter {
    /** So many handshakes to one piece of work: it takes about as long as one of them. */
    static final int HANDSHAKES = 16;

    /** What is done. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    private final Work work;
    private final LongSupplier threadCpuNanos;
    private int untilNext;
    private boolean broken;

    /** @param threadCpuNanos processor time of the thread that asks */
    ReferenceMeter(Work work, LongSupplier threadCpuNanos) {
        this.work = work;
        this.threadCpuNanos = threadCpuNanos;
    }

    /** Lets Java translate it, by doing it so often. */
    void warmUp(int times) {
        try {
            for (int i = 0; i < times && !broken; i++) {
                work.run();
            }
        } catch (IOException e) {
            broken = true;
        }
    }

    /** A repetition begins: the work is done before its first handshake. */
    void begin() {
        untilNext = 0;
    }

    /** A handshake is about to begin. Work that fails once is not tried again: there is no reference then. */
    void beforeHandshake(HandshakeTally tally) {
        if (broken || untilNext-- > 0) {
            return;
        }
        untilNext = HANDSHAKES - 1;
        long before = threadCpuNanos.getAsLong();
        try {
            work.run();
            tally.reference(threadCpuNanos.getAsLong() - before);
        } catch (IOException e) {
            broken = true;
        }
    }
}
