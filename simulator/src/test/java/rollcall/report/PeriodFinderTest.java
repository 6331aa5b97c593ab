package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodFinderTest {
    private static final double SECOND = 1e9;

    private static long[] values(int count, long seed, ToDoubleFunction<SplittableRandom> seconds) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = (long) (SECOND * seconds.applyAsDouble(random));
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(doubles = {6, 60, 300, 508, 3600})
    void anAgeAtWhichMostAreCutIsFoundAmongOthers(double age) {
        long[] ages = values(
                200, 1, random -> random.nextInt(4) > 0 ? age + random.nextDouble() : 2 * age * random.nextDouble());
        PeriodFinder.Cluster cluster = Objects.requireNonNull(PeriodFinder.find(ages));
        assertThat(cluster.typical() / SECOND).isBetween(age, age + 1);
        assertThat(cluster.count()).isBetween(120, 200);
    }

    @Test
    void evenlySpreadAgesRaiseAFalseAlarmOnceInAThousandRunsAtMost() {
        int alarms = 0;
        for (int seed = 0; seed < 4_000; seed++) {
            int count = 5 + seed % 300;
            alarms += PeriodFinder.find(values(count, seed, random -> 600 * random.nextDouble())) == null ? 0 : 1;
        }
        assertThat(alarms).isLessThanOrEqualTo(4);
    }

    @Test
    void agesThatGetRarerRaiseNoAlarm() {
        for (int seed = 0; seed < 1_000; seed++) {
            double mean = 1 + seed % 100;
            long[] ages = values(500, seed, random -> -mean * Math.log(1 - random.nextDouble()));
            assertThat(PeriodFinder.find(ages)).as("mean " + mean + " s").isNull();
        }
    }

    @Test
    void aHandfulProvesNothing() {
        assertThat(PeriodFinder.find(values(4, 1, random -> 508))).isNull();
        assertThat(PeriodFinder.find(new long[0])).isNull();
    }

    @Test
    void theChanceIsThatOfTheBinomialDistribution() {
        // 1 - (2/3)^10, and 10 choose 9 and 10 by hand
        assertThat(PeriodFinder.chance(10, 1)).isCloseTo(0.98266, offset(1e-5));
        assertThat(PeriodFinder.chance(10, 9)).isCloseTo(21 / Math.pow(3, 10), offset(1e-12));
        assertThat(PeriodFinder.chance(10, 0)).isCloseTo(1, offset(1e-12));
    }
}
