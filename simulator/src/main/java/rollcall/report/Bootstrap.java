package rollcall.report;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import rollcall.report.Statistics.Interval;

/**
 * How far the ratio of two percentiles can be trusted: both runs are put together anew from pieces of themselves, drawn with
 * repetition, many times (B. Efron and R. Tibshirani, "An Introduction to the Bootstrap", 1993, chapters 8.6 and 13.3).
 * Drawing whole pieces of time, not single clients, keeps what happened together together.
 */
final class Bootstrap {
    /** With fewer pieces a run says nothing about how it varies. */
    static final int LEAST_PIECES = 8;

    private static final int DRAWS = 1_000;
    /** The same runs give the same answer each time. */
    private static final long SEED = 20_071_016;

    private Bootstrap() {}

    /** At 99 %, the percentile of the second run over that of the first; the percentile is between 0 and 1. */
    static Interval ratio(List<Map<Long, Long>> first, List<Map<Long, Long>> second, double percentile) {
        double[] ratios = new double[DRAWS];
        Pieces a = new Pieces(first);
        Pieces b = new Pieces(second);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < DRAWS; i++) {
            ratios[i] = b.draw(random, percentile) / (double) a.draw(random, percentile);
        }
        Arrays.sort(ratios);
        return new Interval(ratios[DRAWS / 200], ratios[DRAWS - 1 - DRAWS / 200]);
    }

    /** At 99 %, the median of what these values are a sample of. */
    static Interval median(double[] values) {
        double[] medians = new double[DRAWS];
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < DRAWS; i++) {
            medians[i] = median(values, random);
        }
        Arrays.sort(medians);
        return new Interval(medians[DRAWS / 200], medians[DRAWS - 1 - DRAWS / 200]);
    }

    /** At 99 %, the median of what the second are a sample of, over that of the first. */
    static Interval ratioOfMedians(double[] first, double[] second) {
        double[] ratios = new double[DRAWS];
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < DRAWS; i++) {
            ratios[i] = median(second, random) / median(first, random);
        }
        Arrays.sort(ratios);
        return new Interval(ratios[DRAWS / 200], ratios[DRAWS - 1 - DRAWS / 200]);
    }

    private static double median(double[] values, SplittableRandom random) {
        double[] drawn = new double[values.length];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = values[random.nextInt(values.length)];
        }
        return Statistics.median(drawn);
    }

    /** The pieces of a run as a table: a row for each, a column for each value that occurs. */
    private static final class Pieces {
        private final long[] values;
        private final long[][] counts;
        private final long[] drawn;

        Pieces(List<Map<Long, Long>> pieces) {
            TreeSet<Long> all = new TreeSet<>();
            pieces.forEach(piece -> all.addAll(piece.keySet()));
            values = all.stream().mapToLong(value -> value).toArray();
            drawn = new long[values.length];
            counts = new long[pieces.size()][values.length];
            for (int i = 0; i < counts.length; i++) {
                for (Map.Entry<Long, Long> entry : pieces.get(i).entrySet()) {
                    counts[i][Arrays.binarySearch(values, entry.getKey())] = entry.getValue();
                }
            }
        }

        /** Puts a run together and gives its percentile. */
        long draw(SplittableRandom random, double percentile) {
            Arrays.fill(drawn, 0);
            long total = 0;
            for (int i = 0; i < counts.length; i++) {
                long[] piece = counts[random.nextInt(counts.length)];
                for (int j = 0; j < drawn.length; j++) {
                    drawn[j] += piece[j];
                    total += piece[j];
                }
            }
            long wanted = Math.max(1, (long) Math.ceil(total * percentile));
            long seen = 0;
            int at = -1;
            while (seen < wanted) {
                seen += drawn[++at];
            }
            return values[at];
        }
    }
}
