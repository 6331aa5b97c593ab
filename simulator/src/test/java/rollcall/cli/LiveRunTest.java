package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.peers.NeedsPeer;

/** A whole run on a terminal. */
@NeedsPeer("python3")
class LiveRunTest {
    @TempDir
    private Path folder;

    private String run(String... steps) throws Exception {
        Path scenario = folder.resolve("live.yaml");
        Files.writeString(scenario, """
                name: live
                target: {mock: {users: 200}}
                users: {pattern: "user{0001..0200}@example.test"}
                load: [hold: {rate: 4/s, for: 50s}]
                session: {stay: 50s}
                """);
        List<String> command = new ArrayList<>(List.of("python3", "src/test/resources/peers/terminal.py"));
        command.addAll(Arrays.asList(steps));
        command.addAll(List.of(
                "--",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path").replace(File.pathSeparator + ".", ""),
                Main.class.getName(),
                "run",
                scenario.toString(),
                "--out",
                folder.resolve("out").toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said.txt").toFile());
        builder.environment().put("TERM", "xterm");
        builder.environment().put("NO_COLOR", "1");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(50, TimeUnit.SECONDS)).as("the run ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(folder.resolve("said.txt"), StandardCharsets.UTF_8);
    }

    @Test
    void keysSteerTheRunAndTheTerminalIsGivenBack() throws Exception {
        String said =
                run(" of 200 clients", "+", "rate × 1.10 by hand", "p", "arrivals paused", "p", "first REGISTER", "q");
        assertThat(said)
                .contains("live · the built-in mock pool, example.test", "keys: + -", "stopping: interrupted")
                .contains("The rate was changed by hand 3 times")
                .doesNotContain("\u001b[1m", "\u001b[3")
                .endsWith("exit code 4, terminal as before\n");
        assertThat(Files.readString(folder.resolve("out/result.json")))
                .contains("\"factor\" : 1.1")
                .contains("\"factor\" : 0")
                .contains("\"verdict\" : \"aborted\"");
    }

    @Test
    void theSecondSignalEndsAtOnceAndTheTerminalIsGivenBack() throws Exception {
        String said = run("first REGISTER", "@TERM", "stopping: interrupted", "@TERM");
        assertThat(said).endsWith("exit code 4, terminal as before\n");
    }
}
