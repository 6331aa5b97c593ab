package rollcall.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates and TLS of servers that a pool file describes, looked at with the JDK's eyes. */
final class MockPoolTlsTest {
    private static final MockKeys KEYS = new MockKeys();

    private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
    private static final String CRL_DISTRIBUTION_POINTS = "2.5.29.31";

    @TempDir
    private Path folder;

    @RegisterExtension
    final TestPools pools = new TestPools();

    /** @param server the keys of the one server, as in {@code protocols: [TLSv1]} */
    private MockPool rehearse(String server) throws Exception {
        return pools.keep(MockPool.rehearse(
                MockPoolFileTest.plan(folder, "pool:\n  servers:\n    - {" + server + "}\n"),
                folder,
                Clock.systemUTC(),
                AnswerLog.NONE,
                KEYS));
    }

    /** What a server with this certificate sends. */
    private List<X509Certificate> sent(String certificate) throws Exception {
        try (SSLSocket socket =
                shaken(rehearse("certificate: {" + certificate + "}").tlsAddress())) {
            return Arrays.stream(socket.getSession().getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .toList();
        }
    }

    @Test
    void namesAreThoseOfTheFile() throws Exception {
        X509Certificate certificate = sent("names: ['*.example.test', 10.0.53.1], common-name: other.test")
                .get(0);
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=other.test");
        assertThat(certificate.getSubjectAlternativeNames())
                .extracting(name -> name.get(0) + " " + name.get(1))
                .containsExactly("2 *.example.test", "7 10.0.53.1");
    }

    @Test
    void whatIsLeftOutIsNotThere() throws Exception {
        X509Certificate certificate =
                sent("names: [], purpose: none, crl: false").get(0);
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=pool01.example.test");
        assertThat(certificate.getExtensionValue(SUBJECT_ALTERNATIVE_NAME)).isNull();
        assertThat(certificate.getExtensionValue(CRL_DISTRIBUTION_POINTS)).isNull();
        assertThat(certificate.getExtendedKeyUsage()).isNull();
        X509Certificate usual = sent("").get(0);
        assertThat(usual.getExtensionValue(CRL_DISTRIBUTION_POINTS)).isNotNull();
        assertThat(usual.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(sent("purpose: client").get(0).getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
    }

    @Test
    void theTimeIsThatOfTheFile() throws Exception {
        X509Certificate certificate = sent("from: -30d, until: -1d").get(0);
        Duration slack = Duration.ofMinutes(5);
        assertThat(certificate.getNotBefore().toInstant())
                .isBetween(
                        Instant.now().minus(Duration.ofDays(30)).minus(slack),
                        Instant.now().minus(Duration.ofDays(30)));
        assertThat(certificate.getNotAfter().toInstant())
                .isBetween(
                        Instant.now().minus(Duration.ofDays(1)).minus(slack),
                        Instant.now().minus(Duration.ofDays(1)));
    }

    @ParameterizedTest
    @CsvSource({"rsa-1024, 1024", "rsa-2048, 2048", "p-256, 256", "p-384, 384"})
    void theKeyIsOfItsKind(String kind, int bits) throws Exception {
        X509Certificate certificate = sent("key: " + kind).get(0);
        if (certificate.getPublicKey() instanceof RSAPublicKey rsa) {
            assertThat(kind).startsWith("rsa");
            assertThat(rsa.getModulus().bitLength()).isEqualTo(bits);
        } else {
            assertThat(((ECPublicKey) certificate.getPublicKey())
                            .getParams()
                            .getCurve()
                            .getField()
                            .getFieldSize())
                    .isEqualTo(bits);
        }
    }

    @ParameterizedTest
    @CsvSource({"sha256, SHA256withECDSA", "sha1, SHA1withECDSA", "md5, MD5withRSA"})
    void theSignatureIsOfItsHash(String hash, String algorithm) throws Exception {
        assertThat(sent("signature: " + hash).get(0).getSigAlgName()).isEqualToIgnoringCase(algorithm);
    }

    @Test
    void theChainLeadsToTheRootThatClientsKnow() throws Exception {
        List<X509Certificate> chain = sent("issuer: intermediate");
        assertThat(chain).hasSize(3);
        for (int i = 0; i < 2; i++) {
            chain.get(i).verify(chain.get(i + 1).getPublicKey());
        }
        assertThat(chain.get(2).getIssuerX500Principal().getName()).contains("Rollcall mock CA");
        MockPool mock = pools.last();
        RawClient.tls(mock.tlsAddress(), RawClient.trusting(mock.caCertificate()), "pool01.example.test")
                .close();
    }

    @Test
    void anIntermediateCanBeMissing() throws Exception {
        assertThat(sent("issuer: intermediate, sends: leaf")).hasSize(1);
        MockPool mock = pools.last();
        assertThatThrownBy(() -> RawClient.tls(
                        mock.tlsAddress(), RawClient.trusting(mock.caCertificate()), "pool01.example.test"))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("unable to find valid certification path");
    }

    @Test
    void theRootCanBeSentAsWell() throws Exception {
        assertThat(sent("issuer: intermediate, sends: root")).hasSize(4);
        List<X509Certificate> chain = sent("sends: root");
        assertThat(chain).hasSize(2);
        assertThat(chain.get(1).getIssuerX500Principal()).isEqualTo(chain.get(1).getSubjectX500Principal());
    }

    @Test
    void aChainCanBeInTheWrongOrder() throws Exception {
        List<X509Certificate> chain = sent("issuer: intermediate, sends: shuffled");
        assertThat(chain).hasSize(3);
        chain.get(0).verify(chain.get(2).getPublicKey());
        chain.get(2).verify(chain.get(1).getPublicKey());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stranger", "self"})
    void whoIsNotOfTheCaIsNotTrusted(String issuer) throws Exception {
        List<X509Certificate> chain = sent("issuer: " + issuer);
        assertThat(chain).hasSize(1);
        X509Certificate certificate = chain.get(0);
        assertThat(certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal()))
                .isEqualTo(issuer.equals("self"));
        MockPool mock = pools.last();
        assertThatThrownBy(() -> RawClient.tls(
                        mock.tlsAddress(), RawClient.trusting(mock.caCertificate()), "pool01.example.test"))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @ParameterizedTest
    @CsvSource({"TLSv1, p-256", "TLSv1, rsa-2048", "TLSv1.1, p-256", "TLSv1.2, rsa-2048", "TLSv1.3, p-256"})
    void aServerSpeaksOnlyWhatTheFileSays(String protocol, String key) throws Exception {
        InetSocketAddress server = rehearse("protocols: [" + protocol + "], certificate: {key: " + key + "}")
                .tlsAddress();
        for (String asked : List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3")) {
            assertThat(TlsHello.serverTakes(server, asked)).as(asked).isEqualTo(asked.equals(protocol));
        }
    }

    @Test
    void aServerCanDemandACertificateOfItsOwn() throws Exception {
        MockPool mock = rehearse("client-certificate: true");
        assertThat(folder.resolve("client.pem")).exists();
        assertThatThrownBy(() -> {
                    // In TLS 1.3 the client hears of it when it first reads.
                    try (RawClient client = RawClient.tls(mock)) {
                        client.register("user0001");
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void aClientHelloCanMeetSomethingElse() throws Exception {
        assertThatThrownBy(() -> shaken(rehearse("tls: alert=40").tlsAddress()))
                .hasMessageContaining("handshake_failure");
        try (Socket socket = connected(rehearse("tls: plain-text").tlsAddress())) {
            socket.getOutputStream().write(TlsHello.of("TLSv1.2"));
            assertThat(new String(socket.getInputStream().readNBytes(7), StandardCharsets.US_ASCII))
                    .isEqualTo("SIP/2.0");
        }
        try (Socket socket = connected(rehearse("tls: drop").tlsAddress())) {
            socket.getOutputStream().write(TlsHello.of("TLSv1.2"));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        try (Socket socket = connected(rehearse("tls: silent").tlsAddress())) {
            socket.getOutputStream().write(TlsHello.of("TLSv1.2"));
            socket.setSoTimeout(200);
            InputStream in = socket.getInputStream();
            assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
        }
    }

    private static Socket connected(InetSocketAddress server) throws IOException {
        Socket socket = new Socket(server.getAddress(), server.getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** A handshake with whomever. */
    private static SSLSocket shaken(InetSocketAddress server) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(server.getAddress(), server.getPort());
        socket.setSoTimeout(10_000);
        socket.startHandshake();
        return socket;
    }

    /** Extended, for of the other kind the JDK thinks aloud about algorithms. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
