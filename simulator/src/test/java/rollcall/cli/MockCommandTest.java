package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import rollcall.mock.Behaviour;
import rollcall.plan.PoolFile;

final class MockCommandTest {
    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();

    private int run(String... arguments) {
        CommandLine line = new CommandLine(new MockCommand());
        line.setErr(new PrintWriter(err));
        line.setOut(new PrintWriter(out));
        return line.execute(arguments);
    }

    @Test
    void anUnknownFaultNamesTheNearest() {
        assertThat(run("--fault", "stal:10%")).isEqualTo(2);
        assertThat(err)
                .hasToString("The mock pool knows no fault \"stal\"; did you mean \"stall\"?"
                        + " All of them are listed by rollcall mock --help." + System.lineSeparator());
    }

    @Test
    void ntlmWithoutAPasswordIsAnError() {
        assertThat(run("--auth", "ntlm")).isEqualTo(2);
        assertThat(err.toString()).contains("--password-env").doesNotContain("Exception");
    }

    @Test
    void digestWithoutAPasswordIsAnError() {
        assertThat(run("--auth", "digest")).isEqualTo(2);
        assertThat(err.toString()).contains("--password-env").doesNotContain("Exception");
    }

    @Test
    void anUnsetPasswordVariableIsAnError() {
        assertThat(run("--auth", "digest", "--password-env", "ROLLCALL_NO_SUCH_VARIABLE"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("ROLLCALL_NO_SUCH_VARIABLE");
    }

    @Test
    void aLatencyThatIsNoneIsAnError() {
        assertThat(run("--latency", "soon")).isEqualTo(2);
        assertThat(err.toString()).contains("--latency").contains("\"soon\"");
    }

    @Test
    void aMistakeInAPoolFileIsSaidWithItsPlace(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("pool.yaml"), "pool:\n  server: []\n");
        assertThat(run("--pool", file.toString())).isEqualTo(2);
        assertThat(err)
                .hasToString(
                        file + ":2:3: pool.server: unknown key; did you mean \"servers\"?" + System.lineSeparator());
    }

    @Test
    void helpShowsAPoolFileThatCanBeRead(@TempDir Path folder) throws Exception {
        assertThat(run("--help")).isZero();
        String help = out.toString();
        String example = help.substring(help.indexOf("  pool:"), help.indexOf("Faults ("));
        Path file = Files.writeString(folder.resolve("pool.yaml"), example.stripIndent());
        assertThat(PoolFile.read(file).plan().pool()).isNotNull();
    }

    @Test
    void helpListsEveryFault() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains(Behaviour.catalogue().keySet());
    }

    @Test
    void runsUntilInterruptedAndLeavesNothingBehind() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        MockCommand.class.getName(),
                        "--dns-port=0",
                        "--sip-port=0",
                        "--tcp-port=0",
                        "--key=ecdsa")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            StringBuilder text = new StringBuilder();
            String line = reader.readLine();
            while (line != null && !line.startsWith("Ctrl-C")) {
                text.append(line).append('\n');
                line = reader.readLine();
            }
            assertThat(text.toString()).contains("run scenarios/automatic.yaml", "target.automatic.dns=", "tls.trust=");
            Path ca = Path.of(text.substring(text.indexOf("tls.trust=") + 10).strip());
            assertThat(ca).exists();
            process.toHandle().destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(reader.lines()).anyMatch(summary -> summary.startsWith("Signed in at the end: 0"));
            assertThat(Files.exists(ca.getParent())).isFalse();
        } finally {
            process.destroyForcibly();
        }
    }
}
