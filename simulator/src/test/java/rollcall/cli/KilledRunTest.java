package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A generator that is killed without warning leaves what it knew. */
class KilledRunTest {
    private static final int USERS = 60;

    @TempDir
    private Path folder;

    @Test
    void aKilledRunLeavesItsClientsAndLatenciesAndAPartialResult() throws Exception {
        Path scenario = folder.resolve("killed.yaml");
        Files.writeString(scenario, """
                name: killed
                target: {mock: {users: 60}}
                users: {pattern: "user{0001..0060}@example.test"}
                load: [hold: {rate: 60/s, for: 1s}]
                session: {stay: 50s}
                thresholds: ["failed == 0"]
                """);
        Path out = folder.resolve("out");
        Process run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path").replace(File.pathSeparator + ".", ""),
                        Main.class.getName(),
                        "run",
                        scenario.toString(),
                        "--outcomes",
                        "--out",
                        out.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said.txt").toFile())
                .start();
        try {
            await(
                    run,
                    () -> lines(out.resolve("outcomes.csv")) > USERS
                            && content(out.resolve("partial.json")).contains("\"signedIn\" : " + USERS));
        } finally {
            run.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        List<String> lines = Files.readAllLines(out.resolve("outcomes.csv"));
        assertThat(lines).hasSize(1 + USERS);
        assertThat(lines.get(0)).startsWith("atSeconds,outcome,arrival,user,server,");
        assertThat(lines.subList(1, lines.size()))
                .allMatch(line -> line.matches("[0-9.]+,signedIn,\\d+,\"user00\\d\\d@example.test\",\".*"));
        assertThat(signIns(out.resolve("latency.hlog"))).isEqualTo(USERS);
        assertThat(out.resolve("partial.json"))
                .content()
                .contains("\"verdict\" : \"aborted\"", "did not come to its end");
        assertThat(out.resolve("result.json")).doesNotExist();
        StringWriter told = new StringWriter();
        int status = Main.commandLine()
                .setOut(new PrintWriter(told))
                .setErr(new PrintWriter(new StringWriter()))
                .execute("report", "--text", "--html", out.toString());
        assertThat(status).isZero();
        assertThat(told.toString()).startsWith("ABORTED").contains("the process was killed", "" + USERS, "report.html");
        assertThat(out.resolve("report.html")).content().contains("This run did not end");
    }

    @Test
    void aFolderWithoutARunIsAMistakeOnTheCommandLine() {
        StringWriter told = new StringWriter();
        int status = Main.commandLine().setErr(new PrintWriter(told)).execute("report", folder.toString());
        assertThat(status).isEqualTo(2);
        assertThat(told.toString()).contains("is not the folder of a run: there is no result.json in it");
    }

    private static long signIns(Path log) throws IOException {
        long count = 0;
        try (HistogramLogReader reader = new HistogramLogReader(log.toFile())) {
            for (EncodableHistogram next = reader.nextIntervalHistogram();
                    next != null;
                    next = reader.nextIntervalHistogram()) {
                count += "logon".equals(next.getTag()) ? ((Histogram) next).getTotalCount() : 0;
            }
        }
        return count;
    }

    private void await(Process run, BooleanSupplier ready) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(45);
        while (!ready.getAsBoolean()) {
            // waiting for the end of the run is the pause between two looks
            boolean over = run.waitFor(100, TimeUnit.MILLISECONDS) || System.nanoTime() > end;
            assertThat(over).as(content(folder.resolve("said.txt"))).isFalse();
        }
    }

    private static long lines(Path file) {
        return content(file).lines().count();
    }

    private static String content(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return ""; // just being replaced
        }
    }
}
