package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.plan.Phase;
import rollcall.report.RateTry.Outcome;

/** The search, at pools that are a function of the rate. */
class CapacityTest {
    private static final Phase.Find FIND = new Phase.Find(50, 0.25, 10 * Runs.SECOND, List.of(), 2_000, 0.05, 2);

    private static Capacity search(Phase.Find find, DoubleFunction<Outcome> pool) {
        Capacity capacity = new Capacity(find, List.of());
        while (!capacity.over()) {
            assertThat(capacity.limit()).isEqualTo(Capacity.Limit.UNKNOWN);
            assertThat(capacity.tries()).hasSizeLessThan(200);
            double perSecond = capacity.nextPerSecond();
            assertThat(perSecond).isLessThanOrEqualTo(find.mostPerSecond());
            capacity = capacity.after(one(perSecond, pool.apply(perSecond)));
        }
        return capacity;
    }

    static RateTry one(double perSecond, Outcome outcome) {
        boolean held = outcome == Outcome.HELD;
        return new RateTry(
                perSecond,
                outcome,
                0,
                Math.round(perSecond * 10),
                Math.round(perSecond * 10),
                0,
                0,
                12 * Runs.MS,
                40 * Runs.MS,
                Runs.MS,
                List.of(new ThresholdResult("logon.p99 < 500ms", held ? "40ms" : "900ms", held)));
    }

    private static DoubleFunction<Outcome> carries(double most) {
        return perSecond -> perSecond <= most ? Outcome.HELD : Outcome.BROKE;
    }

    private static List<Double> rates(Capacity capacity) {
        return capacity.tries().stream().map(RateTry::perSecond).toList();
    }

    @Test
    void theRateIsRaisedThenHalvedInBetweenThenConfirmed() {
        Capacity capacity = search(FIND, carries(95));

        assertThat(rates(capacity)).containsExactly(50.0, 62.5, 78.125, 97.65625, 87.9, 92.8, 95.2, 92.8, 92.8);
        assertThat(capacity.perSecond()).isEqualTo(92.8);
        assertThat(capacity.brokePerSecond()).isEqualTo(95.2);
        assertThat(capacity.times()).isEqualTo(3);
        assertThat(capacity.limit()).isEqualTo(Capacity.Limit.POOL);
    }

    @ParameterizedTest
    @ValueSource(doubles = {50, 51, 99.9, 300, 1234, 1999})
    void anyCapacityIsFoundToWithinThePrecision(double real) {
        Capacity capacity = search(FIND, carries(real));

        assertThat(capacity.perSecond()).isLessThanOrEqualTo(real).isGreaterThanOrEqualTo(real / 1.05);
        assertThat(capacity.brokePerSecond()).isGreaterThan(real).isLessThanOrEqualTo(capacity.perSecond() * 1.05);
    }

    @Test
    void aPoolThatBreaksAtTheFirstRateHasNoCapacity() {
        Capacity capacity = search(FIND, carries(49));

        assertThat(rates(capacity)).containsExactly(50.0, 50.0);
        assertThat(capacity.perSecond()).isZero();
        assertThat(capacity.limit()).isEqualTo(Capacity.Limit.POOL);
        assertThat(capacity.asThreshold()).isEqualTo(new ThresholdResult("capacity >= 50/s", "no rate held", false));
    }

    @Test
    void nothingAboveTheMostIsTried() {
        Capacity capacity = search(new Phase.Find(50, 1, Runs.SECOND, List.of(), 130, 0.05, 1), carries(1e9));

        assertThat(rates(capacity)).containsExactly(50.0, 100.0, 130.0, 130.0);
        assertThat(capacity.limit()).isEqualTo(Capacity.Limit.SEARCH);
        assertThat(capacity.perSecond()).isEqualTo(130);
    }

