package rollcall.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.ClientAuth;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import rollcall.outcome.Fault;
import rollcall.plan.TlsPlan;
import rollcall.plan.TlsPlan.Engine;
import rollcall.tls.TestCertificates.Issued;

/** Every engine against a real TLS server in this process: what succeeds, and what each failure is called. */
class TlsHandshakeTest {
    private static final String HOST = "pool.example.test";
    private static final Issued CA = TestCertificates.authority("Example CA");
    private static final Issued POOL = TestCertificates.request(HOST)
            .dnsName(HOST)
            .dnsName("sip.example.test")
            .issueBy(CA);

    @TempDir
    static Path folder;

    private static Path trust;

    @BeforeAll
    static void writeTrust() throws Exception {
        trust = Files.writeString(folder.resolve("ca.pem"), CA.pem());
    }

    static Stream<Arguments> enginesAndProtocols() {
        return Stream.of(Engine.values())
                .flatMap(engine -> Stream.of("TLSv1.2", "TLSv1.3").map(protocol -> Arguments.of(engine, protocol)));
    }

    static TlsPlan plan(Engine engine, String protocol) {
        return new TlsPlan(engine, trust, List.of(protocol), List.of(), false, true, null);
    }

    @ParameterizedTest
    @MethodSource("enginesAndProtocols")
    void rightServerIsAccepted(Engine engine, String protocol) throws Exception {
        TestDial.Outcome outcome =
                dial(plan(engine, protocol), new TestServer.Setting(POOL, "TLSv1.2", "TLSv1.3"), HOST);
        assertThat(outcome.refusal()).isNull();
        assertThat(outcome.negotiated()).startsWith(protocol + " TLS_");
        assertThat(outcome.resumed()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("enginesAndProtocols")
    void wrongNameNamesTheNamesThatAreThere(Engine engine, String protocol) throws Exception {
        TestDial.Outcome outcome =
                dial(plan(engine, protocol), new TestServer.Setting(POOL, protocol), "other.example.test");
        assertRefused(
                outcome,
                Fault.TLS_CERT_NAME,
                "connected to other.example.test, and the certificate has the names:"
                        + " pool.example.test, sip.example.test");
    }

    @ParameterizedTest
    @MethodSource("enginesAndProtocols")
    void expiredNamesTheDay(Engine engine, String protocol) throws Exception {
        Instant end = Instant.now().minus(10, ChronoUnit.DAYS);
        Issued old = TestCertificates.request(HOST)
                .valid(end.minus(9, ChronoUnit.DAYS), end)
                .issueBy(CA);
        TestDial.Outcome outcome = dial(plan(engine, protocol), new TestServer.Setting(old, protocol), HOST);
        assertRefused(
                outcome, Fault.TLS_CERT_EXPIRED, "expired on " + end.toString().substring(0, 10) + " (10 days ago)");
    }

    @ParameterizedTest
    @MethodSource("enginesAndProtocols")
    void notYetValidNamesTheDay(Engine engine, String protocol) throws Exception {
        Instant begin = Instant.now().plus(1, ChronoUnit.DAYS).plusSeconds(600);
        Issued early = TestCertificates.request(HOST)
                .valid(begin, begin.plus(9, ChronoUnit.DAYS))
                .issueBy(CA);
        TestDial.Outcome outcome = dial(plan(engine, protocol), new TestServer.Setting(early, protocol), HOST);
        assertRefused(
                outcome,
                Fault.TLS_CERT_NOT_YET_VALID,
                "is valid from " + begin.toString().substring(0, 10) + " on (in 1 day)");
    }

    @ParameterizedTest
    @MethodSource("enginesAndProtocols")
    void unknownRootNamesTheIssuer(Engine engine, String protocol) throws Exception {
        Issued stranger = TestCertificates.request("Stranger CA")
                .keys(TestCertificates.OTHER_RSA)
                .authority()
                .issue();
        Issued pool = TestCertificates.request(HOST).issueBy(stranger);
        TestDial.Outcome outcome = dial(plan(engine, protocol), new TestServer.Setting(pool, protocol), HOST);
        assertRefused(
                outcome,
                Fault.TLS_CERT_UNKNOWN_ROOT,
                "its issuer \"CN=Stranger CA\" is neither sent by the server nor among the 1 trusted in " + trust);
    }

    @ParameterizedTest
    @MethodSource("enginesAndProtocols")
    void wrongPurposeNamesThePurpose(Engine engine, String protocol) throws Exception {
        Issued user = TestCertificates.request(HOST)
                .purposes(KeyPurposeId.id_kp_clientAuth)
                .issueBy(CA);
        TestDial.Outcome outcome = dial(plan(engine, protocol), new TestServer.Setting(user, protocol), HOST);
        assertRefused(outcome, Fault.TLS_CERT_PURPOSE, "extended key usage is clientAuth, without serverAuth");
    }

    @ParameterizedTest
    @MethodSource("enginesAndProtocols")
    void withoutVerificationAnythingIsAccepted(Engine engine, String protocol) throws Exception {
        Issued nobody =
                TestCertificates.request("nobody").keys(TestCertificates.P256).issue();
        TlsPlan careless = new TlsPlan(engine, null, List.of(protocol), List.of(), false, false, null);
        assertThat(dial(careless, new TestServer.Setting(nobody, protocol), HOST)
                        .refusal())
                .isNull();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void serverWithOlderProtocolOnly(Engine engine) throws Exception {
        TestDial.Outcome outcome = dial(plan(engine, "TLSv1.3"), new TestServer.Setting(POOL, "TLSv1.2"), HOST);
        assertRefused(outcome, Fault.TLS_NO_COMMON_PROTOCOL, "tls.protocols");
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void serverWithNewerProtocolOnly(Engine engine) throws Exception {
        TestDial.Outcome outcome = dial(plan(engine, "TLSv1.2"), new TestServer.Setting(POOL, "TLSv1.3"), HOST);
        assertRefused(outcome, Fault.TLS_NO_COMMON_PROTOCOL, "alert protocol_version");
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void serverWithOtherCipherOnly(Engine engine) throws Exception {
        TlsPlan cbc = new TlsPlan(
                engine, trust, List.of("TLSv1.2"), List.of("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"), false, true, null);
        TestServer.Setting gcm = new TestServer.Setting(
                POOL, List.of("TLSv1.2"), List.of("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"), ClientAuth.NONE);
        assertRefused(dial(cbc, gcm, HOST), Fault.TLS_NO_COMMON_CIPHER, "alert handshake_failure");
    }

    @ParameterizedTest
    @MethodSource("enginesAndProtocols")
    void serverThatDemandsClientCertificate(Engine engine, String protocol) throws Exception {
        TestServer.Setting mutual = new TestServer.Setting(POOL, List.of(protocol), null, ClientAuth.REQUIRE);
        assertRefused(
                dial(plan(engine, protocol), mutual, HOST),
                Fault.TLS_CLIENT_CERT_REQUIRED,
                "because no client certificate was shown");
    }

    @ParameterizedTest
    @MethodSource("enginesAndProtocols")
    void serverThatOnlyAsksForClientCertificateIsAccepted(Engine engine, String protocol) throws Exception {
        TestServer.Setting asking = new TestServer.Setting(POOL, List.of(protocol), null, ClientAuth.OPTIONAL);
        assertThat(dial(plan(engine, protocol), asking, HOST).refusal()).isNull();
    }

    @ParameterizedTest
    @MethodSource("enginesAndProtocols")
    void serverThatSpeaksPlainText(Engine engine, String protocol) throws Exception {
        byte[] answer = "SIP/2.0 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        TestDial.Outcome outcome = dialPlain(plan(engine, protocol), answer);
        assertRefused(outcome, Fault.TLS_NOT_TLS, "its answer begins \"SIP/2.0 400 Bad Request\"");
    }

    @ParameterizedTest
    @MethodSource("enginesAndProtocols")
    void serverThatClosesAtOnce(Engine engine, String protocol) throws Exception {
        assertRefused(dialPlain(plan(engine, protocol), new byte[0]), Fault.TLS_CLOSED, "closed in mid-handshake");
    }

    @ParameterizedTest
    @MethodSource("enginesAndProtocols")
    void serverThatClosesInMidRecord(Engine engine, String protocol) throws Exception {
        byte[] begin = {0x16, 3, 3, 0, 80, 2, 0, 0, 76, 3, 3, 1, 2, 3};
        assertRefused(dialPlain(plan(engine, protocol), begin), Fault.TLS_CLOSED, "closed in mid-handshake");
    }

    @ParameterizedTest
    @MethodSource("enginesAndProtocols")
    void everyAlertOfTheServerIsNamed(Engine engine, String protocol) throws Exception {
        byte[] alert = {0x15, 3, 3, 0, 2, 2, 80};
        assertRefused(
                dialPlain(plan(engine, protocol), alert), Fault.TLS_ALERT, "the server sent the alert internal_error");
    }

    @ParameterizedTest
    @MethodSource("enginesAndProtocols")
    void unknownHostNameAlertNamesTheHost(Engine engine, String protocol) throws Exception {
        byte[] alert = {0x15, 3, 3, 0, 2, 2, 112};
        assertRefused(dialPlain(plan(engine, protocol), alert), Fault.TLS_ALERT, "it serves no host named " + HOST);
    }

    private static TestDial.Outcome dial(TlsPlan plan, TestServer.Setting setting, String host) throws Exception {
        try (TestServer server = TestServer.speaking(setting);
                TlsClient client = TlsClient.create(plan, System::currentTimeMillis)) {
            return TestDial.dial(client, server.address(), host);
        }
    }

    private static TestDial.Outcome dialPlain(TlsPlan plan, byte[] answer) throws Exception {
        try (TestServer server = TestServer.without(() -> new TestServer.Answering(answer));
                TlsClient client = TlsClient.create(plan, System::currentTimeMillis)) {
            return TestDial.dial(client, server.address(), HOST);
        }
    }

    private static void assertRefused(TestDial.Outcome outcome, Fault fault, String detail) {
        TlsRefusal refusal = Objects.requireNonNull(outcome.refusal());
        assertThat(refusal.fault()).as(refusal.detail()).isEqualTo(fault);
        assertThat(refusal.detail()).contains(detail);
    }
}
