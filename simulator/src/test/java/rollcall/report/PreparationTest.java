package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.outcome.Fault;
import rollcall.outcome.LogonRecord;
import rollcall.outcome.OutcomeSink;
import rollcall.outcome.Stage;

/** Clients that prepare the pool, beside those that are measured. */
class PreparationTest {
    private final Tallies tallies = new Tallies(1, true, 1, Runs.EPOCH, () -> Runs.EPOCH + Runs.SECOND);
    private final OutcomeSink sink = tallies.sink(0);
    private final LogonRecord logon = new LogonRecord();
    private int arrival;

    private void signIn(boolean measured, long millis) {
        begin(measured);
        logon.spent(Stage.TLS, millis * Runs.MS);
        logon.signedIn(Runs.EPOCH + millis * Runs.MS);
        sink.signedIn(logon);
    }

    private void fail(boolean measured) {
        begin(measured);
        logon.fault(Stage.REGISTER, Fault.SIP_TIMEOUT, "");
        sink.failed(logon);
        sink.ended(logon);
    }

    private void begin(boolean measured) {
        logon.measured(measured);
        logon.begin(arrival, Runs.user(arrival++), Runs.EPOCH, Runs.EPOCH);
        sink.started(logon);
    }

    private Summary summary(String... thresholds) throws Exception {
        return Summary.of(Runs.plan(thresholds), Runs.facts(6), tallies, Runs.HEALTHY);
    }

    @Test
    void isCountedAmongAllAndJudgedApart() throws Exception {
        signIn(false, 900);
        signIn(false, 800);
        fail(false);
        fail(false);
        signIn(true, 10);
        signIn(true, 20);
        Summary summary = summary("failed == 0", "signedIn == 2", "logon.p99 < 100ms", "SIP_TIMEOUT == 0");

        assertThat(summary.thresholds()).allMatch(ThresholdResult::held);
        assertThat(summary.clients()).isEqualTo(new Summary.Clients(6, 6, 4, 2, 4, 0));
        assertThat(summary.faults()).extracting(FaultCount::count).containsExactly(2L);
        assertThat(summary.latencies().logonFromDue().getTotalCount()).isEqualTo(2);
        assertThat(summary.latencies().startLag().getTotalCount()).isEqualTo(2);
        Preparation preparation = Objects.requireNonNull(summary.preparation());
        assertThat(preparation.clients().started()).isEqualTo(4);
        assertThat(preparation.clients().signedIn()).isEqualTo(2);
        assertThat(preparation.clients().failed()).isEqualTo(2);
        assertThat(preparation.logonP50Nanos()).isBetween(800 * Runs.MS, 801 * Runs.MS);
        assertThat(preparation.logonP99Nanos()).isBetween(900 * Runs.MS, 901 * Runs.MS);
    }

    @Test
    void nobodyMeasuredHasNoLongestStage() throws Exception {
        signIn(false, 900);

        assertThat(summary().longestStage()).isNull();
    }

    @Test
    void isToldInTheReports() throws Exception {
        signIn(false, 900);
        fail(false);
        signIn(true, 10);
        Summary summary = summary();
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        JsonReport.write(summary, json);
        StringBuilder text = new StringBuilder();
        TextReport.write(summary, Style.PLAIN, List.of(), text);

        assertThat(Json.problems(Json.read(json.toString(StandardCharsets.UTF_8)), JsonReportTest.schema()))
                .isEmpty();
        assertThat(Json.at(Json.read(json.toString(StandardCharsets.UTF_8)), "preparation.signedIn"))
                .isEqualTo(1L);
        assertThat(text.toString().replaceAll("\\s+", " "))
                .contains("2 clients prepared the pool and count neither in the latency nor in the thresholds: 1 signed"
                        + " in, 1 failed, 0 lost; half of them within 900 ms");
    }

    @Test
    void isToldAgainFromTheFolderOfTheRun(@TempDir Path folder) throws Exception {
        signIn(false, 900);
        fail(false);
        signIn(true, 10);
        Summary summary = summary();
        SavedRunTest.save(summary, folder, RunFolder.RESULT);
        SavedRun saved = SavedRun.read(folder);
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        HtmlReport.write(saved, page);

        Preparation preparation = Objects.requireNonNull(saved.summary().preparation());
        assertThat(preparation.clients()).isEqualTo(new Summary.Clients(0, 2, 1, 1, 0, 0));
        assertThat(preparation.logonP50Nanos()).isBetween(900 * Runs.MS, 901 * Runs.MS);
        assertThat(page.toString(StandardCharsets.UTF_8).replaceAll("<[^>]*>", ""))
                .contains(
                        "2 of them prepared the pool and count neither in the latency nor in the thresholds: 1 signed in,"
                                + " 1 failed, 0 lost; half of them within 900 ms, 99% within 900 ms.");
    }
}
