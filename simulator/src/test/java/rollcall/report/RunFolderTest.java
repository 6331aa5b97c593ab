package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;

class RunFolderTest {
    @TempDir
    Path folder;

    @Test
    void folderHoldsWholeFiles() throws Exception {
        Path run = folder.resolve("new/run");
        RunFolder.write(mixed(Runs.HEALTHY), run);
        assertThat(names(run)).containsExactly("result.json", "junit.xml");
        assertThat(Json.read(Files.readString(run.resolve("result.json")))).containsEntry("verdict", "failed");
        SavedRunTest.save(mixed(Runs.HEALTHY), run, "result.json");
        RunFolder.writeHtml(SavedRun.read(run), run);
        assertThat(names(run)).containsExactly("report.html", "result.json", "junit.xml", "latency.hlog");
        try (var list = Files.list(run)) {
            assertThat(list).containsExactlyInAnyOrderElementsOf(RunFolder.files(run));
        }
    }

    private static List<String> names(Path run) {
        return RunFolder.files(run).stream()
                .map(file -> file.getFileName().toString())
                .toList();
    }

    @Test
    void secondRunReplacesTheFirst() throws IOException {
        RunFolder.write(mixed(Runs.HEALTHY), folder);
        RunFolder.write(mixed(Runs.EXHAUSTED), folder);
        assertThat(Json.read(Files.readString(folder.resolve("result.json")))).containsEntry("verdict", "invalid");
    }

    @Test
    void histogramLogHasAnIntervalASampleAndAddsUpToTheSameHistograms() throws IOException {
        Runs runs = Runs.allWell();
        Summary summary;
        try (RunRecorder recorder = new RunRecorder(folder, Runs.facts(0).startedAt(), false)) {
            runs.tallies.tellSamplesTo(recorder);
            for (int i = 0; i < 3; i++) {
                runs.at(10_000 + i * 1_000L);
                runs.signIn(0, 1, 1, 2, 3, 4, 0, 0);
                runs.tallies.sample();
            }
            runs.signIn(1, 1, 1, 2, 3, 4, 0, 0);
            summary = runs.summary(Runs.plan(), Runs.facts(1_004), Runs.HEALTHY);
        }
        Map<String, Histogram> sums = new LinkedHashMap<>();
        List<Long> startsOfDns = new ArrayList<>();
        try (InputStream in = Files.newInputStream(folder.resolve("latency.hlog"));
                HistogramLogReader reader = new HistogramLogReader(in)) {
            while (reader.nextIntervalHistogram() instanceof Histogram histogram) {
                sums.computeIfAbsent(histogram.getTag(), tag -> Latencies.histogram())
                        .add(histogram);
                if (histogram.getTag().equals("dns")) {
                    startsOfDns.add(histogram.getStartTimeStamp()
                            - Runs.facts(0).startedAt().toEpochMilli());
                }
            }
        }
        assertThat(sums.keySet())
                .containsExactly("dns", "connect", "tls", "register", "logon", "logon.due", "start.lag");
        assertThat(startsOfDns).containsExactly(9_990L, 10_000L, 11_000L, 12_000L);
        Histogram tls = summary.latencies().of(Stage.TLS).copy();
        tls.subtract(Runs.allWell()
                .summary(Runs.plan(), Runs.facts(1_000), Runs.HEALTHY)
                .latencies()
                .of(Stage.TLS));
        Histogram logged = sums.getOrDefault("tls", Latencies.histogram());
        assertThat(logged.getTotalCount()).isEqualTo(4).isEqualTo(tls.getTotalCount());
        assertThat(logged.getMaxValue()).isEqualTo(tls.getMaxValue());
    }

    @Test
    void aNewRunInTheSameFolderRemovesTheOldOnesFiles() throws IOException {
        RunFolder.write(mixed(Runs.HEALTHY), folder);
        new RunRecorder(folder, Runs.facts(0).startedAt(), true).close();
        assertThat(folder.resolve("result.json")).doesNotExist();
        assertThat(folder.resolve("junit.xml")).doesNotExist();
        assertThat(folder.resolve("outcomes.csv")).exists();
    }

    @Test
    void aDiskThatFailsEndsTheRecordingAndSaysSo() throws IOException {
        Runs runs = Runs.allWell();
        RunRecorder recorder = new RunRecorder(folder, Runs.facts(0).startedAt(), false);
        recorder.close();
        runs.tallies.tellSamplesTo(recorder);
        runs.signIn(0, 1, 1, 2, 3, 4, 0, 0);
        runs.tallies.sample();
        assertThat(recorder.problem()).startsWith("the files of this run cannot be written any more: ");
    }

    @Test
    void junitHasACaseForEachThresholdAndTheFaultsWhereItFailed() throws Exception {
        RunFolder.write(mixed(Runs.HEALTHY), folder);
        Element suite = junit();
        assertThat(suite.getAttribute("tests")).isEqualTo("3");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("errors")).isEqualTo("0");
        Element failure = (Element) suite.getElementsByTagName("failure").item(0);
        assertThat(((Element) failure.getParentNode()).getAttribute("name")).isEqualTo("failed < 0.1%");
        assertThat(failure.getAttribute("message")).isEqualTo("measured 1.1%");
        assertThat(failure.getTextContent()).contains("10 x TLS_CERT_NAME");
    }

    @Test
    void junitOfAnInvalidRunBlamesNobody() throws Exception {
        RunFolder.write(mixed(Runs.EXHAUSTED), folder);
        Element suite = junit();
        assertThat(suite.getAttribute("errors")).isEqualTo("1");
        assertThat(suite.getAttribute("failures")).isEqualTo("0");
        assertThat(suite.getElementsByTagName("skipped").getLength()).isEqualTo(2);
        assertThat(suite.getElementsByTagName("failure").getLength()).isZero();
    }

    @Test
    void junitSurvivesWhateverAServerSaid() throws Exception {
        Runs runs = new Runs(1);
        runs.fail(0, Stage.REGISTER, Fault.SIP_REJECTED, "\u0000 ]]> <b>\uffff\ud800 & \"");
        RunFolder.write(runs.summary(Runs.plan("failed == 0"), Runs.facts(1), Runs.HEALTHY), folder);
        assertThat(junit().getTextContent()).contains("? ]]> <b>?? & \"");
    }

    private static Summary mixed(GeneratorHealth health) {
        return Runs.mixed().summary(Runs.plan("failed < 0.1%", "tls.p95 < 100ms"), Runs.facts(1_000), health);
    }

    private Element junit() throws Exception {
        Document document = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("junit.xml").toFile());
        return document.getDocumentElement();
    }
}
