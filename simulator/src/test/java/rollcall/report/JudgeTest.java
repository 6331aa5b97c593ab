package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rollcall.outcome.Fault;
import rollcall.outcome.LogonRecord;
import rollcall.outcome.Stage;

class JudgeTest {
    @Test
    void heldThresholdsPass() {
        Verdict verdict = Runs.allWell()
                .summary(Runs.plan("failed == 0", "lost == 0"), Runs.facts(1_000), Runs.HEALTHY)
                .verdict();
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.PASSED);
        assertThat(verdict.kind().exitCode()).isZero();
        assertThat(verdict.reasons())
                .containsExactly("1,000 of 1,000 clients signed in, none was lost.", "All 2 thresholds held.");
    }

    @Test
    void brokenThresholdFailsAndSaysWhatWasMeasured() {
        Verdict verdict = verdict(1, "logon.p99 < 5ms", "failed == 0");
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.FAILED);
        assertThat(verdict.kind().exitCode()).isEqualTo(1);
        assertThat(verdict.reasons()).last().isEqualTo("Wanted logon.p99 < 5ms, measured 9.52ms.");
    }

    @Test
    void exhaustedGeneratorIsInvalidEvenWhenThresholdsAreBroken() {
        Verdict verdict = Runs.mixed()
                .summary(Runs.plan("failed == 0"), Runs.facts(1_000), Runs.EXHAUSTED)
                .verdict();
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.INVALID);
        assertThat(verdict.kind().exitCode()).isEqualTo(3);
    }

    @Test
    void stoppedRunIsAbortedWhateverElseIsWrong() {
        Verdict verdict = Runs.mixed()
                .summary(Runs.plan("failed == 0"), Runs.facts(5_000, 0, "interrupted"), Runs.EXHAUSTED)
                .verdict();
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.ABORTED);
        assertThat(verdict.kind().exitCode()).isEqualTo(4);
        assertThat(verdict.reasons()).first().isEqualTo("The run was stopped: interrupted.");
    }

    @Test
    void faultOfOursIsNotPutToThePool() {
        Runs runs = new Runs(1);
        runs.signIn(0, 0, 1);
        runs.fail(0, Stage.CONNECT, Fault.CONNECT_NO_FILE, "");
        Verdict verdict = runs.summary(Runs.plan("failed == 0", "signedIn == 2"), Runs.facts(2), Runs.HEALTHY)
                .verdict();
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.INVALID);
        assertThat(verdict.reasons()).singleElement().asString().startsWith("1 client fell to a fault of this machine");
    }

    @Test
    void faultOfOursDoesNotExcuseThePool() {
        Runs runs = new Runs(1);
        runs.fail(0, Stage.CONNECT, Fault.CONNECT_NO_FILE, "");
        runs.fail(0, Stage.CONNECT, Fault.CONNECT_REFUSED, "");
        Verdict verdict = runs.summary(Runs.plan("failed == 0"), Runs.facts(2), Runs.HEALTHY)
                .verdict();
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.FAILED);
    }

    @Test
    void clientsThatNeverStartedMakeTheRunInvalid() {
        Runs runs = new Runs(1);
        runs.signIn(0, 0, 1);
        Verdict verdict = runs.summary(Runs.plan(), Runs.facts(3), Runs.HEALTHY).verdict();
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.INVALID);
        assertThat(verdict.reasons()).containsExactly("2 of 3 clients never started.");
    }

    @Test
    void latencyWithoutASampleDoesNotHold() {
        Runs runs = new Runs(1);
        runs.fail(0, Stage.TLS, Fault.TLS_CLOSED, "");
        List<ThresholdResult> results = runs.summary(
                        Runs.plan("logon.p99 < 500ms", "tls.max >= 0ms", "failed <= 1"), Runs.facts(1), Runs.HEALTHY)
                .thresholds();
        assertThat(results)
                .containsExactly(
                        new ThresholdResult("logon.p99 < 500ms", "no sample", false),
                        new ThresholdResult("tls.max >= 0ms", "no sample", false),
                        new ThresholdResult("failed <= 1", "1", true));
    }

    @Test
    void shareOfNobodyDoesNotHold() {
        ThresholdResult result = new Runs(1)
                .summary(Runs.plan("failed < 1%"), Runs.facts(0), Runs.HEALTHY)
                .thresholds()
                .get(0);
        assertThat(result).isEqualTo(new ThresholdResult("failed < 1%", "no sample", false));
    }

    /** Values are rounded up to the histogram's resolution. One client with 9.512 ms from due, 8.512 ms from its start, of which TLS took 5.0003 ms. */
    @ParameterizedTest
    @CsvSource({
        "logon.p50 < 9ms, 9.52ms, false",
        "logon.p50 < 10ms, 9.52ms, true",
        "logon.sent.p99 < 9ms, 8.52ms, true",
        "tls.p95 <= 6ms, 5ms, true",
        "tls.p90 < 5ms, 5.001ms, false",
        "tls.max > 5ms, 5.001ms, true",
        "dns.p999 >= 1ms, 3.51ms, true",
        "signedIn == 1, 1, true",
        "signedIn >= 100%, 100%, true",
        "failed < 0.1%, 0%, true",
        "lost == 0, 0, true",
        "TLS_CERT_NAME == 0, 0, true",
        "tls.count == 1, 1, true",
        "logon.count >= 100%, 100%, true",
        "subscribe.count > 0, 0, false",
        "setbacks == 0, 0, true",
    })
    void thresholdsMeasureWhatTheySay(String expression, String value, boolean held) {
        ThresholdResult result = summary(1, expression).thresholds().get(0);
        assertThat(result).isEqualTo(new ThresholdResult(expression, value, held));
    }

    @Test
    void aThresholdThatStoppedTheRunFailsItAndSaysWhen() {
        Breach breach = new Breach(12 * Runs.SECOND, new ThresholdResult("failed < 1%", "1.7%", false));
        Runs runs = Runs.mixed();
        runs.fail(0, Stage.REGISTER, Fault.RUN_STOPPED, "");
        Summary summary = runs.summary(
                Runs.plan("failed < 1% abort", "failed <= 11"), Runs.facts(List.of(), breach), Runs.HEALTHY);
        assertThat(summary.verdict().kind()).isEqualTo(Verdict.Kind.FAILED);
        assertThat(summary.verdict().reasons())
                .contains("The run was stopped: after 12.0 s the threshold failed < 1% was broken: 1.7%.");
        assertThat(summary.thresholds())
                .as("the one that broke, as it was then; the other without the client that was cut off")
                .containsExactly(breach.threshold(), new ThresholdResult("failed <= 11", "11", true));
    }

    @Test
    void aRateChangedByHandDoesNotGoUnsaid() {
        List<RateChange> changes = List.of(new RateChange(5 * Runs.SECOND, 0), new RateChange(7 * Runs.SECOND, 2));
        Verdict verdict = Runs.allWell()
                .summary(Runs.plan("failed == 0"), Runs.facts(changes, null), Runs.HEALTHY)
                .verdict();
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.PASSED);
        assertThat(verdict.reasons())
                .last()
                .isEqualTo("The rate was changed by hand 2 times, for the first time after 5.0 s: this run is not the"
                        + " scenario's.");
    }

    @Test
    void everyMetricThatAScenarioMayNameIsMeasured() {
        Summary summary = summary(0);
        for (int i = 0; i < Stage.COUNT; i++) {
            Stage stage = Stage.at(i);
            for (String percentile : List.of("p50", "p90", "p95", "p99", "p999", "max", "count")) {
                if (stage != Stage.HOLD) {
                    String limit = percentile.equals("count") ? "1" : "1ms";
                    String expression = stage.word() + "." + percentile + " < " + limit;
                    assertThat(Judge.thresholds(
                                    Runs.plan(expression).thresholds(),
                                    new Metrics(
                                            summary.clients(), 0, summary.faults(), summary.latencies(), Returns.NONE),
                                    null))
                            .hasSize(1);
                }
            }
        }
    }

    @Test
    void openClientsThatTheEngineDoesNotKnowAreADefect() {
        Runs runs = new Runs(1);
        LogonRecord open = runs.start(runs.tallies.loop(0), 0);
        assertThat(open.user()).isEqualTo("user0001@example.test");
        assertThatThrownBy(() -> runs.summary(Runs.plan(), Runs.facts(1, 0, "interrupted"), Runs.HEALTHY))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("started 1, signed in 0, failed 0 (by their faults 0), open 0");
        assertThat(runs.summary(Runs.plan(), Runs.facts(1, 1, "interrupted"), Runs.HEALTHY)
                        .open())
                .isEqualTo(1);
    }

    @Test
    void clientCountedTwiceIsADefect() {
        Runs runs = new Runs(1);
        runs.fail(0, Stage.DNS, Fault.DNS_TIMEOUT, "");
        LogonRecord record = new LogonRecord();
        record.begin(0, "a@example.test", Runs.EPOCH, Runs.EPOCH);
        record.signedIn(Runs.EPOCH);
        runs.tallies.loop(0).signedIn(record);
        assertThatThrownBy(() -> runs.summary(Runs.plan(), Runs.facts(1), Runs.HEALTHY))
                .isInstanceOf(IllegalStateException.class);
    }

    private static Verdict verdict(int lagMillis, String... thresholds) {
        return summary(lagMillis, thresholds).verdict();
    }

    private static Summary summary(int lagMillis, String... thresholds) {
        Runs runs = new Runs(1);
        runs.signIn(0, lagMillis, 3.5117, 0, 5.0003);
        return runs.summary(Runs.plan(thresholds), Runs.facts(1), Runs.HEALTHY);
    }
}