    @Test
    void aRateThatBreaksWhenConfirmedHasBroken() {
        double[] before = {0};
        Capacity capacity = search(FIND, perSecond -> {
            boolean again = perSecond == before[0];
            before[0] = perSecond;
            return perSecond > 150 || (again && perSecond > 130) ? Outcome.BROKE : Outcome.HELD;
        });

        assertThat(capacity.perSecond()).isBetween(120.0, 130.0);
        assertThat(capacity.times()).isEqualTo(3);
        assertThat(capacity.brokePerSecond()).isLessThanOrEqualTo(capacity.perSecond() * 1.05);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void aNoisyPoolIsFoundBelowWhereItBreaksOften(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        // breaks for certain above 330, never below 270, in between the more often the higher
        Capacity capacity =
                search(FIND, perSecond -> random.nextDouble() < (perSecond - 270) / 60 ? Outcome.BROKE : Outcome.HELD);

        assertThat(capacity.perSecond()).isBetween(250.0, 330.0);
        assertThat(capacity.times()).isEqualTo(3);
    }

    @Test
    void aColdStartIsForgiven() {
        boolean[] cold = {true};
        Capacity capacity = search(FIND, perSecond -> {
            boolean breaks = cold[0];
            cold[0] = false;
            return breaks ? Outcome.BROKE : carries(95).apply(perSecond);
        });

        assertThat(capacity.perSecond()).isEqualTo(92.8);
    }

    @Test
    void aMachineThatCannotKeepUpIsTriedOnceMoreAndThenEndsTheSearch() {
        Capacity capacity = search(FIND, perSecond -> perSecond > 100 ? Outcome.TOO_FAST : Outcome.HELD);

        assertThat(rates(capacity)).containsExactly(50.0, 62.5, 78.125, 97.65625, 122.0703125, 122.0703125);
        assertThat(capacity.limit()).isEqualTo(Capacity.Limit.GENERATOR);
        assertThat(capacity.perSecond()).isCloseTo(97.7, within(0.1));
    }

    @Test
    void aMachineThatStumblesOnceIsForgiven() {
        boolean[] stumbled = {false};
        Capacity capacity = search(FIND, perSecond -> {
            if (perSecond > 70 && !stumbled[0]) {
                stumbled[0] = true;
                return Outcome.TOO_FAST;
            }
            return carries(95).apply(perSecond);
        });

        assertThat(capacity.limit()).isEqualTo(Capacity.Limit.POOL);
        assertThat(capacity.perSecond()).isEqualTo(92.8);
    }

    @Test
    void theVerdictSaysWhatWasFoundAndHowSureThatIs() {
        assertThat(CapacityText.verdict(search(FIND, carries(95)), null))
                .isEqualTo(new Verdict(
                        Verdict.Kind.PASSED,
                        List.of(
                                "The pool carries 92.8 sign-ins a second: held 3 of 3 times, 10.0 s each.",
                                "At 95.2 sign-ins a second it broke: wanted logon.p99 < 500ms, measured 900ms.")));
        assertThat(CapacityText.verdict(search(FIND, carries(1e9)), null).reasons())
                .containsExactly(
                        "The pool carries at least 2,000 sign-ins a second: held 3 of 3 times, 10.0 s each.",
                        "No higher rate was to be tried (most); to know more, raise it.");
        assertThat(CapacityText.verdict(search(FIND, carries(1)), null))
                .isEqualTo(new Verdict(
                        Verdict.Kind.FAILED,
                        List.of("The pool does not carry 50 sign-ins a second, the first rate that was tried: wanted"
                                + " logon.p99 < 500ms, measured 900ms.")));
        assertThat(CapacityText.verdict(search(FIND, perSecond -> Outcome.TOO_FAST), null)
                        .kind())
                .isEqualTo(Verdict.Kind.INVALID);
        Verdict stopped = CapacityText.verdict(new Capacity(FIND, List.of(one(50, Outcome.HELD))), "interrupted");
        assertThat(stopped)
                .isEqualTo(new Verdict(
                        Verdict.Kind.ABORTED,
                        List.of(
                                "The run was stopped: interrupted.",
                                "The pool carries at least 50 sign-ins a second; whether more, is not known.")));
    }

    @Test
    void theReportShowsEveryTryWithinItsWidth() {
        Page page = new Page(new Style(false, true, 60));
        CapacityText.write(search(FIND, carries(60)).result(), page, new Style(false, true, 60));

        assertThat(page.toString()).contains("50", "62.5", "held", "broke").doesNotContain("null");
        assertThat(page.toString().lines()).allMatch(line -> line.length() <= 60);
    }
}
