package rollcall.report;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;

/**
 * What {@link HistogramLog} has written, read again: all latencies of a run, and how they went over time.
 *
 * @param widthMillis how long an interval is here
 * @param whole all intervals together
 * @param points in the order of time, for each series those intervals that had values
 */
record LatencyLog(long widthMillis, Latencies whole, List<Point> points) {
    /** A longer run is told in longer intervals, of whole seconds: more points than this would be finer than a page is wide. */
    static final int MAX_POINTS = 600;

    private static final long MILLIS = 1_000;

    /**
     * One series in one interval.
     *
     * @param series an index of {@link Latencies}
     * @param endMillis of the interval, since the start of the run
     */
    record Point(int series, long endMillis, Latency latency) {}

    /**
     * Reads a log in one pass.
     *
     * @param startMillis the start of the run, since 1970
     * @param lengthMillis of the run
     * @param untilMillis intervals that begin at or after this moment, since the start of the run, are left out
     */
    static LatencyLog read(Path file, long startMillis, long lengthMillis, long untilMillis) throws UnreadableRun {
        if (!Files.isRegularFile(file)) {
            throw new UnreadableRun(file + " is missing: the percentiles over time are in it");
        }
        Fold fold = new Fold(MILLIS * Math.max(1, -Math.floorDiv(-lengthMillis, MILLIS * MAX_POINTS)));
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                HistogramLogReader reader = new HistogramLogReader(in)) {
            for (EncodableHistogram next = reader.nextIntervalHistogram();
                    next != null;
                    next = reader.nextIntervalHistogram()) {
                long begin = next.getStartTimeStamp() - startMillis;
                if (begin < untilMillis && next instanceof Histogram histogram) {
                    fold.add(begin, histogram);
                }
            }
        } catch (IOException e) {
            throw new UnreadableRun(file + " cannot be read: " + e.getMessage());
        } catch (RuntimeException e) { // the library throws whatever a broken line leads to
            throw new UnreadableRun(file + " is damaged: " + e.getMessage());
        }
        fold.closeInterval();
        return new LatencyLog(fold.widthMillis, fold.whole, List.copyOf(fold.points));
    }

    /** Intervals of the log, gathered into wider ones. */
    private static final class Fold {
        private final long widthMillis;
        private final Latencies whole = new Latencies();
        private final Latencies interval = new Latencies();
        private final List<Point> points = new ArrayList<>();
        private long index;

        Fold(long widthMillis) {
            this.widthMillis = widthMillis;
        }

        void add(long beginMillis, Histogram histogram) {
            long at = Math.floorDiv(beginMillis, widthMillis);
            if (at != index) {
                closeInterval();
                index = at;
            }
            int series = HistogramLog.series(histogram.getTag());
            whole.series(series).add(histogram);
            interval.series(series).add(histogram);
        }

        void closeInterval() {
            for (int i = 0; i < Latencies.SERIES; i++) {
                if (interval.series(i).getTotalCount() > 0) {
                    points.add(new Point(i, (index + 1) * widthMillis, Latency.of(interval.series(i))));
                }
            }
            interval.clear();
        }
    }
}
