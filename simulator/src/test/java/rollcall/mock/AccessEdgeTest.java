package rollcall.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.StringReader;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import rollcall.mock.RawClient.Answer;
import rollcall.plan.EdgePlan;
import rollcall.plan.MockPlan;
import rollcall.plan.Secret;

/** Access Edges before a pool, as clients outside meet them. */
final class AccessEdgeTest {
    private static final String OWN_DATA = "vnd-microsoft-roaming-self";

    @TempDir
    private Path folder = Path.of("");

    @RegisterExtension
    final TestPools pools = new TestPools();

    private MockPool start(MockPlan plan) throws Exception {
        return pools.keep(MockPool.start(plan, folder, Clock.systemUTC(), AnswerLog.NONE));
    }

    private MockPool start(EdgePlan edge, String... faults) throws Exception {
        return start(TestPool.ntlmPlan(faults).withEdge(edge));
    }

    private MockPool start(String... faults) throws Exception {
        return start(EdgePlan.of(TestPool.DOMAIN), faults);
    }

    private static RawClient raw(MockPool pool, String edge) throws Exception {
        InetSocketAddress address = Objects.requireNonNull(pool.edgeAddresses().get(edge + ".example.test"));
        return RawClient.tls(address, RawClient.trusting(pool.caCertificate()), "sip.example.test");
    }

    private static SignedClient outside(MockPool pool, String user) throws Exception {
        return new SignedClient(raw(pool, "edge01"), user, "EXAMPLE\\" + user, TestPool.PASSWORD);
    }

    private static String address(String edge, MockPool pool) {
        String host = edge + ".example.test";
        return host + ":"
                + Objects.requireNonNull(pool.edgeAddresses().get(host)).getPort();
    }

    private static String inDialog(SignedClient client, Answer begun, String routes) {
        String to = begun.header("To");
        return client.subscribe(OWN_DATA, "application/" + OWN_DATA + "+xml", routes + "Expires: 0\n", "")
                .replace("b2;epid", "b1;epid")
                .replace("Call-ID: dcb605d5e73e44ccbe84dbe4886d2102", "Call-ID: dcb605d5e73e44ccbe84dbe4886d2101")
                .replace("CSeq: 1 ", "CSeq: 2 ")
                .replace("To: <sip:user0001@example.test>\r\n", "To: " + to + "\r\n");
    }

    @Test
    void theHomeServerAsksForNtlmAndTheEdgeCallsTheUserRemote() throws Exception {
        MockPool pool = start();
        try (RawClient raw = raw(pool, "edge01");
                SignedClient client = outside(pool, "user0001")) {
            Answer challenge = raw.register("user0001");
            assertThat(challenge.all("WWW-Authenticate"))
                    .singleElement()
                    .asString()
                    .startsWith("NTLM ")
                    .contains("targetname=\"pool01.example.test\"");
            assertThat(challenge.all("ms-user-logon-data")).containsExactly("RemoteUser");

            Answer answer = client.signIn();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(client.verify(answer)).isNull();
            assertThat(answer.all("ms-user-logon-data")).containsExactly("RemoteUser");
            assertThat(answer.all("Via"))
                    .as("the client's own, with what the Edge saw; that of the Edge has gone")
                    .singleElement()
                    .asString()
                    .startsWith("SIP/2.0/TLS 192.0.2.10:12723;received=127.0.0.1;ms-received-port=")
                    .contains(";ms-received-cid=");
            assertThat(answer.all("Record-Route"))
                    .as("REGISTER makes no dialog")
                    .isEmpty();
        }
        assertThat(pool.stats().badSignatures()).isZero();
    }

