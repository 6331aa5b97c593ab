package rollcall.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.plan.PlanException;
import rollcall.plan.TlsPlan;
import rollcall.plan.TlsPlan.Engine;
import rollcall.tls.TestCertificates.Issued;

/** What a plan may ask for, and what is said when it asks for the impossible. */
class TlsPlanTest {
    private static final Issued CA = TestCertificates.authority("Example CA");

    @TempDir
    Path folder;

    private TlsPlan plan(Engine engine, @Nullable Path trust, String protocol, List<String> ciphers) {
        return new TlsPlan(engine, trust, List.of(protocol), ciphers, false, true, null);
    }

    @Test
    void missingTrustFileIsNamed() {
        Path file = folder.resolve("none.pem");
        assertThatThrownBy(() ->
                        TlsClient.create(plan(Engine.BORINGSSL, file, "TLSv1.2", List.of()), System::currentTimeMillis))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("tls.trust: the file " + file + " does not exist. Give a PEM file");
    }

    @Test
    void trustFileWithoutCertificateIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("key.pem"), CA.keyPem());
        assertThatThrownBy(() -> TrustRoots.ofFile(file))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("holds no certificate");
    }

    @Test
    void brokenCertificateIsCounted() throws Exception {
        String broken = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
        Path file = Files.writeString(folder.resolve("ca.pem"), CA.pem() + broken);
        assertThatThrownBy(() -> TrustRoots.ofFile(file))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("tls.trust: certificate 2 of " + file + " cannot be read");
    }

    @Test
    void trustFileMayHoldSeveralCertificatesAndOtherThings() throws Exception {
        String second = TestCertificates.authority("Second CA").pem();
        Path file =
                Files.writeString(folder.resolve("ca.pem"), "# ours\n" + CA.pem() + CA.keyPem() + "text\n" + second);
        assertThat(TrustRoots.ofFile(file).size()).isEqualTo(2);
    }

    @Test
    void trustFileMayBeDer() throws Exception {
        Path file = Files.write(folder.resolve("ca.cer"), TestCertificates.encoded(CA.certificate()));
        assertThat(TrustRoots.ofFile(file).contains(CA.certificate())).isTrue();
    }

    @Test
    void systemRootsSayWhereTheyComeFrom() throws Exception {
        TrustRoots system = TrustRoots.ofSystem();
        assertThat(system.size()).isPositive();
        assertThat(Path.of(system.source())).exists();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void unknownProtocolAndCipherAreNamed(Engine engine) {
        assertThatThrownBy(() -> TlsClient.create(plan(engine, null, "TLSv9", List.of()), System::currentTimeMillis))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith(
                        "tls.protocols: the engine " + engine.word() + " does not know \"TLSv9\"; it knows ");
        assertThatThrownBy(() -> TlsClient.create(
                        plan(engine, null, "TLSv1.2", List.of("TLS_NONSENSE")), System::currentTimeMillis))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("tls.ciphers: the engine " + engine.word() + " does not know \"TLS_NONSENSE\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JDK", "BOUNCYCASTLE"})
    void protocolThatJavaForbidsIsExplained(Engine engine) {
        assertThatThrownBy(() -> TlsClient.create(plan(engine, null, "TLSv1", List.of()), System::currentTimeMillis))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("tls.protocols: this Java forbids TLSv1 to the engine " + engine.word()
                        + " (jdk.tls.disabledAlgorithms in java.security). Use tls.engine: boringssl");
    }

    @Test
    void jdkStepsInWhereBoringSslDoesNotLoad() {
        UnsatisfiedLinkError unavailable = new UnsatisfiedLinkError("no such library");
        assertThat(TlsContexts.choose(Engine.BORINGSSL, unavailable)).isEqualTo(Engine.JDK);
        assertThat(TlsContexts.choose(Engine.BOUNCYCASTLE, unavailable)).isEqualTo(Engine.BOUNCYCASTLE);
        assertThat(TlsContexts.choose(Engine.BORINGSSL, null)).isEqualTo(Engine.BORINGSSL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void boringSslWritesItsSecretsForTheOwnerAlone(String protocol) throws Exception {
        Path keyLog = folder.resolve("keys.log");
        TlsPlan plan = new TlsPlan(Engine.BORINGSSL, null, List.of(protocol), List.of(), false, false, keyLog);
        Issued pool = TestCertificates.request("pool.example.test").issueBy(CA);
        try (TestServer server = TestServer.speaking(new TestServer.Setting(pool, protocol));
                TlsClient client = TlsClient.create(plan, System::currentTimeMillis)) {
            TestDial.dial(client, server.address(), "pool.example.test");
        }
        String first = protocol.equals("TLSv1.2") ? "CLIENT_RANDOM" : "CLIENT_HANDSHAKE_TRAFFIC_SECRET";
        assertThat(Files.readAllLines(keyLog))
                .allMatch(line -> line.matches("[A-Z_0-9]+ [0-9a-f]{64} [0-9a-f]+"))
                .anyMatch(line -> line.startsWith(first + ' '));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyLog)))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JDK", "BOUNCYCASTLE"})
    void engineThatCannotLogSecretsSaysSo(Engine engine) {
        Path keyLog = folder.resolve("keys.log");
        TlsPlan plan = new TlsPlan(engine, null, List.of("TLSv1.2"), List.of(), false, false, keyLog);
        assertThatThrownBy(() -> TlsClient.create(plan, System::currentTimeMillis))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("tls.keyLog: the engine " + engine.word() + " does not give its secrets away");
        assertThat(keyLog).doesNotExist();
    }
}
