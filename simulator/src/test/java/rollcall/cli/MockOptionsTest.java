package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import rollcall.mock.AnswerLog;
import rollcall.mock.ChildProtocol;
import rollcall.mock.MockKeys;
import rollcall.mock.MockPool;
import rollcall.plan.MockPlan;
import rollcall.plan.PlanException;
import rollcall.plan.Secret;

final class MockOptionsTest {
    private static final String NEW_LINE = System.lineSeparator();

    @TempDir
    private Path folder;

    private static MockPlan plan(String... arguments) throws Exception {
        return CommandLine.populateCommand(new Verb(), arguments).options.plan();
    }

    @Command
    private static final class Verb {
        @Mixin
        private final MockOptions options = new MockOptions();
    }

    @Test
    void withoutOptionsItIsTheUsualPool() throws Exception {
        assertThat(plan())
                .isEqualTo(new MockPlan(
                                "example.test",
                                1000,
                                MockPlan.Auth.NONE,
                                false,
                                0,
                                7200,
                                "rsa",
                                List.of(),
                                "127.0.0.1",
                                5053,
                                5061,
                                5060)
                        .withWeb(0));
    }

    @Test
    void everythingAboutAuthenticationReachesThePlan() throws Exception {
        MockPlan plan =
                plan("--auth=kerberos,ntlm", "--keytab=a.keytab", "--auth-version=3", "--ntlm-timestamp", "--director");
        assertThat(plan.auth())
                .isEqualTo(new MockPlan.Auth(List.of("kerberos", "ntlm"), null, 3, true, Path.of("a.keytab")));
        assertThat(plan.director()).isTrue();
    }