    @Test
    void clientsInsideNoticeNothingOfTheEdge() throws Exception {
        MockPool pool = start("no-remote-access", "no-route=1010:0%");
        try (SignedClient client = SignedClient.of(pool, "user0001")) {
            Answer answer = client.signIn();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headerNames()).doesNotContain("ms-user-logon-data", "Record-Route");
            assertThat(client.subscribe(OWN_DATA).all("Record-Route")).isEmpty();
        }
    }

    // RFC 3261 §16.6 and §12.1.1
    @Test
    void theEdgeStaysOnTheWayOfDialogs() throws Exception {
        MockPool pool = start();
        try (SignedClient client = outside(pool, "user0001")) {
            client.signIn();
            Answer begun = client.subscribe(OWN_DATA);
            assertThat(begun.status()).isEqualTo(200);
            assertThat(client.verify(begun)).isNull();
            assertThat(begun.header("Contact")).startsWith("<sip:pool01.example.test:");
            assertThat(begun.all("Record-Route"))
                    .containsExactly("<sip:" + address("edge01", pool) + ";transport=tls;lr>");

            Answer ended = client.ask(inDialog(client, begun, "Route: " + begun.header("Record-Route") + "\n"));
            assertThat(ended.status()).isEqualTo(200);
            assertThat(client.verify(ended)).isNull();
            assertThat(ended.header("Subscription-State")).startsWith("terminated");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Route: <sip:edge02.example.test;lr>\n",
                "Route: <sip:edge01.example.test;lr>, <sip:dir01.example.test;lr>\n",
                "Route: <>\n"
            })
    void aDialogsRequestThatLeavesTheRouteIsRefused(String routes) throws Exception {
        MockPool pool = start();
        try (SignedClient client = outside(pool, "user0001")) {
            client.signIn();
            Answer refused = client.ask(inDialog(client, client.subscribe(OWN_DATA), routes));
            assertThat(refused.status()).isEqualTo(481);
            assertThat(refused.header("ms-diagnostics-public"))
                    .isEqualTo("1004;reason=\"Route set is no longer valid.\"");
        }
    }

    @Test
    void notificationsComeByWayOfTheEdgeAndTheirAnswersGoBack() throws Exception {
        MockPool pool = start("notify");
        try (SignedClient client = outside(pool, "user0001")) {
            client.signIn();
            client.subscribe(OWN_DATA);
            client.raw.send(client.signed(client.publish(0, 0)));
            Answer published = client.raw.read();
            Answer notified = client.raw.read();
            assertThat(published.status()).isEqualTo(200);
            assertThat(notified.text()).startsWith("NOTIFY ");
            assertThat(notified.headerNames()).doesNotContain("ms-user-logon-data");
            assertThat(notified.all("Via")).hasSize(2);
            assertThat(notified.header("Via")).startsWith("SIP/2.0/TLS edge01.example.test:");
            long before = pool.stats().badSignatures();
            client.raw.send("SIP/2.0 200 OK\r\nVia: " + String.join("\r\nVia: ", notified.all("Via")) + "\r\nFrom: "
                    + notified.header("From") + "\r\nTo: " + notified.header("To") + "\r\nCall-ID: "
                    + notified.header("Call-ID") + "\r\nCSeq: " + notified.header("CSeq")
                    + "\r\nContent-Length: 0\r\n\r\n");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(pool.stats().badSignatures())
                            .as("it has no signature, which the home server has noticed")
                            .isEqualTo(before + 1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "example.test,  example.test,  200, ''",
        "EXAMPLE.TEST,  Example.Test,  200, ''",
        "other.test,    other.test,    403, 1017",
        "example.test,  partner.test,  403, 1002",
        "example.test,  im.test,       403, 1001",
        "partner.test,  example.test,  403, 1027"
    })
    void whichDomainsGoTogetherTheEdgeDecides(String from, String to, int status, String diagnostics) throws Exception {
        EdgePlan rules = new EdgePlan(1, List.of("Example.test"), List.of("im.test"), 0);
        MockPool pool = start(TestPool.plan().withEdge(rules));
        try (RawClient raw = raw(pool, "edge01")) {
            Answer answer = raw.ask(RawClient.register("user0001", 1, "")
                    .replace("From: <sip:user0001@example.test>", "From: <sip:user0001@" + from + ">")
                    .replace("To: <sip:user0001@example.test>", "To: <sip:user0001@" + to + ">"));
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("ms-diagnostics-public")).startsWith(diagnostics);
            assertThat(answer.header("ms-diagnostics")).isEmpty();
            assertThat(answer.header("ms-user-logon-data")).isEqualTo("RemoteUser");
        }
    }

    @Test
    void aUserWithoutRemoteAccessIsToldSoOnceItsPasswordWasRight() throws Exception {
        MockPool pool = start("no-remote-access");
        try (SignedClient client = outside(pool, "user0001")) {
            Answer answer = client.signIn();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.header("ms-diagnostics-public"))
                    .isEqualTo("4003;reason=\"From URI not enabled for remote access.\"");
            assertThat(answer.header("ms-user-logon-data")).isEqualTo("RemoteUser");
            assertThat(client.verify(answer)).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"no-route, 1007", "no-route=1008, 1008", "no-route=1010, 1010", "no-route=1014, 1014"})
    void aPoolThatTheEdgeCannotReachIsATimeOutAndNamesNobodyInside(String fault, int diagnostics) throws Exception {
        MockPool pool = start(fault);
        try (RawClient raw = raw(pool, "edge01")) {
            Answer answer = raw.register("user0001");
            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.header("ms-diagnostics-public")).startsWith(diagnostics + ";reason=\"");
            assertThat(answer.text()).doesNotContain("source=", "pool01");
        }
    }

    @Test
    void anEdgeWhoseOnlyFrontEndHasDiedCannotRoute() throws Exception {
        MockPool pool = start(TestPool.plan("front-end-dies=0s").withEdge(EdgePlan.of(TestPool.DOMAIN)));
        try (RawClient raw = raw(pool, "edge01")) {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(raw.register("user0001").status()).isEqualTo(504));
        }
    }

    @Test
    void anEdgeGoesOnToTheFrontEndThatIsLeft() throws Exception {
        MockPool pool =
                start(TestPool.plan("front-end-dies=0s").withFrontEnds(2).withEdge(EdgePlan.of(TestPool.DOMAIN)));
        try (RawClient inside = RawClient.tcp(pool)) {
            await().atMost(Duration.ofSeconds(20)).until(() -> pool.stats().connections() > 0);
            for (int i = 0; i < 4; i++) {
                try (RawClient raw = raw(pool, "edge01")) {
                    assertThat(raw.register("user0001").status()).isEqualTo(200);
                }
            }
            assertThat(inside.register("user0002").status()).isEqualTo(200);
        }
    }

    @Test
    void severalEdgesStandBehindOneName() throws Exception {
        MockPool pool = start(new EdgePlan(2, List.of(TestPool.DOMAIN), List.of(), 0));
        List<Record> services =
                TestPool.ask(pool, "_sip._tls.example.test", Type.SRV, false).getSection(Section.ANSWER);
        assertThat(services)
                .extracting(record -> ((SRVRecord) record).getTarget() + ":" + ((SRVRecord) record).getPort())
                .containsExactlyInAnyOrderElementsOf(pool.edgeAddresses().values().stream()
                        .map(address -> "sip.example.test.:" + address.getPort())
                        .toList());
        for (String edge : List.of("edge01", "edge02")) {
            try (SignedClient client =
                    new SignedClient(raw(pool, edge), "user0001", "EXAMPLE\\user0001", TestPool.PASSWORD)) {
                assertThat(client.signIn().status()).isEqualTo(200);
                assertThat(client.subscribe(OWN_DATA).header("Record-Route"))
                        .isEqualTo("<sip:" + address(edge, pool) + ";transport=tls;lr>");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"user0001, pool01", "user0002, pool02"})
    void aDirectorPassesUsersOutsideOnToTheirHomesAndRedirectsNobody(String user, String home) throws Exception {
        MockPlan.Auth auth = new MockPlan.Auth(List.of("ntlm"), Secret.of(TestPool.PASSWORD));
        MockPool pool =
                start(new MockPlan(TestPool.DOMAIN, 10, auth, true, 0, 7200, "ecdsa", List.of(), "127.0.0.1", 0, 0, 0)
                        .withEdge(EdgePlan.of(TestPool.DOMAIN)));
        try (SignedClient client = outside(pool, user)) {
            assertThat(client.signIn().status()).isEqualTo(200);
            Answer begun = client.subscribe(OWN_DATA);
            assertThat(begun.header("Contact")).startsWith("<sip:" + home + ".example.test:");
            assertThat(begun.all("Record-Route"))
                    .containsExactly(
                            "<sip:dir01.example.test:" + pool.tlsAddress().getPort() + ";transport=tls;lr>",
                            "<sip:" + address("edge01", pool) + ";transport=tls;lr>");
            assertThat(begun.all("Via")).hasSize(1);
        }
    }

    @Test
    void aRequestThatHasGoneTooFarIsStopped() throws Exception {
        MockPool pool = start();
        try (RawClient raw = raw(pool, "edge01")) {
            String request = RawClient.register("user0001", 1, "");
            assertThat(raw.ask(request.replace("Max-Forwards: 70", "Max-Forwards: 0"))
                            .status())
                    .isEqualTo(483);
            assertThat(raw.ask(request.replace("Max-Forwards: 70\r\n", "")).status())
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"upper-case", "compact", "reorder", "extra-headers", "two-in-one"})
    void spellingsPassTheEdge(String fault) throws Exception {
        MockPool pool = start(fault);
        try (RawClient raw = raw(pool, "edge01")) {
            Answer answer = raw.register("user0001");
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.all("Via").size() + answer.all("v").size()).isEqualTo(1);
            assertThat(answer.header("ms-user-logon-data")).isEqualTo("RemoteUser");
        }
    }

    @Test
    void aChildIsToldOfItsEdges() throws Exception {
        EdgePlan edges = new EdgePlan(3, List.of("a.test", "b.test"), List.of("im.test"), 4433);
        assertThat(toldAgain(edges)).isEqualTo(edges);
        assertThat(toldAgain(null)).isNull();
    }

    private @Nullable EdgePlan toldAgain(@Nullable EdgePlan edges) throws Exception {
        String told = ChildProtocol.tell(TestPool.ntlmPlan().withEdge(edges), folder);
        return ChildProtocol.listen(new BufferedReader(new StringReader(told)))
                .plan()
                .edge();
    }
}
