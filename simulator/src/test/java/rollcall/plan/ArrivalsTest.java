package rollcall.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalsTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void aHoldIsEvenlySpaced() {
        assertThat(all(new Phase.Hold(4, 4))).containsExactly(0L, SECOND / 4, SECOND / 2, 3 * SECOND / 4);
    }

    @Test
    void aPauseMovesWhatFollows() {
        List<Long> due = all(new Phase.AtOnce(2), new Phase.Pause(3 * SECOND), new Phase.AtOnce(1));

        assertThat(due).containsExactly(0L, 0L, 3 * SECOND);
    }

    @Test
    void aPauseAtTheEndCountsForTheDuration() {
        Arrivals arrivals = new Arrivals(List.of(new Phase.Hold(1, 1), new Phase.Pause(SECOND)), 1);

        assertThat(arrivals.durationNanos()).isEqualTo(2 * SECOND);
        assertThat(arrivals.count()).isEqualTo(1);
    }

    @Test
    void aRampFromZeroIsTheSquareRootOfTheNumber() {
        List<Long> due = all(new Phase.Ramp(0, 200, 10 * SECOND));

        // rate 20 t, so n = 10 t²
        assertThat(due).hasSize(1000);
        for (int n = 0; n < due.size(); n++) {
            assertThat(due.get(n) / 1e9).isCloseTo(Math.sqrt(n / 10.0), within(1e-8));
        }
    }

    @Test
    void aRampDownIsTheMirrorOfARampUp() {
        List<Long> down = all(new Phase.Ramp(200, 0, 10 * SECOND));

        // n = 200 t - 10 t²
        assertThat(down).hasSize(1000);
        for (int n = 0; n < down.size(); n++) {
            assertThat(down.get(n) / 1e9).isCloseTo(10 - Math.sqrt(100 - n / 10.0), within(1e-6));
        }
    }

    @Test
    void aRampBetweenEqualRatesIsAHold() {
        assertThat(all(new Phase.Ramp(7, 7, 10 * SECOND))).isEqualTo(all(new Phase.Hold(7, 70)));
    }

    @Test
    void aTimeFitsAsManyClientsAsBeginWithinIt() {
        assertThat(Arrivals.count(0.1, 30 * SECOND)).isEqualTo(3);
        assertThat(Arrivals.count(3, 1_500_000_000L)).isEqualTo(5);
        assertThat(Arrivals.count(1.0 / 60, SECOND)).isEqualTo(1);
        assertThat(Arrivals.count(200, 120 * SECOND)).isEqualTo(24_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void anyLoadIsMonotoneExactlyCountedAndTheSameForEveryCursor(long seed) {
        List<Phase> phases = anyPhases(new SplittableRandom(seed));
        Arrivals arrivals = new Arrivals(phases, seed);
        Arrivals.Cursor one = arrivals.cursor();
        Arrivals.Cursor other = new Arrivals(phases, seed).cursor();
        long count = 0;
        long last = 0;
        for (long due = one.next(); due != Arrivals.Cursor.END; due = one.next()) {
            assertThat(due).isGreaterThanOrEqualTo(last).isLessThanOrEqualTo(arrivals.durationNanos());
            assertThat(other.next()).isEqualTo(due);
            last = due;
            count++;
        }

        assertThat(count).isEqualTo(arrivals.count());
        assertThat(other.next()).isEqualTo(Arrivals.Cursor.END);
        assertThat(one.next()).isEqualTo(Arrivals.Cursor.END);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fiveHundredASecondForAMinuteAreThirtyThousand(boolean random) {
        Phase phase = random ? new Phase.Poisson(500, 30_000) : new Phase.Hold(500, Arrivals.count(500, 60 * SECOND));

        assertThat(all(phase))
                .hasSize(30_000)
                .allMatch(due -> due >= 0 && due <= 60 * SECOND)
                .isSorted();
    }

    @Test
    void aProfileWithTwoPointsIsARamp() {
        Phase profile = new Phase.Profile(List.of(new Phase.Point(0, 3), new Phase.Point(10 * SECOND, 17)));

        assertThat(all(profile)).isEqualTo(all(new Phase.Ramp(3, 17, 10 * SECOND)));
    }

    @Test
    void betweenThePointsOfAProfileTheRateIsTheirs() {
        // 10/s for 10 s, a jump to 100/s, which falls to 0 within 20 s, and nobody for 5 s
        Phase profile = new Phase.Profile(List.of(
                new Phase.Point(0, 10),
                new Phase.Point(10 * SECOND, 10),
                new Phase.Point(10 * SECOND, 100),
                new Phase.Point(30 * SECOND, 0),
                new Phase.Point(35 * SECOND, 0)));
        List<Long> due = all(profile);

        assertThat(due).hasSize(100 + 1000);
        assertThat(due.subList(0, 100)).isEqualTo(all(new Phase.Hold(10, 100)));
        List<Long> ramp = all(new Phase.Ramp(100, 0, 20 * SECOND));
        for (int n = 0; n < ramp.size(); n++) {
            assertThat(due.get(100 + n) / 1e9).isCloseTo(10 + ramp.get(n) / 1e9, within(1e-6));
        }
        assertThat(profile.durationNanos()).isEqualTo(35 * SECOND);
        assertThat(profile.peakPerSecond()).isEqualTo(100);
    }

    @Test
    void aFractionOfAClientIsCarriedAcrossThePointsOfAProfile() {
        // 0.75 clients in each second: the second one is due when 1 has come together
        Phase profile = new Phase.Profile(List.of(
                new Phase.Point(0, 0.75),
                new Phase.Point(SECOND, 0.75),
                new Phase.Point(2 * SECOND, 0.75),
                new Phase.Point(4 * SECOND, 0.75)));

        assertThat(all(profile)).isEqualTo(all(new Phase.Hold(0.75, 3)));
    }

    @Test
    void whatIsSideBySideIsTheSumOfItsTracksInOrder() {
        List<Phase> steady = List.of(new Phase.Hold(10, 100));
        List<Phase> bursts = List.of(new Phase.Pause(3 * SECOND), new Phase.AtOnce(7), new Phase.Ramp(0, 50, SECOND));
        List<Long> sum = all(steady.get(0));
        sum.addAll(all(bursts.toArray(new Phase[0])));
        sum.sort(null);

        assertThat(all(new Phase.Parallel(List.of(steady, bursts)))).isEqualTo(sum);
    }

    @Test
    void whatFollowsTracksWaitsForTheLongest() {
        Phase parallel = new Phase.Parallel(
                List.of(List.of(new Phase.AtOnce(2)), List.of(new Phase.AtOnce(1), new Phase.Pause(4 * SECOND))));

        assertThat(all(new Phase.Pause(SECOND), parallel, new Phase.AtOnce(1)))
                .containsExactly(SECOND, SECOND, SECOND, 5 * SECOND);
    }

    @Test
    void aPreparationIsWalkedLikeItsPhaseAndIsNotMeasured() {
        List<Phase> phases = List.of(
                new Phase.Preparation(new Phase.Hold(10, 5)),
                new Phase.Parallel(List.of(
                        List.of(new Phase.Hold(10, 30)),
                        List.of(new Phase.Pause(SECOND), new Phase.Preparation(new Phase.Poisson(7, 20))))),
                new Phase.Preparation(
                        new Phase.Parallel(List.of(List.of(new Phase.AtOnce(1)), List.of(new Phase.AtOnce(2))))),
                new Phase.AtOnce(4));
        Arrivals arrivals = new Arrivals(phases, 1);
        Arrivals.Cursor cursor = arrivals.cursor();
        List<Boolean> measured = new ArrayList<>();
        while (cursor.next() != Arrivals.Cursor.END) {
            measured.add(cursor.measured());
        }

        assertThat(arrivals.count()).isEqualTo(62);
        assertThat(arrivals.preparing()).isEqualTo(28);
        assertThat(measured).hasSize(62);
        assertThat(measured.subList(0, 15))
                .containsOnly(false, true)
                .startsWith(false, false, false, false, false, true);
        assertThat(measured.subList(5, 55)).filteredOn(yes -> yes).hasSize(30);
        assertThat(measured.subList(55, 62)).containsExactly(false, false, false, true, true, true, true);
    }

    @Test
    void twoPoissonTracksAreIndependent() {
        Phase poisson = new Phase.Poisson(10, 10);
        List<Long> both = all(new Phase.Parallel(List.of(List.of(poisson), List.of(poisson))));

        assertThat(both).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void aPoissonProcessKeepsItsRateInEveryWindow() {
        int[] perSecond = new int[100];
        for (long due : all(new Phase.Poisson(1000, 100_000))) {
            perSecond[(int) Math.min(99, due / SECOND)]++;
        }

        // Standard deviation 32: five of them either way.
        assertThat(Arrays.stream(perSecond).boxed()).allMatch(count -> count > 840 && count < 1160);
    }

    @Test
    void theGapsOfAPoissonProcessAreExponential() {
        List<Long> due = all(new Phase.Poisson(1000, 100_000));
        double sum = 0;
        double squares = 0;
        int longerThanTwice = 0;
        for (int i = 1; i < due.size(); i++) {
            double gap = (due.get(i) - due.get(i - 1)) / 1e6;
            sum += gap;
            squares += gap * gap;
            longerThanTwice += gap > 2 ? 1 : 0;
        }
        double mean = sum / (due.size() - 1);

        assertThat(mean).isCloseTo(1, within(0.02));
        assertThat(squares / (due.size() - 1) - mean * mean).isCloseTo(1, within(0.05));
        assertThat(longerThanTwice / (double) due.size()).isCloseTo(Math.exp(-2), within(0.005));
    }

    @Test
    void anotherSeedGivesOtherTimes() {
        Phase poisson = new Phase.Poisson(10, 10);

        assertThat(all(1, poisson)).isNotEqualTo(all(2, poisson));
    }

    @Test
    void aBillionClientsAMillionASecondStayExact() {
        Arrivals arrivals = new Arrivals(List.of(new Phase.Hold(1_000_000, 1_000_000_000L)), 1);

        assertThat(arrivals.count()).isEqualTo(1_000_000_000L);
        assertThat(arrivals.durationNanos()).isEqualTo(1000 * SECOND);
        Arrivals.Cursor cursor = arrivals.cursor();
        for (int n = 0; n < 1_000_000; n++) {
            assertThat(cursor.next() == n * 1000L).isTrue();
        }
    }

    @Test
    void aWalkAllocatesNothing() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Arrivals.Cursor cursor = new Arrivals(
                        List.of(
                                new Phase.Ramp(0, 100_000, SECOND),
                                new Phase.Profile(
                                        List.of(new Phase.Point(0, 1000), new Phase.Point(100 * SECOND, 5000))),
                                new Phase.Parallel(List.of(
                                        List.of(new Phase.Poisson(1000, 400_000)),
                                        List.of(new Phase.Hold(2000, 800_000))))),
                        1)
                .cursor();
        cursor.next();
        long before = threads.getCurrentThreadAllocatedBytes();
        long sum = 0;
        for (int i = 0; i < 1_000_000; i++) {
            sum += cursor.next();
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(sum).isPositive();
        assertThat(allocated).isLessThan(10_000);
    }

    @Test
    void oneClientAYearIsStillDue() {
        double perSecond = 1.0 / (365 * 24 * 3600);

        assertThat(all(new Phase.Hold(perSecond, 2)).get(1)).isEqualTo(365L * 24 * 3600 * SECOND);
    }

    private static List<Phase> anyPhases(SplittableRandom random) {
        List<Phase> phases = new ArrayList<>();
        for (int i = random.nextInt(1, 8); i > 0; i--) {
            double rate = Math.pow(10, random.nextDouble(-1, 5));
            phases.add(
                    switch (random.nextInt(7)) {
                        case 5 -> anyProfile(random);
                        case 6 ->
                            new Phase.Parallel(List.of(
                                    List.of(new Phase.Poisson(rate, random.nextLong(1, 1000)), anyProfile(random)),
                                    List.of(new Phase.Pause(random.nextLong(1, SECOND)), new Phase.AtOnce(3)),
                                    List.of(anyProfile(random))));
                        case 0 ->
                            new Phase.Ramp(
                                    random.nextBoolean() ? 0 : random.nextDouble(1000),
                                    random.nextDouble(1000),
                                    random.nextLong(1, 30 * SECOND));
                        case 1 -> new Phase.Ramp(random.nextDouble(1000), 0, random.nextLong(1, 30 * SECOND));
                        case 2 -> new Phase.Hold(rate, random.nextLong(1, 10_000));
                        case 3 -> new Phase.Poisson(rate, random.nextLong(1, 10_000));
                        default ->
                            random.nextBoolean()
                                    ? new Phase.AtOnce(random.nextLong(1, 1000))
                                    : new Phase.Pause(random.nextLong(1, 10 * SECOND));
                    });
        }
        return phases;
    }

    private static Phase anyProfile(SplittableRandom random) {
        List<Phase.Point> points = new ArrayList<>(List.of(new Phase.Point(0, random.nextDouble(100))));
        for (int i = random.nextInt(1, 20); i > 0; i--) {
            long last = points.get(points.size() - 1).atNanos();
            points.add(new Phase.Point(
                    last + (random.nextInt(4) == 0 ? 0 : random.nextLong(10 * SECOND)),
                    random.nextInt(4) == 0 ? 0 : random.nextDouble(100)));
        }
        return new Phase.Profile(points);
    }

    private static List<Long> all(Phase... phases) {
        return all(1, phases);
    }

    private static List<Long> all(long seed, Phase... phases) {
        List<Long> due = new ArrayList<>();
        Arrivals.Cursor cursor = new Arrivals(List.of(phases), seed).cursor();
        for (long next = cursor.next(); next != Arrivals.Cursor.END; next = cursor.next()) {
            due.add(next);
        }
        return due;
    }
}
