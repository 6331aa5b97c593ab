package rollcall.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.plan.MockPlan;

final class MockTlsTest {
    /** The first bytes of a ClientHello; the behaviours here do not read further. */
    private static final byte[] CLIENT_HELLO = {0x16, 3, 1, 0, 5, 1, 0, 0, 1, 3};

    @TempDir
    private Path folder;

    @RegisterExtension
    final TestPools pools = new TestPools();

    private MockPool start(String... faults) throws Exception {
        return pools.keep(TestPool.start(folder, faults));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ecdsa"})
    void theCertificateIsWhatAPoolNeeds(String key) throws Exception {
        MockPlan plan =
                new MockPlan("example.test", 1, MockPlan.Auth.NONE, false, 0, 60, key, List.of(), "127.0.0.1", 0, 0, 0);
        MockPool mock = pools.keep(MockPool.start(plan, folder, Clock.systemUTC(), AnswerLog.NONE));
        try (RawClient client = RawClient.tls(mock)) {
            X509Certificate certificate =
                    (X509Certificate) ((SSLSocket) client.socket).getSession().getPeerCertificates()[0];
            assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=pool01.example.test");
            assertThat(certificate.getSubjectAlternativeNames())
                    .extracting(name -> (Object) name.get(1))
                    .containsExactly("pool01.example.test", "sip.example.test");
            assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
            assertThat(certificate.getNonCriticalExtensionOIDs()).contains("2.5.29.31");
            assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo(key.equals("rsa") ? "RSA" : "EC");
        }
        RawClient.tls(mock, "sip.example.test").close();
    }

    @Test
    void aWrongNameIsNotThePools() throws Exception {
        MockPool mock = start("wrong-name");
        assertThatThrownBy(() -> RawClient.tls(mock))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("pool01.example.test");
        RawClient.tls(mock, "other.example.test").close();
    }

    @Test
    void anExpiredCertificateIsOnlyThat() throws Exception {
        MockPool mock = start("expired");
        assertThatThrownBy(() -> RawClient.tls(mock)).hasRootCauseInstanceOf(CertificateExpiredException.class);
    }

    @Test
    void aCertificateOfTomorrowIsOnlyThat() throws Exception {
        MockPool mock = start("not-yet-valid");
        assertThatThrownBy(() -> RawClient.tls(mock)).hasRootCauseInstanceOf(CertificateNotYetValidException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown-root", "self-signed"})
    void whoIsNotOfTheCaIsNotTrusted(String fault) throws Exception {
        MockPool mock = start(fault);
        assertThatThrownBy(() -> RawClient.tls(mock))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("unable to find valid certification path");
    }

    @Test
    void aCertificateForClientsIsNotForServers() throws Exception {
        MockPool mock = start("wrong-purpose");
        assertThatThrownBy(() -> RawClient.tls(mock))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("Extended key usage");
    }

    @Test
    void anAlertNamesItsReason() throws Exception {
        MockPool noCommonProtocol = start("tls-alert");
        assertThatThrownBy(() -> RawClient.tls(noCommonProtocol))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("protocol_version");
        noCommonProtocol.close();
        MockPool failure = start("tls-alert=40");
        assertThatThrownBy(() -> RawClient.tls(failure))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("handshake_failure");
    }

    @Test
    void plainTextIsAnsweredOnTheTlsPort() throws Exception {
        try (Socket socket = connect(start("plain-text"))) {
            socket.getOutputStream().write(CLIENT_HELLO);
            byte[] start = socket.getInputStream().readNBytes(15);
            assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("SIP/2.0 400 Bad");
        }
    }

    @Test
    void silenceIsSilence() throws Exception {
        try (Socket socket = connect(start("tls-silent"))) {
            socket.getOutputStream().write(CLIENT_HELLO);
            socket.setSoTimeout(200);
            InputStream in = socket.getInputStream();
            assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aDroppedHandshakeIsClosed() throws Exception {
        try (Socket socket = connect(start("tls-drop"))) {
            socket.getOutputStream().write(CLIENT_HELLO);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aCertificateOfTheClientCanBeDemanded() throws Exception {
        MockPool mock = start("client-certificate");
        // In TLS 1.3 the client hears of it when it first reads.
        assertThatThrownBy(() -> {
                    try (RawClient client = RawClient.tls(mock)) {
                        client.register("user0001");
                    }
                })
                .isInstanceOf(IOException.class);
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        String key = Files.readString(folder.resolve("client.key")).replaceAll("-----[A-Z ]+-----|\\s", "");
        try (InputStream in = Files.newInputStream(folder.resolve("client.pem"))) {
            store.setKeyEntry(
                    "client",
                    KeyFactory.getInstance("EC")
                            .generatePrivate(
                                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key))),
                    new char[0],
                    new Certificate[] {CertificateFactory.getInstance("X.509").generateCertificate(in)});
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = RawClient.context(mock.caCertificate(), keys.getKeyManagers());
        try (RawClient client = RawClient.tls(mock.tlsAddress(), context, "pool01.example.test")) {
            assertThat(client.register("user0001").status()).isEqualTo(200);
        }
    }

    @Test
    void aShareOfTheConnectionsIsTreatedSo() throws Exception {
        MockPool mock = start("wrong-name:50%");
        int refused = 0;
        for (int i = 0; i < 20; i++) {
            try {
                RawClient.tls(mock).close();
            } catch (IOException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(9, 11);
    }

    private static Socket connect(MockPool mock) throws IOException {
        Socket socket =
                new Socket(mock.tlsAddress().getAddress(), mock.tlsAddress().getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }
}
