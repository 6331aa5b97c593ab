package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LoopHistogramTest {
    private final LoopHistogram histogram = new LoopHistogram();
    private final Histogram expected = Latencies.histogram();
    private final Histogram read = Latencies.histogram();

    private void both(long nanos) {
        histogram.record(nanos);
        expected.recordValue(nanos);
    }

    @Test
    void everyValueLiesWhereHdrHistogramHasIt() {
        for (long edge = 1; edge <= Latencies.MAX_NANOS; edge *= 2) {
            for (long nanos = Math.max(0, edge - 3); nanos <= Math.min(edge + 3, Latencies.MAX_NANOS); nanos++) {
                both(nanos);
            }
        }
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            both(random.nextLong(1L << random.nextInt(1, 42)) % Latencies.MAX_NANOS);
        }
        both(Latencies.MAX_NANOS);
        histogram.drainTo(read);
        assertThat(read).isEqualTo(expected);
        assertThat(read.getMean()).isEqualTo(expected.getMean());
    }

    @Test
    void whatIsOutOfRangeCountsAsItsEdge() {
        histogram.record(-5);
        histogram.record(Long.MAX_VALUE);
        expected.recordValue(0);
        expected.recordValue(Latencies.MAX_NANOS);
        histogram.drainTo(read);
        assertThat(read).isEqualTo(expected);
    }

    @Test
    void eachValueIsReadOnce() {
        both(1_000_000);
        both(1_000_000);
        histogram.drainTo(read);
        histogram.drainTo(read);
        both(1_000_000);
        both(7);
        histogram.drainTo(read);
        assertThat(read).isEqualTo(expected);
    }

    @Test
    void nothingIsLostWhileALoopRecordsAndAnotherReads() throws InterruptedException {
        int values = 2_000_000;
        CountDownLatch begun = new CountDownLatch(1);
        Thread loop = new Thread(() -> {
            SplittableRandom random = new SplittableRandom(2);
            for (int i = 0; i < values; i++) {
                histogram.record(random.nextLong(100_000_000));
                if (i == 1_000) {
                    begun.countDown();
                }
            }
        });
        loop.start();
        begun.await();
        int readings = 0;
        while (loop.isAlive()) {
            histogram.drainTo(read);
            readings++;
        }
        loop.join();
        histogram.drainTo(read);
        assertThat(readings).isPositive();
        assertThat(read.getTotalCount()).isEqualTo(values);
    }
}
