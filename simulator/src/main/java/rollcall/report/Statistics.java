package rollcall.report;

import java.util.Arrays;

/** The few formulas by which two measurements are compared; none assumes that anything is normally distributed. */
final class Statistics {
    /** Of the standard normal distribution: 99 % lie within so many deviations on both sides. */
    static final double Z99 = 2.5758;

    private Statistics() {}

    /** A range, both ends included. */
    record Interval(double low, double high) {}

    /**
     * Wilson's interval for a share: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
     * 1927. It holds for small counts, too, and for none.
     *
     * @param z how many standard deviations wide on each side, as {@link #Z99}
     */
    static Interval share(long count, long of, double z) {
        double n = of;
        double p = count / n;
        double z2 = z * z;
        double middle = (p + z2 / (2 * n)) / (1 + z2 / n);
        double half = z / (1 + z2 / n) * Math.sqrt(p * (1 - p) / n + z2 / (4 * n * n));
        return new Interval(Math.max(0, middle - half), Math.min(1, middle + half));
    }

    /**
     * The difference of two shares, second minus first: R. G. Newcombe, "Interval estimation for the difference
     * between independent proportions: comparison of eleven methods", 1998, method 10.
     */
    static Interval difference(long count, long of, long otherCount, long otherOf, double z) {
        double p = count / (double) of;
        double q = otherCount / (double) otherOf;
        Interval first = share(count, of, z);
        Interval second = share(otherCount, otherOf, z);
        return new Interval(
                q - p - Math.hypot(q - second.low(), first.high() - p),
                q - p + Math.hypot(second.high() - q, p - first.low()));
    }

    /**
     * How probable it is that the others are as large as they are, or larger, when both come from the same source: the
     * one-sided test of H. B. Mann and D. R. Whitney, "On a Test of Whether one of Two Random Variables is Stochastically
     * Larger than the Other", 1947; exact, with mid-ranks where values are equal.
     */
    static double larger(double[] values, double[] others) {
        int[] doubledRanks = doubledRanks(values, others);
        int sum = 0;
        for (int i = values.length; i < doubledRanks.length; i++) {
            sum += doubledRanks[i];
        }
        double[][] ways = waysToSum(doubledRanks, others.length);
        double all = 0;
        double asLarge = 0;
        for (int s = 0; s < ways[others.length].length; s++) {
            all += ways[others.length][s];
            asLarge += s >= sum ? ways[others.length][s] : 0;
        }
        return asLarge / all;
    }

    /** The least probability that {@link #larger} can give for so many values. */
    static double least(int values, int others) {
        double[] low = new double[values];
        double[] high = new double[others];
        Arrays.fill(high, 1);
        for (int i = 0; i < values; i++) {
            low[i] = -1 - i;
        }
        for (int i = 0; i < others; i++) {
            high[i] = 1 + i;
        }
        return larger(low, high);
    }

    /** Twice the mid-rank of each value among all, those of {@code values} first: whole numbers. */
    private static int[] doubledRanks(double[] values, double[] others) {
        double[] all = Arrays.copyOf(values, values.length + others.length);
        System.arraycopy(others, 0, all, values.length, others.length);
        int[] ranks = new int[all.length];
        for (int i = 0; i < all.length; i++) {
            int rank = 1;
            for (double other : all) {
                rank += other < all[i] ? 2 : other == all[i] ? 1 : 0;
            }
            ranks[i] = rank;
        }
        return ranks;
    }

    /** In how many ways so many of the numbers, up to {@code most}, add up to each sum. */
    private static double[][] waysToSum(int[] numbers, int most) {
        int total = Arrays.stream(numbers).sum();
        double[][] ways = new double[most + 1][total + 1];
        ways[0][0] = 1;
        for (int number : numbers) {
            for (int taken = most; taken > 0; taken--) {
                for (int sum = total; sum >= number; sum--) {
                    ways[taken][sum] += ways[taken - 1][sum - number];
                }
            }
        }
        return ways;
    }

    /** From the least to the greatest; there is one at least. */
    static Interval range(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Interval(sorted[0], sorted[sorted.length - 1]);
    }

    /** The middle one, or the mean of the two in the middle. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
