package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import rollcall.outcome.Stage;

class HistogramLogTest {
    private static final Instant START = Instant.parse("2026-11-21T08:59:30.250Z");
    private static final int STEP = 100_000;
    private static final int A_SECOND = 20;

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final SplittableRandom random = new SplittableRandom(7);
    private final HistogramLog log;
    private long second;

    HistogramLogTest() throws IOException {
        log = new HistogramLog(file, START, STEP);
    }

    /** So many seconds in which as many clients shake hands as in each other. */
    private void run(int seconds) throws IOException {
        Latencies latencies = new Latencies();
        for (int i = 0; i < seconds; i++) {
            latencies.clear();
            for (int j = 0; j < A_SECOND; j++) {
                latencies.of(Stage.TLS).recordValue(Math.round(5 * Runs.MS * (1 - Math.log(1 - random.nextDouble()))));
            }
            log.sample(second * Runs.SECOND, (second + 1) * Runs.SECOND, latencies);
            second++;
        }
    }

    private List<Histogram> intervals() {
        List<Histogram> intervals = new ArrayList<>();
        try (HistogramLogReader reader = new HistogramLogReader(new ByteArrayInputStream(file.toByteArray()))) {
            for (EncodableHistogram next = reader.nextIntervalHistogram();
                    next != null;
                    next = reader.nextIntervalHistogram()) {
                intervals.add((Histogram) next);
            }
        }
        return intervals;
    }

    private static long millis(Histogram interval) {
        return interval.getEndTimeStamp() - interval.getStartTimeStamp();
    }

    @Test
    void aRunTwiceAsLongTakesAtMostOneStepMore() throws IOException {
        while (file.size() < STEP) {
            run(1);
        }
        for (int doubled = 1; doubled <= 4; doubled++) {
            run((int) second);
            // lines get a little longer with what is gathered in them, and one may begin just before the step
            assertThat(file.size()).as("after %s s", second).isLessThan((1 + doubled) * STEP * 3 / 2);
        }
    }

    @Test
    void intervalsAreSecondsUntilTheFirstStepAndThenLongerWithoutAGap() throws IOException {
        run(3_000);
        log.endInterval(second * Runs.SECOND);
        List<Histogram> intervals = intervals();
        long end = START.toEpochMilli();
        for (Histogram interval : intervals) {
            assertThat(interval.getStartTimeStamp()).isEqualTo(end);
            end = interval.getEndTimeStamp();
        }
        assertThat(end).isEqualTo(START.toEpochMilli() + second * 1_000);
        assertThat(intervals.subList(0, 100)).allMatch(interval -> millis(interval) == 1_000);
        assertThat(intervals).anyMatch(interval -> millis(interval) >= 4_000);
        assertThat(intervals.stream().mapToLong(Histogram::getTotalCount).sum()).isEqualTo(second * A_SECOND);
    }

    @Test
    void anIntervalThatHasBegunIsWrittenWhenItIsAskedFor() throws IOException {
        while (intervals().size() == second) {
            run(1);
        }
        int before = intervals().size();
        log.endInterval(second * Runs.SECOND);
        assertThat(intervals()).hasSize(before + 1);
        assertThat(millis(intervals().get(before))).isEqualTo(1_000);
        log.endInterval(second * Runs.SECOND);
        assertThat(intervals()).as("nothing has begun since").hasSize(before + 1);
    }
}
