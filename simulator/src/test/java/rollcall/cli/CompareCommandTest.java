package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Folders as runs leave them, compared by the command line. */
class CompareCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int compare(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        String[] all = new String[arguments.length + 1];
        all[0] = "compare";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return line.execute(all);
    }

    /** A run of 1,000 clients, fifty a second, each of whom takes so long to sign in. */
    private String run(String name, String verdict, long millis, int failed) throws Exception {
        Path run = Files.createDirectories(folder.resolve(name));
        Files.writeString(run.resolve("result.json"), """
                {"schema": "rollcall.result/1", "verdict": "%s", "reasons": ["…"], "scenario": "test",
                 "startedAt": "2026-11-21T08:59:30Z", "rateChanges": [], "setup": {"target": "pool", "loops": 2},
                 "clients": {"planned": 1000, "started": 1000, "failed": %d, "lost": 0, "fellBack": [{"count": 1}]},
                 "rate": {"offeredPerSecond": 50.0}}
                """.formatted(verdict, failed));
        Files.writeString(run.resolve("scenario.yaml"), "name: test\nseed: " + millis + "\n");
        HistogramLogWriter log =
                new HistogramLogWriter(run.resolve("latency.hlog").toFile());
        log.outputLogFormatVersion();
        log.outputStartTime(0);
        for (int second = 0; second < 20; second++) {
            Histogram histogram = new Histogram(3);
            histogram.setTag("logon.due");
            for (int i = 0; i < 50; i++) {
                histogram.recordValue((millis + second % 3) * 1_000_000 + i * 100_000L);
            }
            log.outputIntervalHistogram(second, second + 1, histogram, 1e6);
        }
        log.close();
        return run.toString();
    }

    @Test
    void theSameTwiceIsNotWorse() throws Exception {
        String run = run("a", "passed", 20, 3);
        assertThat(compare(run, run)).isEqualTo(Main.OK);
        assertThat(out.toString()).startsWith("SAME  No difference that these runs could show.");
    }

    @Test
    void aSlowerRunIsWorseInEveryFormat() throws Exception {
        Path json = folder.resolve("compared.json");
        Path html = folder.resolve("compared.html");
        assertThat(compare(
                        run("a", "passed", 20, 0),
                        run("b", "passed", 40, 0),
                        "--json",
                        json.toString(),
                        "--html",
                        html.toString()))
                .isEqualTo(Main.TARGET_FAILED);
        assertThat(out.toString()).startsWith("WORSE  B is worse by more than the 10% allowed.");
        assertThat(Files.readString(json, StandardCharsets.UTF_8)).contains("\"finding\" : \"worse\"");
        assertThat(Files.readString(html, StandardCharsets.UTF_8))
                .startsWith("<!DOCTYPE html>")
                .contains("B is worse by more than the 10% allowed.");
    }

    @Test
    void moreMayBeAllowed() throws Exception {
        assertThat(compare("--allow", "150%", run("a", "passed", 20, 0), run("b", "passed", 40, 0)))
                .isEqualTo(Main.OK);
    }

    @Test
    void severalRunsASideAreNamedWithCommas() throws Exception {
        String a = run("a1", "passed", 20, 0) + "," + run("a2", "passed", 21, 0) + "," + run("a3", "passed", 22, 0);
        String b = run("b1", "passed", 40, 0) + "," + run("b2", "passed", 41, 0) + "," + run("b3", "passed", 42, 0);
        assertThat(compare(a, b)).isEqualTo(Main.TARGET_FAILED);
        assertThat(out.toString()).contains("p = 0.05");
    }

    @Test
    void anInvalidRunIsComparedOnlyByForce() throws Exception {
        String a = run("a", "passed", 20, 0);
        String b = run("b", "invalid", 20, 0);
        assertThat(compare(a, b)).isEqualTo(3);
        assertThat(err.toString()).contains("b was invalid", "--force");
        assertThat(compare("--force", a, b)).isEqualTo(Main.OK);
    }

    @Test
    void whatIsNoRunIsSaidInASentence() throws Exception {
        String a = run("a", "passed", 20, 0);
        assertThat(compare(a, folder.resolve("nothing").toString())).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("nothing is not the folder of a run that came to its end");
        Files.writeString(Path.of(a, "result.json"), "{\"schema\":");
        assertThat(compare(a, a)).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("result.json is damaged");
        assertThat(compare(a, a + ",")).isEqualTo(Main.USAGE);
        String b = run("b", "passed", 20, 0);
        Files.writeString(Path.of(b, "latency.hlog"), "0.0,1.0,2.0,HISTF\n");
        assertThat(compare(b, b)).isEqualTo(Main.USAGE);
        assertThat(compare(run("c", "passed", 20, 0), b, "--allow", "ten")).isEqualTo(Main.USAGE);
    }
}
