package rollcall.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.ClientAuth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.outcome.Fault;
import rollcall.plan.Account;
import rollcall.plan.Accounts;
import rollcall.plan.ClientCertificate;
import rollcall.plan.PlanException;
import rollcall.plan.TlsPlan;
import rollcall.plan.TlsPlan.Engine;
import rollcall.tls.ClientCertificates.Asked;
import rollcall.tls.TestCertificates.Issued;

/** Servers that ask for a certificate, clients that have one, and the files it comes from. */
class ClientCertificatesTest {
    private static final String HOST = "pool.example.test";
    private static final Issued CA = TestCertificates.authority("Example CA");
    private static final Issued POOL = TestCertificates.request(HOST).issueBy(CA);

    @TempDir
    private Path folder;

    private Path trust = Path.of("");

    @BeforeEach
    void writeTrust() throws Exception {
        trust = Files.writeString(folder.resolve("ca.pem"), CA.pem());
    }

    private static TestCertificates.Request client(String name) {
        return TestCertificates.request(name).purposes(KeyPurposeId.id_kp_clientAuth);
    }

    private Path write(String file, Issued issued) throws Exception {
        return Files.writeString(folder.resolve(file), issued.pem() + issued.keyPem());
    }

    private static ClientCertificate both(Path file) {
        return new ClientCertificate(file, file);
    }

    private TlsClient tls(Engine engine, String protocol, ClientCertificate certificate, String... users)
            throws PlanException {
        TlsPlan plan = new TlsPlan(engine, trust, List.of(protocol), List.of(), false, true, null, certificate);
        return TlsClient.create(plan, System::currentTimeMillis, accounts(users));
    }

    private static Accounts accounts(String... users) {
        return new Accounts() {
            @Override
            public int size() {
                return users.length;
            }

            @Override
            public Account at(int index) {
                return new Account(users[index], users[index], null);
            }
        };
    }

    private static TestServer demanding(String protocol) throws Exception {
        return TestServer.speaking(
                new TestServer.Setting(POOL, List.of(protocol), null, ClientAuth.REQUIRE, CA.certificate()));
    }

    @ParameterizedTest
    @MethodSource("rollcall.tls.TlsHandshakeTest#enginesAndProtocols")
    void oneForAllIsShownByEverybody(Engine engine, String protocol) throws Exception {
        Path file = write("client.pem", client("everybody").issueBy(CA));
        try (TestServer server = demanding(protocol);
                TlsClient tls = tls(engine, protocol, both(file))) {
            assertThat(TestDial.dial(tls, server.address(), HOST, "alice@example.test")
                            .refusal())
                    .isNull();
            assertThat(TestDial.dial(tls, server.address(), HOST, "bob@example.test")
                            .refusal())
                    .isNull();
            assertThat(server.shown).containsExactly("CN=everybody", "CN=everybody");
        }
    }

    @ParameterizedTest
    @MethodSource("rollcall.tls.TlsHandshakeTest#enginesAndProtocols")
    void eachUserShowsItsOwnAndTheIssuersAboveIt(Engine engine, String protocol) throws Exception {
        Issued issuer = TestCertificates.request("Issuing CA").authority().issueBy(CA);
        Issued bob = client("bob@example.test").keys(TestCertificates.P256).issueBy(issuer);
        write("alice@example.test.pem", client("alice@example.test").issueBy(CA));
        Files.writeString(folder.resolve("bob@example.test.pem"), bob.pem() + issuer.pem() + bob.keyPem());
        try (TestServer server = demanding(protocol);
                TlsClient tls = tls(
                        engine,
                        protocol,
                        both(folder.resolve("{user}.pem")),
                        "alice@example.test",
                        "bob@example.test")) {
            for (String user : List.of("alice@example.test", "bob@example.test", "alice@example.test")) {
                assertThat(TestDial.dial(tls, server.address(), HOST, user).refusal())
                        .as(user)
                        .isNull();
            }
            assertThat(server.shown)
                    .containsExactly("CN=alice@example.test", "CN=bob@example.test", "CN=alice@example.test");
            assertThat(Objects.requireNonNull(TestDial.dial(tls, server.address(), HOST, "carol@example.test")
                                    .refusal())
                            .fault())
                    .isEqualTo(Fault.TLS_CLIENT_CERT_REQUIRED);
        }
    }

