package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import rollcall.mock.AnswerLog;
import rollcall.mock.MockPool;
import rollcall.plan.MockPlan;
import rollcall.plan.PlanException;
import rollcall.plan.Secret;

final class MockOptionsTest {
    @TempDir
    private Path folder;

    private static MockPlan plan(String... arguments) throws Exception {
        return CommandLine.populateCommand(new MockOptions(), arguments).plan();
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
                        5060));
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
}
