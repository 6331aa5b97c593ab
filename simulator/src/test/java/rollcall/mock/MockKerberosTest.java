package rollcall.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.auth.AuthKit;
import rollcall.auth.Credentials;
import rollcall.auth.Kerberos;
import rollcall.auth.KerberosLogins;
import rollcall.auth.KerberosSource;
import rollcall.mock.RawClient.Answer;
import rollcall.peers.MitKdc;
import rollcall.peers.NeedsPeer;
import rollcall.plan.MockPlan;
import rollcall.plan.PlanException;
import rollcall.plan.Secret;

/** Sign-in with a ticket, from MIT's KDC. */
final class MockKerberosTest {
    @TempDir
    private Path folder;

    private static MockPlan plan(Path keytab) {
        return TestPool.plan(new MockPlan.Auth(
                List.of("kerberos", "ntlm"), Secret.of(TestPool.PASSWORD), MockPlan.Auth.VERSION, false, keytab));
    }

    /** A client whose ticket, and so whose account, is this one's. */
    private static SignedClient client(MockPool pool, String user, String account) throws Exception {
        LongSupplier wallNanos = () -> System.currentTimeMillis() * 1_000_000;
        KerberosLogins logins = new KerberosLogins(new KerberosSource("EXAMPLE.TEST", null, false), wallNanos);
        Kerberos kerberos = new Kerberos(new AuthKit(new SplittableRandom(), wallNanos, "WS01"), logins);
        kerberos.reset(Credentials.of(account, MitKdc.PASSWORD));
        SignedClient client = new SignedClient(RawClient.tls(pool), user, kerberos);
        Answer offers = client.raw.ask(client.register(""));
        assertThat(offers.all("WWW-Authenticate"))
                .first()
                .isEqualTo("Kerberos realm=\"SIP Communications Service\", targetname=\"sip/pool01.example.test\","
                        + " version=4");
        assertThat(offers.all("WWW-Authenticate")).hasSize(2);
        client.takes(offers);
        Objects.requireNonNull(kerberos.preparation()).run();
        assertThat(kerberos.prepared()).as(kerberos.unprepared()).isNull();
        return client;
    }

    @NeedsPeer("krb5kdc")
    @Test
    void aTicketSignsInAtOnceAndEveryMessageIsSigned() throws Exception {
        try (MitKdc kdc = MitKdc.start(Files.createDirectory(folder.resolve("kdc")));
                MockPool pool = MockPool.start(
                        plan(kdc.services()), folder.resolve("mock"), Clock.systemUTC(), AnswerLog.NONE);
                SignedClient client = client(pool, "user0001", "user0001")) {
            Answer signedIn = client.ask(client.register(""));
            assertThat(signedIn.status()).isEqualTo(200);
            assertThat(signedIn.header("Authentication-Info")).startsWith("Kerberos rspauth=");
            assertThat(client.verify(signedIn)).isNull();
            for (int i = 0; i < 3; i++) {
                assertThat(client.verify(client.ask(client.register("")))).isNull();
            }
            assertThat(pool.stats().accepted()).isEqualTo(1);
            assertThat(pool.stats().verified()).isEqualTo(3);
        }
        assertThat(Files.readString(folder.resolve("mock/attempts.log"))).endsWith(" Kerberos accepted\n");
    }

    @NeedsPeer("krb5kdc")
    @Test
    void theTicketOfAnotherIsNotTheSenders() throws Exception {
        try (MitKdc kdc = MitKdc.start(Files.createDirectory(folder.resolve("kdc")));
                MockPool pool = MockPool.start(
                        plan(kdc.services()), folder.resolve("mock"), Clock.systemUTC(), AnswerLog.NONE);
                SignedClient client = client(pool, "user0001", "user0002")) {
            Answer answer = client.ask(client.register(""));
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.header("ms-diagnostics-public")).startsWith("4004;");
        }
    }

    @Test
    void whatIsNoTicketIsRefused() throws Exception {
        // The keys of nobody: a keytab's version and nothing else.
        Path keytab = Files.write(folder.resolve("empty.keytab"), new byte[] {5, 2});
        try (MockPool pool = MockPool.start(plan(keytab), folder.resolve("mock"), Clock.systemUTC(), AnswerLog.NONE);
                RawClient client = RawClient.tls(pool)) {
            Answer answer = client.register(
                    "user0001",
                    "Authorization: Kerberos qop=\"auth\", realm=\"SIP Communications Service\","
                            + " targetname=\"sip/pool01.example.test\", gssapi-data=\"YIIB\", version=4\n");
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("ms-diagnostics")).startsWith("1000;");
            assertThat(pool.stats().refusals()).isEqualTo(1);
        }
    }

    @Test
    void aKeytabThatIsMissingIsSaid() {
        assertThatThrownBy(() -> MockPool.start(
                        plan(folder.resolve("none.keytab")), folder.resolve("mock"), Clock.systemUTC(), AnswerLog.NONE))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("none.keytab")
                .hasMessageContaining("--keytab");
    }
}