    /** What Schannel, OpenSSL and the JDK end a handshake with when they do not like what they were shown. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown_ca",
                "bad_certificate",
                "certificate_unknown",
                "certificate_expired",
                "access_denied",
                "handshake_failure"
            })
    void anAlertAfterACertificateWasShownIsAboutThatCertificate(String alert) {
        SSLException failure = new SSLException("Received fatal alert: " + alert);
        assertThat(TlsFaults.explain(failure, HOST, Asked.ANSWERED).fault()).isEqualTo(Fault.TLS_CLIENT_CERT_REFUSED);
        assertThat(TlsFaults.explainLate(new DecoderException(failure), HOST, Asked.ANSWERED))
                .isNotNull()
                .extracting(TlsRefusal::fault)
                .isEqualTo(Fault.TLS_CLIENT_CERT_REFUSED);
    }

    @Test
    void aLateAlertOrAResetThatIsAboutSomethingElseIsLeftToOthers() {
        SSLException internal = new SSLException("Received fatal alert: internal_error");
        assertThat(TlsFaults.explainLate(internal, HOST, Asked.ANSWERED)).isNull();
        assertThat(TlsFaults.explainLate(new IOException("Connection reset by peer"), HOST, Asked.IN_VAIN))
                .isNull();
        SSLException unknown = new SSLException("Received fatal alert: certificate_unknown");
        assertThat(TlsFaults.explainLate(unknown, HOST, Asked.NO)).isNull();
    }

    private void assertUnusable(ClientCertificate certificate, String... words) {
        assertThatThrownBy(
                        () -> tls(Engine.BORINGSSL, "TLSv1.2", certificate, "alice@example.test", "bob@example.test"))
                .isInstanceOf(PlanException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void aUserWithoutACertificateIsFoundBeforeTheRun() throws Exception {
        write("alice@example.test.pem", client("alice@example.test").issueBy(CA));
        assertUnusable(
                both(folder.resolve("{user}.pem")),
                "tls.certificate: the file ",
                "bob@example.test.pem does not exist");
    }

    @Test
    void usersWithoutACertificateAreCounted() {
        assertUnusable(
                both(folder.resolve("{user}.pem")),
                "alice@example.test.pem does not exist",
                "So it is with 2 of 2 users.");
    }

    @Test
    void anEncryptedKeyIsRefusedWithTheWayOut() throws Exception {
        Issued alice = client("alice").issueBy(CA);
        Path certificate = Files.writeString(folder.resolve("alice.pem"), alice.pem());
        Path key = Files.writeString(
                folder.resolve("alice.key"),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n");
        assertUnusable(
                new ClientCertificate(certificate, key),
                "tls.key: the key in ",
                "is encrypted",
                "openssl pkcs8 -topk8");
        Files.writeString(
                key,
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIB\n-----END RSA PRIVATE KEY-----\n");
        assertUnusable(new ClientCertificate(certificate, key), "is encrypted");
        Files.writeString(key, "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\n");
        assertUnusable(new ClientCertificate(certificate, key), "not in the format PKCS #8", "openssl pkcs8 -topk8");
    }

    @Test
    void aKeyThatIsMissingBrokenOrAnothersIsNamed() throws Exception {
        Issued alice = client("alice").issueBy(CA);
        Path certificate = Files.writeString(folder.resolve("alice.pem"), alice.pem());
        assertUnusable(both(certificate), "tls.key: ", "holds no private key");
        Path key = Files.writeString(
                folder.resolve("alice.key"), "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n");
        assertUnusable(new ClientCertificate(certificate, key), "cannot be read", "RSA or EC key");
        for (Issued other : List.of(
                client("bob").keys(TestCertificates.OTHER_RSA).issueBy(CA),
                client("bob").keys(TestCertificates.P256).issueBy(CA))) {
            Files.writeString(key, other.keyPem());
            assertUnusable(new ClientCertificate(certificate, key), "is not that of the first certificate in");
        }
        Issued elliptic = client("alice").keys(TestCertificates.P256).issueBy(CA);
        Files.writeString(certificate, elliptic.pem());
        Files.writeString(
                key, client("bob").keys(TestCertificates.RSA).issueBy(CA).keyPem());
        assertUnusable(new ClientCertificate(certificate, key), "is not that of the first certificate in");
    }

    @Test
    void itsDescriptionNamesTheSubjectAndNotTheKey() throws Exception {
        ClientCredential credential =
                ClientCredential.read(both(write("client.pem", client("alice").issueBy(CA))));
        assertThat(credential).hasToString("CN=alice");
    }
}
