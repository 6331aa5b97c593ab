package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rollcall.outcome.Fault;
import rollcall.outcome.LogonRecord;
import rollcall.outcome.Stage;
import rollcall.plan.Phase;
import rollcall.plan.PlanException;

class SavedRunTest {
    @TempDir
    Path folder;

    @Test
    void aRunReadAgainWritesTheSameResult() throws Exception {
        for (Summary summary : List.of(mixed(), session(), stormy(), search(), kinds(), webbed(), nothing())) {
            save(summary, folder, RunFolder.RESULT);
            SavedRun saved = SavedRun.read(folder);
            assertThat(saved.ended()).isTrue();
            assertThat(json(saved.summary())).isEqualTo(saved.result()).isEqualTo(json(summary));
        }
    }

    @Test
    void aRunReadAgainTellsTheSameTextAndTheSameJunit() throws Exception {
        for (Summary summary : List.of(mixed(), session(), stormy(), search(), kinds(), webbed(), nothing())) {
            save(summary, folder, RunFolder.RESULT);
            Summary again = SavedRun.read(folder).summary();
            assertThat(text(again)).isEqualTo(text(summary));
            assertThat(junit(again)).isEqualTo(junit(summary));
        }
    }

    @Test
    void oneClientWasAndSeveralWereStillOnTheirWay() throws Exception {
        assertThat(text(stormy())).contains("1 was still on its way when the run ended");
        assertThat(StormText.stillAway(2)).isEqualTo(" were still on their way when the run ended");
    }

    @Test
    void aKilledRunIsToldAsFarAsItsPartialResultGoes() throws Exception {
        Runs runs = new Runs(1);
        try (RunRecorder recorder = new RunRecorder(folder, Runs.facts(0).startedAt(), false)) {
            recorder.follow(
                    runs.tallies,
                    () -> Summary.soFar(
                            Runs.plan(), Runs.facts(5, 0, RunRecorder.NOT_ENDED), runs.tallies, Runs.HEALTHY));
            for (int i = 1; i <= 5; i++) { // a partial result every other second
                runs.at(i * 1_003L);
                runs.signIn(0, 0, 1, 2, 3, 4);
                runs.tallies.sample();
            }
        }
        SavedRun saved = SavedRun.read(folder);
        assertThat(saved.ended()).isFalse();
        assertThat(saved.summary().clients().signedIn()).isEqualTo(4);
        assertThat(saved.summary().latencies().of(Stage.TLS).getTotalCount()).isEqualTo(4);
        assertThat(saved.summary().verdict().reasons().get(0)).contains("the process was killed");
        assertThat(json(saved.summary())).isEqualTo(saved.result());
    }

    @Test
    void latenciesOverTimeHaveAPointForEachSecondAndSeries() throws Exception {
        Runs runs = new Runs(1);
        try (RunRecorder recorder = new RunRecorder(folder, Runs.facts(0).startedAt(), false)) {
            runs.tallies.tellSamplesTo(recorder);
            for (int i = 1; i <= 3; i++) {
                runs.at(i * 1_000L);
                runs.signIn(0, 0, 0, 0, 10 * i);
                runs.tallies.sample();
            }
        }
        Files.writeString(folder.resolve("result.json"), json(runs.summary(Runs.plan(), Runs.facts(3), Runs.HEALTHY)));
        List<LatencyLog.Point> tls = SavedRun.read(folder).latencyLog().points().stream()
                .filter(point -> point.series() == Stage.TLS.ordinal())
                .toList();
        assertThat(tls).extracting(LatencyLog.Point::endMillis).containsExactly(1_000L, 2_000L, 3_000L);
        assertThat(tls)
                .extracting(point -> Math.round(point.latency().p50Nanos() / 1e6))
                .containsExactly(10L, 20L, 30L);
    }

