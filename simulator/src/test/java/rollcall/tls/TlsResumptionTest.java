package rollcall.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import rollcall.plan.TlsPlan;
import rollcall.plan.TlsPlan.Engine;
import rollcall.tls.TestCertificates.Issued;

/** Full means full, and resumed means resumed: counted by the server, not by the setting. */
class TlsResumptionTest {
    private static final String HOST = "pool.example.test";
    private static final int DIALS = 5;
    private static final Issued CA = TestCertificates.authority("Example CA");
    private static final Issued POOL = TestCertificates.request(HOST).issueBy(CA);

    @TempDir
    static Path folder;

    private static Path trust;

    @BeforeAll
    static void writeTrust() throws Exception {
        trust = Files.writeString(folder.resolve("ca.pem"), CA.pem());
    }

    @ParameterizedTest
    @MethodSource("rollcall.tls.TlsHandshakeTest#enginesAndProtocols")
    void withoutResumptionEveryHandshakeIsFull(Engine engine, String protocol) throws Exception {
        try (TestServer server = TestServer.speaking(new TestServer.Setting(POOL, protocol))) {
            List<Boolean> said = dialOften(server, engine, List.of(protocol), false);
            assertThat(server.full).hasValue(DIALS);
            assertThat(server.resumed).hasValue(0);
            assertThat(said).containsOnly(false);
        }
    }

    /** With TLS 1.3 allowed, Netty asks for tickets in TLS 1.2 as well: the trap of the first trial. */
    @ParameterizedTest
    @MethodSource("rollcall.tls.TlsHandshakeTest#enginesAndProtocols")
    void withoutResumptionEveryHandshakeIsFullWhenClientMaySpeakBoth(Engine engine, String protocol) throws Exception {
        try (TestServer server = TestServer.speaking(new TestServer.Setting(POOL, protocol))) {
            dialOften(server, engine, List.of("TLSv1.2", "TLSv1.3"), false);
            assertThat(server.full).hasValue(DIALS);
            assertThat(server.resumed).hasValue(0);
        }
    }

    /** Bouncy Castle's client has no resumption in TLS 1.3; should it learn it, the row fails and is to be changed. */
    @ParameterizedTest
    @CsvSource({
        "BORINGSSL, TLSv1.2, true", "BORINGSSL, TLSv1.3, true",
        "JDK, TLSv1.2, true", "JDK, TLSv1.3, true",
        "BOUNCYCASTLE, TLSv1.2, true", "BOUNCYCASTLE, TLSv1.3, false"
    })
    void withResumptionOnlyTheFirstIsFull(Engine engine, String protocol, boolean can) throws Exception {
        try (TestServer server = TestServer.speaking(new TestServer.Setting(POOL, protocol))) {
            List<Boolean> said = dialOften(server, engine, List.of(protocol), true);
            assertThat(server.full).hasValue(can ? 1 : DIALS);
            assertThat(server.resumed).hasValue(can ? DIALS - 1 : 0);
            assertThat(said).startsWith(false);
            assertThat(said.subList(1, DIALS)).containsOnly(can);
        }
    }

    private static List<Boolean> dialOften(TestServer server, Engine engine, List<String> protocols, boolean resume)
            throws Exception {
        TlsPlan plan = new TlsPlan(engine, trust, protocols, List.of(), resume, true, null);
        List<Boolean> said = new ArrayList<>();
        try (TlsClient client = TlsClient.create(plan, System::currentTimeMillis)) {
            for (int i = 0; i < DIALS; i++) {
                TestDial.Outcome outcome = TestDial.dial(client, server.address(), HOST);
                assertThat(outcome.refusal()).isNull();
                said.add(outcome.resumed());
            }
        }
        return said;
    }
}