    @Test
    void severalFrontEndsListenAndAreNamed() throws Exception {
        assertThat(plan().frontEnds()).isEqualTo(1);
        MockPlan plan = plan("--front-ends=3", "--key=ecdsa", "--dns-port=0", "--sip-port=0", "--tcp-port=0");
        assertThat(plan.frontEnds()).isEqualTo(3);
        StringWriter out = new StringWriter();
        try (MockPool pool = MockPool.start(plan, folder, Clock.systemUTC(), AnswerLog.NONE)) {
            MockText.introduce(new PrintWriter(out), plan, pool, null);
        }
        assertThat(out.toString())
                .contains("as pool01.example.test" + NEW_LINE
                        + "                 and, at ports that the name server tells, pool02.example.test,"
                        + " pool03.example.test" + NEW_LINE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--front-ends=0", "--front-ends=21"})
    void aNumberOfFrontEndsThatNoPoolHasIsAnError(String option) {
        assertThatThrownBy(() -> plan(option))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("--front-ends takes a number from 1 to 20, not ");
    }

    @Test
    void aDirectorHasItsOwnPoolsBehindIt() {
        assertThatThrownBy(() -> plan("--front-ends=2", "--director"))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("--front-ends does not go with --director");
    }

    @Test
    void aVersionThatNobodySpeaksIsAnError() throws Exception {
        MockPlan plan = plan("--auth=none", "--auth-version=5");
        assertThatThrownBy(() -> MockPool.start(plan, folder, Clock.systemUTC(), AnswerLog.NONE))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("2, 3 or 4")
                .hasMessageContaining("--auth-version");
    }

    @Test
    void kerberosWithoutAKeytabIsAnError() throws Exception {
        MockPlan plan = plan("--auth=kerberos");
        assertThatThrownBy(() -> MockPool.start(plan, folder, Clock.systemUTC(), AnswerLog.NONE))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("sip/pool01.example.test")
                .hasMessageContaining("--keytab");
    }

    @Test
    void whatToTryFitsThePool() throws Exception {
        MockPlan plan = new MockPlan(
                "example.test",
                7,
                new MockPlan.Auth(List.of("ntlm"), Secret.of("secret")),
                true,
                0,
                7200,
                "ecdsa",
                List.of("unsigned:10%"),
                "127.0.0.1",
                0,
                0,
                0);
        StringWriter out = new StringWriter();
        try (MockPool pool = MockPool.start(plan, folder, Clock.systemUTC(), AnswerLog.NONE)) {
            MockText.introduce(new PrintWriter(out), plan, pool, "POOL_PASSWORD");
            MockText.summarize(new PrintWriter(out), pool.stats(), 0);
        }
        assertThat(out.toString())
                .contains("users user0001 to user0007, authentication ntlm, faults unsigned:10%")
                .contains("as dir01.example.test, which redirects to pool01.example.test and pool02.example.test")
                .contains("--set auth.scheme=ntlm --set users.password.env=POOL_PASSWORD \\")
                .contains("user{0001..0007}@example.test")
                .contains("Signed in at the end: 0")
                .doesNotContain("secret");
    }

    private Path poolFile(String text) throws Exception {
        return Files.writeString(folder.resolve("pool.yaml"), text);
    }

    @Test
    void aPoolFileSaysThePoolAndTheOptionsTheRest() throws Exception {
        Path file = poolFile("pool: {domain: contoso.test, users: 7, auth: [digest], faults: [stall]}\n");
        MockPlan plan = plan("--pool=" + file, "--fault=expired", "--latency=1ms", "--dns-port=0", "--auth-version=3");
        assertThat(plan.domain()).isEqualTo("contoso.test");
        assertThat(plan.users()).isEqualTo(7);
        assertThat(plan.auth()).isEqualTo(new MockPlan.Auth(List.of("digest"), null, 3, false, null));
        assertThat(plan.faults()).containsExactly("stall", "expired");
        assertThat(plan.latencyNanos()).isEqualTo(1_000_000);
        assertThat(plan.dnsPort()).isZero();
        assertThat(plan.pool()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--domain=a.test", "--users=5", "--auth=ntlm", "--director", "--key=rsa", "--sip-port=0"})
    void whatThePoolFileSaysIsNoOption(String option) throws Exception {
        Path file = poolFile("pool: {}\n");
        assertThatThrownBy(() -> plan("--pool=" + file, option))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith(option.replaceAll("=.*", ""))
                .hasMessageContaining("--pool");
    }

    @Test
    void whatToTryFitsThePoolOfAFile() throws Exception {
        Path file = poolFile("""
                pool:
                  outside: ""
                  servers:
                    - {host: dir01, role: director, address: 10.0.53.1}
                    - {host: pool01, address: "fd00::1", listens: false}
                    - {host: sip, role: edge, address: 203.0.113.5, port: 443}
                """);
        MockPlan plan = plan("--pool=" + file);
        plan = plan.with(plan.auth().with(Secret.of("secret")));
        StringWriter out = new StringWriter();
        try (MockPool pool = MockPool.rehearse(plan, folder, Clock.systemUTC(), AnswerLog.NONE, new MockKeys())) {
            MockText.introduce(new PrintWriter(out), plan, pool, "POOL_PASSWORD");
            assertThat(out.toString())
                    .contains("  SIP over TLS   10.0.53.1:5061  as dir01.example.test, a Director" + NEW_LINE)
                    .contains(
                            "  SIP over TLS   [fd00:0:0:0:0:0:0:1]:5061  as pool01.example.test, where nobody listens")
                    .contains("  SIP over TLS   203.0.113.5:443  as sip.example.test, an Edge" + NEW_LINE)
                    .contains("rollcall check user0001@example.test --dns "
                            + ChildProtocol.text(pool.dnsAddresses().get(0)) + " --dns "
                            + ChildProtocol.text(pool.dnsAddresses().get(1)) + " \\" + NEW_LINE)
                    .contains("--trust " + pool.caCertificate() + " --password-env POOL_PASSWORD")
                    .doesNotContain("secret");
        }
    }
}
