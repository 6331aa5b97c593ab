package rollcall.mock;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import rollcall.mock.RawClient.Answer;
import rollcall.plan.MockPlan;
import rollcall.plan.Secret;

/** A Director in front of two pools. */
final class MockDirectorTest {
    private static final Pattern CONTACT = Pattern.compile("<sip:(pool0[12])\\.example\\.test:([0-9]+);transport=tls>");

    @TempDir
    private Path folder;

    @RegisterExtension
    final TestPools pools = new TestPools();

    private MockPool pool;

    @BeforeEach
    void start() throws Exception {
        pool = pools.keep(MockPool.start(plan(), folder, Clock.systemUTC(), AnswerLog.NONE));
    }

    private static MockPlan plan() {
        MockPlan.Auth auth = new MockPlan.Auth(List.of("ntlm"), Secret.of(TestPool.PASSWORD));
        return new MockPlan(TestPool.DOMAIN, 9999, auth, true, 0, 7200, "ecdsa", List.of(), "127.0.0.1", 0, 0, 0);
    }

    private SignedClient at(String host, int port, String user) throws Exception {
        RawClient raw = RawClient.tls(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                RawClient.trusting(pool.caCertificate()),
                host + "." + TestPool.DOMAIN);
        return new SignedClient(raw, user, "EXAMPLE\\" + user, TestPool.PASSWORD);
    }

    @Test
    void theZoneNamesTheDirectorAndKnowsThePools() throws Exception {
        List<Record> services = TestPool.ask(pool, "_sipinternaltls._tcp.example.test", Type.SRV, false)
                .getSection(Section.ANSWER);
        assertThat(services).singleElement().satisfies(record -> {
            SRVRecord service = (SRVRecord) record;
            assertThat(service.getTarget()).hasToString("dir01.example.test.");
            assertThat(service.getPort()).isEqualTo(pool.tlsAddress().getPort());
        });
        for (String host : List.of("dir01", "pool01", "pool02", "sip")) {
            assertThat(TestPool.ask(pool, host + ".example.test", Type.A, false).getSection(Section.ANSWER))
                    .as(host)
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"user0001, pool01", "user0002, pool02", "user0003, pool01"})
    void theDirectorAuthenticatesAndSendsEachUserHome(String user, String home) throws Exception {
        int port;
        try (SignedClient client = at("dir01", pool.tlsAddress().getPort(), user)) {
            Answer challenge = client.raw.ask(client.register(""));
            assertThat(challenge.header("WWW-Authenticate")).contains("targetname=\"dir01.example.test\"");
            Answer redirect = client.signIn();
            assertThat(redirect.text()).startsWith("SIP/2.0 301 Redirect request to Home Server\r\n");
            assertThat(redirect.headerNames()).startsWith("Authentication-Info");
            assertThat(client.verify(redirect)).isNull();
            Matcher contact = CONTACT.matcher(redirect.header("Contact"));
            assertThat(contact.matches()).isTrue();
            assertThat(contact.group(1)).isEqualTo(home);
            port = Integer.parseInt(contact.group(2));
        }
        assertThat(pool.stats().registered()).isZero();
        try (SignedClient client = at(home, port, user)) {
            Answer answer = client.signIn();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(client.verify(answer)).isNull();
            assertThat(answer.header("Authentication-Info")).contains("targetname=\"" + home + ".example.test\"");
            assertThat(client.subscribe("vnd-microsoft-roaming-self").header("Contact"))
                    .isEqualTo("<sip:" + home + ".example.test:" + port + ";transport=tls>");
            assertThat(pool.stats().registered()).isEqualTo(1);
        }
    }

    @Test
    void aPoolThatIsNotHomeRedirectsToo() throws Exception {
        int port;
        try (SignedClient client = at("dir01", pool.tlsAddress().getPort(), "user0001")) {
            Matcher contact = CONTACT.matcher(client.signIn().header("Contact"));
            assertThat(contact.matches()).isTrue();
            port = Integer.parseInt(contact.group(2));
        }
        try (SignedClient client = at("pool01", port, "user0002")) {
            Answer answer = client.signIn();
            assertThat(answer.status()).isEqualTo(301);
            assertThat(answer.header("Contact")).startsWith("<sip:pool02.example.test:");
        }
    }

    @Test
    void whoHasTheWrongPasswordIsNotRedirected() throws Exception {
        try (SignedClient client =
                new SignedClient(RawClient.tls(pool, "dir01.example.test"), "user0001", "EXAMPLE\\user0001", "wrong")) {
            assertThat(client.signIn().status()).isEqualTo(401);
        }
    }

    @Test
    void theDirectorsCertificateIsItsOwnAndTheDomains() throws Exception {
        RawClient.tls(pool, "sip.example.test").close();
        RawClient.tls(pool, "dir01.example.test").close();
    }
}
