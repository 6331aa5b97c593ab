package rollcall.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rollcall.mock.RawClient.Answer;

final class MockRegistrarTest {
    @TempDir
    private Path folder;

    @RegisterExtension
    final TestPools pools = new TestPools();

    private MockPool pool;

    @BeforeEach
    void start() throws Exception {
        pool = pools.keep(TestPool.start(folder));
    }

    @Test
    void signsInOverTlsWithTheHeadersOfARealPool() throws Exception {
        try (RawClient client = RawClient.tls(pool)) {
            Answer answer = client.register("user0001");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headerNames())
                    .containsExactly(
                            "ms-keep-alive",
                            "From",
                            "To",
                            "Call-ID",
                            "CSeq",
                            "Via",
                            "Contact",
                            "Expires",
                            "presence-state",
                            "Allow-Events",
                            "Supported",
                            "Server",
                            "Supported",
                            "Content-Length");
            assertThat(answer.header("ms-keep-alive")).isEqualTo("UAS; tcp=no; hop-hop=yes; end-end=no; timeout=300");
            assertThat(answer.header("From"))
                    .isEqualTo("\"User0001\"<sip:user0001@example.test>;tag=3e49177a52;epid=a1b2c3d4e5");
            assertThat(answer.header("To")).matches("<sip:user0001@example.test>;tag=[0-9A-F]{32}");
            assertThat(answer.header("Via"))
                    .matches("SIP/2.0/TLS 192.0.2.10:12723;ms-received-port=" + client.socket.getLocalPort()
                            + ";ms-received-cid=[0-9a-f]+");
            assertThat(answer.header("Contact"))
                    .matches("<sip:192.0.2.10:12723;transport=tls;ms-opaque=fad3dfab32;ms-received-cid=[0-9a-f]+>"
                            + ";expires=7200;\\+sip.instance=\"<urn:uuid:7446beda-e8b3-53b7-a965-b85a66a31cfc>\""
                            + ";gruu=\"sip:user0001@example.test;opaque=user:epid:2r5GdLPot1OpZbhaZqMc_AAA;gruu\"");
            assertThat(answer.header("presence-state")).isEqualTo("register-action=\"added\"");
            assertThat(answer.header("Server")).isEqualTo("RTC/3.5");
            assertThat(pool.stats().registered()).isEqualTo(1);
        }
    }

    @Test
    void aSecondRegisterIsARefresh() throws Exception {
        try (RawClient client = RawClient.tcp(pool)) {
            assertThat(client.register("user0001").header("presence-state")).contains("added");
            assertThat(client.register("user0001").header("presence-state")).contains("refreshed");
            assertThat(pool.stats().registered()).isEqualTo(1);
        }
    }

    @Test
    void theSameEpidOnAnotherConnectionReplacesTheFirst() throws Exception {
        try (RawClient first = RawClient.tcp(pool);
                RawClient second = RawClient.tcp(pool)) {
            first.register("user0001");
            Answer answer = second.register("user0001");
            assertThat(answer.header("presence-state")).contains("added");
            assertThat(answer.all("Contact")).hasSize(1);
            assertThat(pool.stats().registered()).isEqualTo(1);
        }
    }

    @Test
    void everyEndpointOfAUserIsListed() throws Exception {
        try (RawClient first = RawClient.tcp(pool);
                RawClient second = RawClient.tcp(pool)) {
            first.register("user0001");
            Answer answer = second.ask(RawClient.register("user0001", 1, "")
                    .replace("a1b2c3d4e5", "01010101")
                    .replace("7446BEDA-E8B3-53B7-A965-B85A66A31CFC", "4B1682A8-F968-5701-83FC-7C6741DC6697"));
            assertThat(answer.all("Contact"))
                    .hasSize(2)
                    .anyMatch(contact -> contact.contains("4b1682a8-f968-5701-83fc-7c6741dc6697"))
                    .anyMatch(contact -> contact.contains("7446beda-e8b3-53b7-a965-b85a66a31cfc"));
            assertThat(pool.stats().registered()).isEqualTo(2);
        }
    }

    @Test
    void expiresZeroSignsOut() throws Exception {
        try (RawClient client = RawClient.tcp(pool)) {
            client.register("user0001");
            Answer answer = client.register("user0001", "Expires: 0\n");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Expires")).isEqualTo("0");
            assertThat(answer.all("Contact")).isEmpty();
            assertThat(answer.all("presence-state")).isEmpty();
            assertThat(pool.stats().registered()).isZero();
        }
    }

    @Test
    void aShorterLifetimeIsGrantedAndALongerIsNot() throws Exception {
        try (RawClient client = RawClient.tcp(pool)) {
            assertThat(client.register("user0001", "Expires: 60\n").header("Expires"))
                    .isEqualTo("60");
            assertThat(client.register("user0001", "Expires: 99999\n").header("Expires"))
                    .isEqualTo("7200");
        }
    }

    @Test
    void aClosedConnectionSignsItsEndpointsOut() throws Exception {
        try (RawClient client = RawClient.tls(pool)) {
            client.register("user0001");
        }
        await().until(() -> pool.stats().registered() == 0 && pool.stats().connectionsOpen() == 0);
    }

    /** What is wrong with a REGISTER, and what it gets; the statuses of MS-SIPREGE 3.1.2.5.1 where it has one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Event: registration | Event: presence | 489 | 4055",
                ";epid=a1b2c3d4e5 | ;nothing | 200 | ",
                ";+sip.instance=\"<urn:uuid:7446BEDA-E8B3-53B7-A965-B85A66A31CFC>\" | ;x=y | 200 | ",
                "7446BEDA | 7446BEDB | 400 | 1018",
                "7446BEDA | hello | 400 | 1018",
                "a1b2c3d4e5 | 12345678901234567 | 400 | 4012",
                "gruu-10, | x, | 421 | 2057",
                "user0001 | user99999 | 404 | 4005",
                "user0001 | somebody | 404 | 4005",
                "user0001 | user00001 | 404 | 4005",
                "user0001 | user0000 | 404 | 4005",
                "To: <sip:user0001 | To: <sip:user0002 | 403 | 4004",
                "1 REGISTER | 1 OPTIONS | 400 | ",
                "CSeq: 1 | CSeq: x | 400 | ",
                "Call-ID: | X: | 400 | ",
                "REGISTER | NEGOTIATE | 405 | ",
                "REGISTER | SUBSCRIBE | 489 | ",
                "REGISTER | SERVICE | 405 | ",
                "REGISTER | OPTIONS | 200 | ",
                "REGISTER | JUGGLE | 405 | "
            })
    void everyMistakeHasItsAnswer(String was, String is, int status, @Nullable String diagnostics) throws Exception {
        try (RawClient client = RawClient.tcp(pool)) {
            Answer answer = client.ask(RawClient.register("user0001", 1, "").replace(was, is));
            assertThat(answer.status()).isEqualTo(status);
            String header = answer.header("ms-diagnostics") + answer.header("ms-diagnostics-public");
            assertThat(header).startsWith(diagnostics == null ? "" : diagnostics + ";reason=\"");
            assertThat(pool.stats().answers(status)).isEqualTo(1);
        }
    }

    @Test
    void withoutEpidAndInstanceThereIsNoEndpoint() throws Exception {
        try (RawClient client = RawClient.tcp(pool)) {
            Answer answer = client.ask(RawClient.register("user0001", 1, "")
                    .replace(";epid=a1b2c3d4e5", "")
                    .replace(";+sip.instance", ";x"));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("ms-diagnostics"))
                    .isEqualTo("4010;reason=\"Missing endpoint identifier.\";source=\"pool01.example.test\"");
        }
    }

    @Test
    void ackAndCancelAndAnswersAreDropped() throws Exception {
        try (RawClient client = RawClient.tcp(pool)) {
            client.send(RawClient.register("user0001", 1, "").replace("REGISTER", "ACK"));
            client.send(RawClient.register("user0001", 1, "").replace("REGISTER", "CANCEL"));
            client.send("SIP/2.0 200 OK\r\nCSeq: 1 NOTIFY\r\nContent-Length: 0\r\n\r\n");
            assertThat(client.register("user0001").header("CSeq")).isEqualTo("1 REGISTER");
        }
    }

    @Test
    void keepAlivesAreCountedAndNotAnswered() throws Exception {
        try (RawClient client = RawClient.tcp(pool)) {
            client.send("\r\n\r\n");
            assertThat(client.register("user0001").text()).startsWith("SIP/2.0 200");
            assertThat(pool.stats().keepAlives()).isPositive();
        }
    }

    @Test
    void severalViasComeBackInOrderAndTheTopmostGainsTheConnection() throws Exception {
        try (RawClient client = RawClient.tcp(pool)) {
            String twice =
                    "Via: SIP/2.0/TLS a.example.test:5061;branch=z9hG4bK1, SIP/2.0/TLS b.example.test\r\nVia: SIP/2.0/TLS c.example.test";
            Answer answer = client.ask(
                    RawClient.register("user0001", 1, "").replace("Via: SIP/2.0/TLS 192.0.2.10:12723", twice));
            assertThat(answer.all("Via")).hasSize(2);
            assertThat(answer.all("Via").get(0))
                    .matches("SIP/2.0/TLS a.example.test:5061;branch=z9hG4bK1;ms-received-port=[0-9]+"
                            + ";ms-received-cid=[0-9a-f]+, SIP/2.0/TLS b.example.test");
            assertThat(answer.all("Via").get(1)).isEqualTo("SIP/2.0/TLS c.example.test");
        }
    }

    @Test
    void aConnectionHasAMostOfEndpoints() throws Exception {
        try (RawClient client = RawClient.tcp(pool)) {
            for (int i = 1; i <= 100; i++) {
                assertThat(client.register("user%04d".formatted(i)).status()).isEqualTo(200);
            }
            assertThat(client.register("user0101").status()).isEqualTo(503);
            assertThat(client.register("user0001").status()).isEqualTo(200);
        }
    }

    @Test
    void whatIsNotRefreshedExpires() throws Exception {
        TestClock clock = new TestClock();
        MockLimits quick = new MockLimits(MockLimits.DEFAULT.sip(), 300, 60_000, 10_000, 10_000, 10, 10);
        try (MockPool other = MockPool.start(TestPool.plan(), folder.resolve("other"), clock, AnswerLog.NONE, quick);
                RawClient client = RawClient.tcp(other)) {
            client.register("user0001", "Expires: 30\n");
            clock.passSeconds(29);
            assertThat(client.register("user0001", "Expires: 30\n").header("presence-state"))
                    .contains("refreshed");
            clock.passSeconds(31);
            await().until(() -> other.stats().registered() == 0);
            assertThat(client.register("user0001").header("presence-state")).contains("added");
            clock.passSeconds(61);
            assertThat(client.readAll()).isEmpty();
            await().until(() -> other.stats().registered() == 0);
        }
    }

    @Test
    void aPersonWhoWatchesSeesEachAnswerAndNoSecret() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        try (MockPool other = MockPool.start(TestPool.plan(), folder.resolve("other"), Clock.systemUTC(), lines::add);
                RawClient client = RawClient.tcp(other)) {
            client.register("user0001", "Authorization: Digest username=\"user0001\", response=\"5ec7e7\"\n");
            assertThat(lines).hasSize(1);
            assertThat(lines.get(0))
                    .startsWith("TCP /127.0.0.1:")
                    .endsWith(" user0001@example.test REGISTER 1 -> 200")
                    .doesNotContain("5ec7e7");
        }
    }
}
