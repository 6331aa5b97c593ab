package rollcall.report;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.HdrHistogram.HistogramLogReader;

/**
 * The latencies of a run in pieces of time. Clients that sign in within the same second are slow or fast together; how much
 * the pieces differ says how far a percentile of the whole can be trusted.
 */
public final class LatencyBlocks {
    /** As many pieces at most; a longer run has longer ones. */
    static final int MOST = 32;

    private final List<Series> series = new ArrayList<>();

    LatencyBlocks() {
        for (int i = 0; i < Latencies.SERIES; i++) {
            series.add(new Series());
        }
    }

    /** Reads {@code latency.hlog}. */
    static LatencyBlocks read(Path file) throws IOException {
        LatencyBlocks blocks = new LatencyBlocks();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                HistogramLogReader reader = new HistogramLogReader(in)) {
            for (EncodableHistogram next = reader.nextIntervalHistogram();
                    next != null;
                    next = reader.nextIntervalHistogram()) {
                if (next instanceof Histogram histogram) {
                    blocks.add(histogram);
                }
            }
        } catch (RuntimeException e) { // the library throws whatever a broken line leads to
            throw new IOException("damaged: " + e.getMessage(), e);
        }
        return blocks;
    }

    /**
     * Takes the values of one interval; its tag says of which series, its time stamps how long it was. Intervals may get longer
     * as the run goes on.
     */
    void add(Histogram interval) {
        for (int i = 0; i < Latencies.SERIES; i++) {
            if (HistogramLog.tag(i).equals(interval.getTag())) {
                series.get(i).add(interval);
            }
        }
    }

    /** The pieces of one series, in the order of time: how often each value occurs in it. */
    List<Map<Long, Long>> of(int index) {
        return series.get(index).pieces;
    }

    /** Pieces of about equal length; two become one when there are too many. Time in which nothing happened counts for none. */
    private static final class Series {
        private final List<Map<Long, Long>> pieces = new ArrayList<>();
        private long millis;
        private long millisOfLast;
        private long width;

        void add(Histogram interval) {
            if (pieces.isEmpty() || millisOfLast >= width) {
                if (pieces.size() == MOST) {
                    halve();
                } else {
                    pieces.add(new TreeMap<>());
                    millisOfLast = 0;
                }
            }
            Map<Long, Long> last = pieces.get(pieces.size() - 1);
            for (HistogramIterationValue value : interval.recordedValues()) {
                last.merge(value.getValueIteratedTo(), value.getCountAddedInThisIterationStep(), Long::sum);
            }
            long length = interval.getEndTimeStamp() - interval.getStartTimeStamp();
            millis += length;
            millisOfLast += length;
        }

        /** Room for as many pieces again, and a new one. */
        private void halve() {
            for (int i = 0; i < MOST / 2; i++) {
                Map<Long, Long> both = pieces.get(2 * i);
                pieces.get(2 * i + 1).forEach((value, count) -> both.merge(value, count, Long::sum));
                pieces.set(i, both);
            }
            pieces.subList(MOST / 2, MOST).clear();
            width = millis / (MOST / 2);
            pieces.add(new TreeMap<>());
            millisOfLast = 0;
        }
    }
}
