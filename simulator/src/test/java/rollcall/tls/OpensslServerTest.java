package rollcall.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import rollcall.outcome.Fault;
import rollcall.peers.NeedsPeer;
import rollcall.peers.Peer;
import rollcall.plan.ClientCertificate;
import rollcall.plan.TlsPlan;
import rollcall.plan.TlsPlan.Engine;
import rollcall.tls.TestCertificates.Issued;

/** Against a TLS that none of our engines wrote. The server answers with a page once it is asked over TLS. */
@NeedsPeer("openssl")
class OpensslServerTest {
    private static final String HOST = "pool.example.test";
    private static final Issued CA = TestCertificates.authority("Example CA");

    @TempDir
    Path folder;

    private Path trust;
    private @Nullable ClientCertificate shown;

    @BeforeEach
    void writeTrust() throws Exception {
        trust = Files.writeString(folder.resolve("ca.pem"), CA.pem());
    }

    @ParameterizedTest
    @MethodSource("rollcall.tls.TlsHandshakeTest#enginesAndProtocols")
    void rightServerIsAccepted(Engine engine, String protocol) throws Exception {
        Issued pool = TestCertificates.request(HOST).issueBy(CA);
        assertThat(dial(engine, List.of(protocol), pool).refusal()).isNull();
    }

    @ParameterizedTest
    @MethodSource("rollcall.tls.TlsHandshakeTest#enginesAndProtocols")
    void certificateOnP384IsAccepted(Engine engine, String protocol) throws Exception {
        Issued pool = TestCertificates.request(HOST).keys(TestCertificates.P384).issueBy(CA);
        assertThat(dial(engine, List.of(protocol), pool).refusal()).isNull();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void groupThatIsNotOfferedFirstCostsOnlyARoundTrip(Engine engine) throws Exception {
        Issued pool = TestCertificates.request(HOST).issueBy(CA);
        assertThat(dial(engine, List.of("TLSv1.3"), pool, "-groups", "P-384").refusal())
                .isNull();
    }

    @Test
    void boringSslReachesServersThatKnowTls10Only() throws Exception {
        Issued pool = TestCertificates.request(HOST).issueBy(CA);
        TestDial.Outcome outcome =
                dial(Engine.BORINGSSL, List.of("TLSv1"), pool, "-tls1", "-cipher", "ALL:@SECLEVEL=0");
        assertThat(outcome.refusal()).isNull();
        assertThat(outcome.negotiated()).startsWith("TLSv1 TLS_");
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void serverThatKnowsTls10OnlyIsSaidToHaveNoCommonProtocol(Engine engine) throws Exception {
        Issued pool = TestCertificates.request(HOST).issueBy(CA);
        assertRefused(
                dial(engine, List.of("TLSv1.2"), pool, "-tls1", "-cipher", "ALL:@SECLEVEL=0"),
                Fault.TLS_NO_COMMON_PROTOCOL);
    }

    @ParameterizedTest
    @MethodSource("rollcall.tls.TlsHandshakeTest#enginesAndProtocols")
    void serverThatDemandsClientCertificate(Engine engine, String protocol) throws Exception {
        Issued pool = TestCertificates.request(HOST).issueBy(CA);
        assertRefused(dial(engine, List.of(protocol), pool, "-Verify", "1"), Fault.TLS_CLIENT_CERT_REQUIRED);
    }

    @ParameterizedTest
    @MethodSource("rollcall.tls.TlsHandshakeTest#enginesAndProtocols")
    void serverThatDemandsClientCertificateGetsIt(Engine engine, String protocol) throws Exception {
        Issued pool = TestCertificates.request(HOST).issueBy(CA);
        showing(TestCertificates.request("alice@example.test")
                .purposes(KeyPurposeId.id_kp_clientAuth)
                .issueBy(CA));
        assertThat(dial(engine, List.of(protocol), pool, "-Verify", "1", "-verify_return_error", "-CAfile", "ca.pem")
                        .refusal())
                .isNull();
    }

    @ParameterizedTest
    @MethodSource("rollcall.tls.TlsHandshakeTest#enginesAndProtocols")
    void clientCertificateOfAnUnknownAuthorityIsRefused(Engine engine, String protocol) throws Exception {
        Issued pool = TestCertificates.request(HOST).issueBy(CA);
        showing(TestCertificates.request("mallory").keys(TestCertificates.P256).issue());
        assertRefused(
                dial(engine, List.of(protocol), pool, "-Verify", "1", "-verify_return_error", "-CAfile", "ca.pem"),
                Fault.TLS_CLIENT_CERT_REFUSED);
    }

    private void showing(Issued client) throws Exception {
        Path file = Files.writeString(folder.resolve("client.pem"), client.pem() + client.keyPem());
        shown = new ClientCertificate(file, file);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void incompleteChainIsRefused(Engine engine) throws Exception {
        Issued middle = TestCertificates.request("Issuing CA").authority().issueBy(CA);
        Issued pool = TestCertificates.request(HOST).issueBy(middle);
        assertRefused(dial(engine, List.of("TLSv1.2"), pool), Fault.TLS_CERT_UNKNOWN_ROOT);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void expiredCertificateIsRefused(Engine engine) throws Exception {
        Instant end = Instant.now().minus(Duration.ofDays(3));
        Issued pool = TestCertificates.request(HOST)
                .valid(end.minus(Duration.ofDays(30)), end)
                .issueBy(CA);
        assertRefused(dial(engine, List.of("TLSv1.3"), pool), Fault.TLS_CERT_EXPIRED);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void serverWithOtherCipherOnly(Engine engine) throws Exception {
        Issued pool = TestCertificates.request(HOST).issueBy(CA);
        List<String> ciphers = List.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        assertRefused(
                dial(engine, List.of("TLSv1.2"), ciphers, pool, "-cipher", "AES256-SHA"), Fault.TLS_NO_COMMON_CIPHER);
    }

    private TestDial.Outcome dial(Engine engine, List<String> protocols, Issued identity, String... options)
            throws Exception {
        return dial(engine, protocols, List.of(), identity, options);
    }

    private TestDial.Outcome dial(
            Engine engine, List<String> protocols, List<String> ciphers, Issued identity, String... options)
            throws Exception {
        Files.writeString(folder.resolve("server.pem"), identity.pem() + identity.keyPem());
        int port = freePort();
        List<String> arguments =
                new ArrayList<>(List.of("s_server", "-accept", "127.0.0.1:" + port, "-cert", "server.pem", "-www"));
        arguments.addAll(List.of(options));
        TlsPlan plan = new TlsPlan(engine, trust, protocols, ciphers, false, true, null, shown);
        try (Peer server = Peer.start(folder, "openssl", arguments.toArray(new String[0]));
                TlsClient client = TlsClient.create(plan, System::currentTimeMillis)) {
            server.awaitOutput("ACCEPT");
            return TestDial.dial(client, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), HOST);
        }
    }

    private static void assertRefused(TestDial.Outcome outcome, Fault fault) {
        @Nullable TlsRefusal refusal = outcome.refusal();
        assertThat(Objects.requireNonNull(refusal).fault()).as(refusal.detail()).isEqualTo(fault);
    }

    /** The program cannot be told to find a port and say which: it is found for it. */
    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
