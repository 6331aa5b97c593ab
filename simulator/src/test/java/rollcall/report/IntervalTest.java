package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.plan.Threshold;
import rollcall.plan.Thresholds;

class IntervalTest {
    private static final long TOLERABLE = 250 * Runs.MS;

    private final Runs runs = new Runs(2);

    private static List<Threshold> conditions() throws Exception {
        return List.of(
                Thresholds.parse("failed < 10%"),
                Thresholds.parse("logon.p99 < 100ms"),
                Thresholds.parse("SIP_TIMEOUT == 0"));
    }

    @Test
    void countsOnlyWhatHappensWithin() throws Exception {
        runs.at(0);
        for (int i = 0; i < 50; i++) {
            runs.fail(0, Stage.REGISTER, Fault.SIP_TIMEOUT, "before");
            runs.signIn(1, 900, 700);
        }
        Interval interval = Interval.begin(runs.at(5_000).tallies);
        for (int i = 0; i < 95; i++) {
            runs.signIn(i % 2, 3, 20);
        }
        for (int i = 0; i < 5; i++) {
            runs.fail(0, Stage.REGISTER, Fault.SIP_UNAVAILABLE, "");
        }
        RateTry done = interval.end(10, conditions(), true, TOLERABLE);

        assertThat(done.outcome()).isEqualTo(RateTry.Outcome.HELD);
        assertThat(done.startNanos()).isEqualTo(5 * Runs.SECOND);
        assertThat(done.started()).isEqualTo(100);
        assertThat(done.signedIn()).isEqualTo(95);
        assertThat(done.failed()).isEqualTo(5);
        assertThat(done.logonP99Nanos()).isBetween(22 * Runs.MS, 24 * Runs.MS);
        assertThat(done.conditions()).extracting(ThresholdResult::value).containsExactly("5%", "23ms", "0");
    }

    @Test
    void aConditionThatBreaksIsThePools() throws Exception {
        Interval interval = Interval.begin(runs.at(0).tallies);
        runs.signIn(0, 0, 120);
        RateTry done = interval.end(10, conditions(), true, TOLERABLE);

        assertThat(done.outcome()).isEqualTo(RateTry.Outcome.BROKE);
        assertThat(done.broken()).isEqualTo("wanted logon.p99 < 100ms, measured 120ms");
    }

    @Test
    void signInsThatDoNotEndAreThePools() throws Exception {
        Interval interval = Interval.begin(runs.at(0).tallies);
        runs.signIn(0, 0, 20);

        assertThat(interval.end(10, conditions(), false, TOLERABLE).outcome()).isEqualTo(RateTry.Outcome.BROKE);
    }

    @Test
    void lateStartsAndFaultsOfOursSayNothingAboutThePool() throws Exception {
        Interval late = Interval.begin(runs.at(0).tallies);
        runs.signIn(0, 260, 20);
        assertThat(late.end(10, conditions(), true, TOLERABLE).outcome()).isEqualTo(RateTry.Outcome.TOO_FAST);

        Interval ours = Interval.begin(runs.at(1_000).tallies);
        runs.signIn(0, 0, 20);
        runs.fail(0, Stage.CONNECT, Fault.CONNECT_NO_FILE, "");
        assertThat(ours.end(10, conditions(), true, TOLERABLE).outcome()).isEqualTo(RateTry.Outcome.TOO_FAST);
    }

    @Test
    void aTryInWhichNobodySignsInHasNoLatency() throws Exception {
        Interval interval = Interval.begin(runs.at(0).tallies);
        runs.fail(0, Stage.REGISTER, Fault.SIP_TIMEOUT, "");
        RateTry done = interval.end(10, conditions(), true, TOLERABLE);

        assertThat(done.logonP50Nanos()).isEqualTo(Totals.NONE);
        assertThat(done.outcome()).isEqualTo(RateTry.Outcome.BROKE);
    }
}