    @Test
    void aLongRunIsToldInWiderIntervals() throws Exception {
        Runs runs = new Runs(1);
        int seconds = 10 * LatencyLog.MAX_POINTS;
        try (RunRecorder recorder = new RunRecorder(folder, Runs.facts(0).startedAt(), false)) {
            runs.tallies.tellSamplesTo(recorder);
            for (int i = 1; i <= seconds; i += 5) {
                runs.at(i * 1_000L);
                runs.signIn(0, 0, 1);
                runs.tallies.sample();
            }
        }
        Summary summary = runs.summary(Runs.plan(), Runs.facts(seconds / 5), Runs.HEALTHY);
        Files.writeString(folder.resolve("result.json"), json(summary));
        SavedRun saved = SavedRun.read(folder);
        List<LatencyLog.Point> dns = saved.latencyLog().points().stream()
                .filter(point -> point.series() == Stage.DNS.ordinal())
                .toList();
        assertThat(dns).hasSize(LatencyLog.MAX_POINTS);
        assertThat(dns.get(1).endMillis()).isEqualTo(20_000);
        assertThat(dns.stream().mapToLong(point -> point.latency().count()).sum())
                .isEqualTo(seconds / 5);
    }

    @Test
    void aFolderThatIsNoneSaysSo() throws IOException {
        assertThatThrownBy(() -> SavedRun.read(folder.resolve("none")))
                .isInstanceOf(UnreadableRun.class)
                .hasMessageContaining("does not exist; name the folder of a run");
        Files.writeString(folder.resolve("result.json"), "{");
        assertThatThrownBy(() -> SavedRun.read(folder.resolve("result.json")))
                .isInstanceOf(UnreadableRun.class)
                .hasMessageContaining("is a file");
        Files.createDirectory(folder.resolve("other"));
        assertThatThrownBy(() -> SavedRun.read(folder.resolve("other")))
                .isInstanceOf(UnreadableRun.class)
                .hasMessageContaining("is not the folder of a run: there is no result.json in it");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "planned" : 1000        | "planned" : "many"    | result.json: clients.planned: expected a number
                    "planned" : 1000        | "planned" : 1.5       | result.json: clients.planned: expected a number in its range
                    rollcall.result/1       | rollcall.result/9     | result.json: schema: expected rollcall.result/1: another version
                    "TLS_CERT_NAME"         | "TLS_CERT_COLOUR"     | result.json: faults.0.fault: expected a fault that this version
                    "atSeconds" : [         | "atSeconds" : [ 1,    | expected as many numbers as in atSeconds
                    "first" : "2026         | "first" : "MMXXVI     | result.json: faults.0.first: expected a moment
                    "verdict" : "failed"    | "verdict" : "so so"   | result.json: verdict: expected passed, failed
                    "faults" : [ {          | "faults" : [ 1, {     | result.json: faults: expected an object
                    "setup" : {             | "setup" : 1, "x" : {  | result.json: setup: expected an object
                    "loops" : 2             | "loops" : 20000000000 | result.json: setup.loops: expected
                    "count" : 989           | "count" : 988         | latency.hlog is not the whole of what this run measured
                    "series" : {            | "series" : {{         | result.json is not whole JSON
                    """)
    void aResultThatWasChangedByHandIsRefusedWithTheField(String from, String to, String message) throws Exception {
        save(mixed(), folder, RunFolder.RESULT);
        change("result.json", text -> text.replace(from, to));
        assertThatThrownBy(() -> SavedRun.read(folder))
                .isInstanceOf(UnreadableRun.class)
                .hasMessageContaining(message);
    }

    @Test
    void aLogThatIsMissingOrDamagedSaysSo() throws Exception {
        save(mixed(), folder, RunFolder.RESULT);
        change("latency.hlog", text -> text.replace("HIST", "HOST"));
        assertThatThrownBy(() -> SavedRun.read(folder))
                .isInstanceOf(UnreadableRun.class)
                .hasMessageContaining("latency.hlog is damaged");
        change("latency.hlog", text -> text.replace("Tag=tls", "Tag=xyz"));
        assertThatThrownBy(() -> SavedRun.read(folder))
                .isInstanceOf(UnreadableRun.class)
                .hasMessageContaining("latency.hlog is damaged");
        Files.delete(folder.resolve("latency.hlog"));
        assertThatThrownBy(() -> SavedRun.read(folder))
                .isInstanceOf(UnreadableRun.class)
                .hasMessageContaining("latency.hlog is missing");
    }

    private void change(String name, UnaryOperator<String> change) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, change.apply(Files.readString(file)));
    }

    static void save(Summary summary, Path folder, String name) throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve("latency.hlog"))) {
            new HistogramLog(out, summary.facts().startedAt())
                    .sample(0, summary.facts().durationNanos(), summary.latencies());
        }
        Files.writeString(folder.resolve(name), json(summary));
    }

    static Summary mixed() {
        return Runs.mixed().summary(Runs.plan("failed < 0.1%", "tls.p95 < 100ms"), Runs.facts(1_000), Runs.HEALTHY);
    }

    private static Summary session() {
        return Runs.session()
                .summary(Runs.plan("setbacks < 300"), Runs.facts(400, 0, null, 1_300 * Runs.MS), Runs.HEALTHY);
    }

    /** Faults of all kinds, a storm from which not everybody has come back, and a person who changed the rate. */
    static Summary stormy() {
        Runs runs = Runs.mixed();
        ComeBacks comeBacks = runs.tallies.comeBacks();
        comeBacks.cut("50%", Runs.EPOCH + 2 * Runs.SECOND);
        for (int i = 0; i < 40; i++) {
            LogonRecord logon = new LogonRecord();
            logon.begin(i, Runs.user(i), Runs.EPOCH, Runs.EPOCH);
            logon.signedIn(Runs.EPOCH + Runs.SECOND);
            long at = Runs.EPOCH + 2 * Runs.SECOND + i * Runs.MS;
            logon.dropped(at);
            comeBacks.dropped(logon, Stage.HOLD, Fault.LOST_DROPPED, "", at);
            if (i < 37) {
                long back = at + 3 * Runs.SECOND + i * (50 * Runs.MS);
                comeBacks.returned(logon, back);
                runs.tallies.loop(0).fetched(logon, Stage.ADDRESS_BOOK, back, 45_000);
            } else if (i < 39) {
                logon.fault(Stage.CONNECT, Fault.CONNECT_REFUSED, "192.0.2.7:5061");
                comeBacks.lost(logon, Stage.CONNECT, Fault.CONNECT_REFUSED, at + 9 * Runs.SECOND);
            }
        }
        return runs.summary(
                Runs.plan("failed < 0.1%", "tls.p95 < 100ms"),
                Runs.facts(
                        List.of(
                                new RateChange(3_200 * Runs.MS, 1.21),
                                new RateChange(5 * Runs.SECOND, 0),
                                new RateChange(6 * Runs.SECOND, 1.21)),
                        null),
                Runs.HEALTHY);
    }

    private static Summary search() {
        Runs runs = Runs.allWell();
        runs.tallies.searched(new Capacity(
                new Phase.Find(50, 1, 10 * Runs.SECOND, List.of(), 2_000, 0.05, 1),
                List.of(
                        CapacityTest.one(50, RateTry.Outcome.HELD),
                        CapacityTest.one(97.65625, RateTry.Outcome.TOO_FAST),
                        CapacityTest.one(97.65625, RateTry.Outcome.BROKE))));
        return runs.summary(Runs.plan(), Runs.facts(1_000), Runs.HEALTHY);
    }

    private static Summary kinds() throws PlanException {
        return Runs.kinds().summary(Runs.mixedPlan(), Runs.facts(40), Runs.HEALTHY);
    }

    private static Summary webbed() {
        return Runs.webbed().summary(Runs.plan("failed == 0"), Runs.facts(40), Runs.HEALTHY);
    }

    private static Summary nothing() {
        Runs runs = new Runs(1);
        runs.fail(0, Stage.AUTHENTICATE, Fault.AUTH_REFUSED, "401 Unauthorized");
        return runs.summary(Runs.plan("failed == 0"), Runs.facts(5_000, 0, "interrupted"), Runs.EXHAUSTED);
    }

    private static String json(Summary summary) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonReport.write(summary, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String text(Summary summary) throws IOException {
        StringBuilder out = new StringBuilder();
        TextReport.write(summary, Style.PLAIN, List.of(), out);
        return out.toString();
    }

    private static String junit(Summary summary) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JUnitReport.write(summary, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
