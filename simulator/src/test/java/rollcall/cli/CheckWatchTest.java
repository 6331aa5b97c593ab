package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import rollcall.check.CheckMetrics;
import rollcall.check.CheckPlan;
import rollcall.mock.ChildProtocol;
import rollcall.mock.MockPool;
import rollcall.plan.Account;
import rollcall.plan.MockPlan;
import rollcall.plan.Secret;

/** Rounds of checks of a mock pool. */
class CheckWatchTest {
    private static final long AT_ONCE = 1;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final Console console =
            new Console(new PrintWriter(out), new PrintWriter(new StringWriter()), false, false);

    private MockPool pool(String... faults) throws Exception {
        MockPlan plan = new MockPlan(
                "example.test",
                10,
                new MockPlan.Auth(List.of("ntlm"), Secret.of("geheim")),
                false,
                0,
                7200,
                "ecdsa",
                List.of(faults),
                "127.0.0.1",
                0,
                0,
                0);
        return MockPool.start(plan, folder, InstantSource.system(), answer -> {});
    }

    private static final class Options {
        @Mixin
        private final CheckOptions check = new CheckOptions();
    }

    private CheckPlan plan(MockPool pool, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "user0001@example.test",
                "--dns=" + ChildProtocol.text(pool.dnsAddress()),
                "--trust=" + pool.caCertificate()));
        arguments.addAll(List.of(more));
        return CommandLine.populateCommand(new Options(), arguments.toArray(new String[0]))
                .check
                .plan(console);
    }

    /** Three rounds. @return the figures of each, and whether it worked at last */
    private boolean watch(CheckPlan plan, List<String> figures) throws Exception {
        try (CheckRunner runner = new CheckRunner()) {
            CheckWatch[] watch = new CheckWatch[1];
            watch[0] = new CheckWatch(
                    runner::run,
                    round -> {
                        figures.add(ExpositionFormats.init()
                                .getPrometheusTextFormatWriter()
                                .toDebugString(
                                        CheckMetrics.of(round.report(), round.startedAt(), round.durationNanos())));
                        if (figures.size() == 3) {
                            watch[0].stop();
                        }
                    },
                    console);
            return watch[0].run(plan, AT_ONCE);
        }
    }

    private List<String> lines(String pattern) {
        return out.toString()
                .lines()
                .filter(line -> line.matches(".*(" + pattern + ").*"))
                .toList();
    }

    @Test
    void everythingIsToldOnceAndThenALineARound() throws Exception {
        List<String> figures = new ArrayList<>();
        try (MockPool pool = pool()) {
            CheckPlan plan = plan(pool, "--no-logon");
            assertThat(watch(plan, figures)).isTrue();
        }
        assertThat(lines("^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d  OK  Automatic sign-in will work for"))
                .hasSize(3);
        assertThat(lines("where clients go")).hasSize(1);
        assertThat(figures.get(2))
                .contains("\nrollcall_check_up{client=\"moc-2007-r2\",user=\"user0001@example.test\"} 1.0\n")
                .contains("stage=\"tls\",user=\"user0001@example.test\"} 0.")
                .containsPattern("rollcall_check_certificate_not_after_timestamp_seconds\\{.*,server=\"pool01\\."
                        + "example\\.test:\\d+\".*} \\d\\.\\d+E9\\n")
                .containsPattern("rollcall_check_last_run_timestamp_seconds\\{.*} \\d\\.\\d+E9\\n");
        assertThat(figures.get(2).lines())
                .allMatch(line -> line.matches("# (HELP|TYPE) rollcall_check_[a-z_]+ .+"
                        + "|rollcall_check_[a-z_]+\\{([a-z]+=\"[^\"]*\",?)+} [0-9.E-]+"));
    }

    @Test
    void aRefusedPasswordIsNotTriedAgainAndTheUserDoesNotSignIn() throws Exception {
        List<String> figures = new ArrayList<>();
        try (MockPool pool = pool()) {
            CheckPlan plan = plan(pool, "--no-logon");
            CheckPlan refused = new CheckPlan(
                    new Account(plan.account().user(), plan.account().logonName(), Secret.of("falsch")),
                    plan.client(),
                    plan.dnsServers(),
                    null,
                    plan.auth(),
                    plan.tls(),
                    true);
            assertThat(watch(refused, figures)).isFalse();
            assertThat(pool.stats().refusals()).isEqualTo(1);
        }
        assertThat(lines("  CRITICAL  Automatic sign-in .*will fail .* because user name or password is refused"))
                .hasSize(3);
        assertThat(lines("RC-SIP-001 user name or password is refused: at \\d{4}-.*; it is not tried again"))
                .hasSize(1);
        assertThat(figures.get(0))
                .contains("id=\"RC-SIP-001\",severity=\"failure\",user=\"user0001@example.test\"} 1.0\n")
                .containsPattern("rollcall_check_with_credentials\\{.*} 1\\.0\n");
        assertThat(figures.get(2))
                .contains("\nrollcall_check_up{client=\"moc-2007-r2\",user=\"user0001@example.test\"} 0.0\n")
                .contains("id=\"RC-SIP-001\",severity=\"failure\",user=\"user0001@example.test\"} 1.0\n")
                .containsPattern("rollcall_check_with_credentials\\{.*} 0\\.0\n");
        assertThat(out.toString()).doesNotContain("falsch");
    }

    @Test
    void whatChangesIsToldAgain() throws Exception {
        try (MockPool healthy = pool();
                MockPool expired = pool("expired")) {
            CheckPlan well = plan(healthy, "--no-logon");
            CheckPlan ill = plan(expired, "--no-logon");
            int[] rounds = {0};
            try (CheckRunner runner = new CheckRunner()) {
                CheckWatch[] watch = new CheckWatch[1];
                watch[0] = new CheckWatch(
                        plan -> runner.run(rounds[0] < 2 ? well : ill),
                        round -> {
                            if (++rounds[0] == 4) {
                                watch[0].stop();
                            }
                        },
                        console);
                assertThat(watch[0].run(well, AT_ONCE)).isFalse();
            }
        }
        assertThat(lines("  (OK|CRITICAL)  Automatic")).hasSize(4);
        assertThat(lines("where clients go")).hasSize(2);
    }

    @Test
    void asAProcessItServesPrometheusUntilItIsToldToStop() throws Exception {
        try (MockPool pool = pool()) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Main.class.getName(),
                            "check",
                            "user0001@example.test",
                            "--no-logon",
                            "--dns=" + ChildProtocol.text(pool.dnsAddress()),
                            "--trust=" + pool.caCertificate(),
                            "--watch=1s",
                            "--metrics=0")
                    .redirectOutput(folder.resolve("out").toFile())
                    .start();
            try {
                BufferedReader errors =
                        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
                String said = errors.readLine();
                assertThat(said).startsWith("Prometheus finds the figures at http://127.0.0.1:");
                URI url = URI.create(said.substring(said.indexOf("http"), said.length() - 1));
                HttpClient client = HttpClient.newHttpClient();
                Awaitility.await()
                        .until(
                                () -> client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
                                        .body()
                                        .contains(
                                                "rollcall_check_up{client=\"moc-2007-r2\",user=\"user0001@example.test\"} 1.0"));
                process.destroy();
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isZero();
            } finally {
                process.destroyForcibly();
            }
        }
    }
}
