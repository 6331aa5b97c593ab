package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import rollcall.report.Statistics.Interval;

class StatisticsTest {
    private static final double Z95 = 1.959964;

    /** Newcombe 1998, table II, cases a and b; his difference is first minus second. */
    @Test
    void differencesOfSharesAreThoseOfTheLiterature() {
        Interval a = Statistics.difference(48, 80, 56, 70, Z95);
        assertThat(a.low()).isCloseTo(0.0524, within(0.00005));
        assertThat(a.high()).isCloseTo(0.3339, within(0.00005));
        Interval b = Statistics.difference(3, 10, 9, 10, Z95);
        assertThat(b.low()).isCloseTo(0.1705, within(0.00005));
        assertThat(b.high()).isCloseTo(0.8090, within(0.00005));
    }

    @Test
    void noneOfMostIsNotCertainlyNone() {
        Interval none = Statistics.share(0, 5_000, Statistics.Z99);
        assertThat(none.low()).isCloseTo(0, within(1e-9));
        assertThat(none.high()).isBetween(0.0005, 0.002);
        assertThat(Statistics.difference(0, 5_000, 1, 5_000, Statistics.Z99).low())
                .isNegative();
        assertThat(Statistics.difference(0, 5_000, 50, 5_000, Statistics.Z99).low())
                .isPositive();
    }

    /** The tables of Mann and Whitney: with five values each, U = 4 has 12 of 252 arrangements at or below it. */
    @Test
    void ranksAreAsProbableAsInTheTables() {
        assertThat(Statistics.larger(new double[] {1, 2, 3}, new double[] {4, 5, 6}))
                .isCloseTo(1 / 20.0, within(1e-12));
        assertThat(Statistics.larger(new double[] {4, 5, 6}, new double[] {1, 2, 3}))
                .isEqualTo(1);
        assertThat(Statistics.larger(new double[] {1, 2, 3, 4, 9}, new double[] {5, 6, 7, 8, 10}))
                .isCloseTo(12 / 252.0, within(1e-12));
    }

    @Test
    void equalValuesShareTheirRanks() {
        assertThat(Statistics.larger(new double[] {0, 0, 0}, new double[] {0, 0, 0}))
                .isEqualTo(1);
        assertThat(Statistics.larger(new double[] {0, 0, 0}, new double[] {0, 0, 1}))
                .isCloseTo(0.5, within(1e-12));
    }

    @Test
    void threeValuesASideCanShowADifferenceAndTwoCannot() {
        assertThat(Statistics.least(3, 3)).isCloseTo(0.05, within(1e-12));
        assertThat(Statistics.least(2, 2)).isGreaterThan(0.1);
        assertThat(Statistics.least(20, 20)).isPositive().isLessThan(1e-9);
    }

    @Test
    void theMedianIsTheMiddle() {
        assertThat(Statistics.median(new double[] {5, 1, 3})).isEqualTo(3);
        assertThat(Statistics.median(new double[] {5, 1, 3, 4})).isEqualTo(3.5);
    }
}
