package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import rollcall.report.FinishedRuns;

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

    private String run(String name, int tlsMillis, int failed) throws Exception {
        return FinishedRuns.write(folder.resolve(name), tlsMillis, failed, true).toString();
    }

    @Test
    void theSameTwiceIsNotWorse() throws Exception {
        String run = run("a", 20, 3);
        assertThat(compare(run, run)).isEqualTo(Main.OK);
        assertThat(out.toString()).startsWith("NOT WORSE  No difference that these runs could show.");
    }

    @Test
    void aSlowerRunIsWorseInEveryFormat() throws Exception {
        Path json = folder.resolve("compared.json");
        Path html = folder.resolve("compared.html");
        assertThat(compare(run("a", 20, 0), run("b", 40, 0), "--json", json.toString(), "--html", html.toString()))
                .isEqualTo(Main.TARGET_FAILED);
        assertThat(out.toString()).startsWith("WORSE  B is worse by more than the 10% allowed.");
        assertThat(Files.readString(json, StandardCharsets.UTF_8)).contains("\"finding\" : \"worse\"");
        assertThat(Files.readString(html, StandardCharsets.UTF_8))
                .startsWith("<!DOCTYPE html>")
                .contains("B is worse by more than the 10% allowed.");
    }

    @Test
    void moreMayBeAllowed() throws Exception {
        assertThat(compare("--allow", "150%", run("a", 20, 0), run("b", 40, 0))).isEqualTo(Main.OK);
    }

    @Test
    void severalRunsASideAreNamedWithCommas() throws Exception {
        String a = run("a1", 20, 0) + "," + run("a2", 21, 0) + "," + run("a3", 22, 0);
        String b = run("b1", 40, 0) + "," + run("b2", 41, 0) + "," + run("b3", 42, 0);
        assertThat(compare(a, b)).isEqualTo(Main.TARGET_FAILED);
        assertThat(out.toString()).contains("p = 0.05");
    }

    @Test
    void anInvalidRunIsComparedOnlyByForce() throws Exception {
        String a = run("a", 20, 0);
        String b = FinishedRuns.write(folder.resolve("b"), 20, 0, false).toString();
        assertThat(compare(a, b)).isEqualTo(3);
        assertThat(err.toString()).contains("b was invalid", "--force");
        assertThat(compare("--force", a, b)).isEqualTo(Main.OK);
    }

    @Test
    void whatIsNoRunIsSaidInASentence() throws Exception {
        String a = run("a", 20, 0);
        assertThat(compare(a, folder.resolve("nothing").toString())).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("nothing does not exist; name the folder of a run");
        assertThat(compare(a, folder.toString())).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("is not the folder of a run: there is no result.json in it");
        assertThat(compare(a, a + ",")).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("expected folders with commas between");
        assertThat(compare(a, a, "--allow", "ten")).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("--allow ten: expected per cent, as 10%");
    }

    @Test
    void aRunThatWasKilledIsNotCompared() throws Exception {
        String a = run("a", 20, 0);
        String b = run("b", 20, 0);
        Files.move(Path.of(b, "result.json"), Path.of(b, "partial.json"));
        assertThat(compare(a, b)).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("b was killed before it came to its end");
    }

    @Test
    void whatIsDamagedIsNamed() throws Exception {
        String a = run("a", 20, 0);
        Files.writeString(Path.of(a, "result.json"), "{\"schema\":");
        assertThat(compare(a, a)).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("result.json is not whole JSON");
        String b = run("b", 20, 0);
        Files.writeString(Path.of(b, "latency.hlog"), "0.0,1.0,2.0,HISTF\n");
        assertThat(compare(b, b)).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("latency.hlog is damaged");
    }
}
