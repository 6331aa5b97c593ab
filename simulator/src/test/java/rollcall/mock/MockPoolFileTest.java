package rollcall.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import rollcall.plan.MockPlan;
import rollcall.plan.PlanException;
import rollcall.plan.PoolFile;
import rollcall.plan.Secret;

/** Pools that are described in a file, rehearsed on loopback: zones, places and roles. */
final class MockPoolFileTest {
    private static final MockKeys KEYS = new MockKeys();

    @TempDir
    private Path folder;

    private @Nullable MockPool pool;

    @AfterEach
    void stop() {
        if (pool != null) {
            pool.close();
        }
    }

    static MockPlan plan(Path folder, String text) throws Exception {
        Path file = Files.writeString(folder.resolve("pool.yaml"), text);
        MockPlan plan = PoolFile.read(file).plan();
        return plan.with(plan.auth().with(Secret.of(TestPool.PASSWORD)));
    }

    private MockPool rehearse(String text) throws Exception {
        MockPool started = MockPool.rehearse(plan(folder, text), folder, Clock.systemUTC(), AnswerLog.NONE, KEYS);
        pool = started;
        return started;
    }

    private static List<String> records(InetSocketAddress dns, String name, int type) throws Exception {
        return answer(dns, name, type).getSection(Section.ANSWER).stream()
                .map(record -> record.getName() + " " + Type.string(record.getType()) + " " + record.rdataToString())
                .toList();
    }

    private static Message answer(InetSocketAddress dns, String name, int type) throws Exception {
        SimpleResolver resolver = new SimpleResolver(dns);
        resolver.setTimeout(Duration.ofSeconds(5));
        return resolver.send(
                Message.newQuery(Record.newRecord(Name.fromString(name + ".example.test."), type, DClass.IN)));
    }

    @Test
    void anEmptyPoolIsTheUsualOne() throws Exception {
        MockPool mock = rehearse("pool: {}\n");
        assertThat(mock.listeners()).containsOnlyKeys(new InetSocketAddress(InetAddress.getLoopbackAddress(), 5061));
        assertThat(records(mock.dnsAddress(), "_sipinternaltls._tcp", Type.SRV))
                .containsExactly("_sipinternaltls._tcp.example.test. SRV 0 0 5061 pool01.example.test.");
        try (SignedClient client = user(mock, "pool01.example.test", mock.tlsAddress())) {
            assertThat(client.signIn().status()).isEqualTo(200);
        }
    }

    @Test
    void aServerIsWhereTheMapSaysAndTheZoneNamesWhereItIsSaidToBe() throws Exception {
        MockPool mock = rehearse("""
                pool:
                  zone: |
                    _sipinternaltls._tcp  SRV 0 0 5061 pool01
                    pool01                A    10.0.53.7
                    pool01                AAAA fd00::1
                  servers:
                    - {host: pool01, address: 10.0.53.7}
                    - {host: pool01, address: "fd00::1"}
                    - {host: pool01, address: 10.0.53.8, listens: false}
                """);
        assertThat(records(mock.dnsAddress(), "pool01", Type.A)).containsExactly("pool01.example.test. A 10.0.53.7");
        assertThat(records(mock.dnsAddress(), "pool01", Type.AAAA))
                .containsExactly("pool01.example.test. AAAA fd00:0:0:0:0:0:0:1");
        InetSocketAddress first = at(mock, "10.0.53.7", 5061);
        InetSocketAddress second = at(mock, "fd00::1", 5061);
        assertThat(first).isNotEqualTo(second).isEqualTo(mock.tlsAddress());
        for (InetSocketAddress server : List.of(first, second)) {
            try (SignedClient client = user(mock, "pool01.example.test", server)) {
                assertThat(client.signIn().status()).isEqualTo(200);
                assertThat(client.subscribe("vnd-microsoft-roaming-self").header("Contact"))
                        .isEqualTo("<sip:pool01.example.test:5061;transport=tls>");
            }
        }
        InetSocketAddress dead = at(mock, "10.0.53.8", 5061);
        try (Socket socket = new Socket()) {
            assertThatThrownBy(() -> socket.connect(dead, 5_000)).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void clientsOutsideAskAnotherNameServer() throws Exception {
        MockPool mock = rehearse("""
                pool:
                  zone: |
                    sip A 10.0.53.7
                  outside: |
                    _sip._tls SRV 0 0 443 sip
                    sip       A   203.0.113.5
                """);
        assertThat(mock.dnsAddresses()).hasSize(2).doesNotHaveDuplicates();
        assertThat(records(mock.dnsAddresses().get(0), "sip", Type.A)).containsExactly("sip.example.test. A 10.0.53.7");
        assertThat(records(mock.dnsAddresses().get(1), "sip", Type.A))
                .containsExactly("sip.example.test. A 203.0.113.5");
        assertThat(answer(mock.dnsAddress(), "_sip._tls", Type.SRV).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void anAliasIsFollowedAsFarAsTheZoneGoes() throws Exception {
        MockPool mock = rehearse("""
                pool:
                  zone: |
                    sip      CNAME pool01
                    pool01   A     10.0.53.7
                    out      CNAME pool01.fabrikam.test.
                    nothing  CNAME missing
                    circle   CNAME circle
                    _sip._tls SRV 0 0 443 sip
                """);
        InetSocketAddress dns = mock.dnsAddress();
        assertThat(records(dns, "sip", Type.A))
                .containsExactly("sip.example.test. CNAME pool01.example.test.", "pool01.example.test. A 10.0.53.7");
        assertThat(records(dns, "sip", Type.CNAME)).containsExactly("sip.example.test. CNAME pool01.example.test.");
        assertThat(records(dns, "out", Type.A)).containsExactly("out.example.test. CNAME pool01.fabrikam.test.");
        assertThat(answer(dns, "nothing", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(records(dns, "circle", Type.A)).isNotEmpty();
        assertThat(answer(dns, "_sip._tls", Type.SRV).getSection(Section.ADDITIONAL))
                .allMatch(record -> record.getType() == Type.OPT);
    }

    @Test
    void severalRecordsKeepPriorityWeightAndTarget() throws Exception {
        MockPool mock = rehearse("""
                pool:
                  zone: |
                    _sipinternaltls._tcp  SRV 0 10 5061 pool01
                    _sipinternaltls._tcp  SRV 5 0  5062 pool01.fabrikam.test.
                    _sip._tls             SRV 0 0  0    .
                    pool01.fabrikam.test. A 10.0.53.9
                """);
        assertThat(records(mock.dnsAddress(), "_sipinternaltls._tcp", Type.SRV))
                .containsExactly(
                        "_sipinternaltls._tcp.example.test. SRV 0 10 5061 pool01.example.test.",
                        "_sipinternaltls._tcp.example.test. SRV 5 0 5062 pool01.fabrikam.test.");
        assertThat(records(mock.dnsAddress(), "_sip._tls", Type.SRV))
                .containsExactly("_sip._tls.example.test. SRV 0 0 0 .");
    }

    @Test
    void aZoneMayBeEmpty() throws Exception {
        MockPool mock = rehearse("pool: {zone: \"\"}\n");
        assertThat(answer(mock.dnsAddress(), "_sipinternaltls._tcp", Type.SRV).getRcode())
                .isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void aLineThatIsNoRecordIsNamed() throws Exception {
        assertThatThrownBy(() -> rehearse("""
                        pool:
                          users: 5
                          zone: |
                            pool01 A 10.0.53.7
                            sip    A nonsense
                        """))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("pool.yaml:5: not a zone record:")
                .hasMessageContaining("nonsense");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$INCLUDE /etc/hostname", "$GENERATE 1-1000000 host$ A 10.0.53.7"})
    void aZoneReadsNoOtherFileAndCountsNothingUp(String line) {
        assertThatThrownBy(() -> rehearse("pool:\n  zone: |\n    " + line + "\n"))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("pool.yaml:3: not a zone")
                .hasMessageContaining(line.substring(0, line.indexOf(' ')));
    }

    @Test
    void aNameServerCanBeBrokenForOneNameOnly() throws Exception {
        MockPool mock = rehearse("""
                pool:
                  faults: [servfail=_sipinternaltls._tcp, dns-refused=_sip._tls]
                """);
        assertThat(answer(mock.dnsAddress(), "_sipinternaltls._tcp", Type.SRV).getRcode())
                .isEqualTo(Rcode.SERVFAIL);
        assertThat(answer(mock.dnsAddress(), "_sip._tls", Type.SRV).getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(answer(mock.dnsAddress(), "sip", Type.A).getRcode()).isEqualTo(Rcode.NOERROR);
    }

    @Test
    void aDirectorSendsEachUserToTheDeclaredPlaceOfItsHome() throws Exception {
        MockPool mock = rehearse("""
                pool:
                  servers:
                    - {host: dir01, address: 10.0.53.1, role: director}
                    - {host: pool01, address: 10.0.53.2, port: 5061}
                    - {host: pool01, address: 10.0.53.3, port: 5061}
                    - {host: pool02, address: 10.0.53.4, port: 5071}
                """);
        try (SignedClient client = user(mock, "dir01.example.test", mock.tlsAddress())) {
            assertThat(client.signIn().header("Contact")).isEqualTo("<sip:pool01.example.test:5061;transport=tls>");
        }
        try (SignedClient client = user(mock, "pool02.example.test", at(mock, "10.0.53.4", 5071))) {
            assertThat(client.signIn().header("Contact")).isEqualTo("<sip:pool01.example.test:5061;transport=tls>");
        }
        for (String home : List.of("10.0.53.2", "10.0.53.3")) {
            try (SignedClient client = user(mock, "pool01.example.test", at(mock, home, 5061))) {
                assertThat(client.signIn().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void anEdgeTakesNtlmAndCallsItsUsersRemote() throws Exception {
        MockPool mock = rehearse("""
                pool:
                  auth: [digest, ntlm]
                  servers:
                    - {host: pool01, address: 10.0.53.1}
                    - {host: sip, address: 203.0.113.5, port: 443, role: edge}
                """);
        assertThat(records(mock.dnsAddress(), "_sip._tls", Type.SRV))
                .containsExactly("_sip._tls.example.test. SRV 0 0 443 sip.example.test.");
        try (RawClient inside = tls(mock, "pool01.example.test", mock.tlsAddress())) {
            assertThat(inside.register("user0001").all("WWW-Authenticate"))
                    .anyMatch(offer -> offer.startsWith("Digest"));
        }
        InetSocketAddress edge = at(mock, "203.0.113.5", 443);
        try (RawClient outside = tls(mock, "sip.example.test", edge)) {
            RawClient.Answer challenge = outside.register("user0001");
            assertThat(challenge.all("WWW-Authenticate"))
                    .singleElement()
                    .asString()
                    .startsWith("NTLM");
            assertThat(challenge.header("ms-user-logon-data")).isEqualTo("RemoteUser");
        }
        try (SignedClient client = user(mock, "sip.example.test", edge)) {
            RawClient.Answer answer = client.signIn();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("ms-user-logon-data")).isEqualTo("RemoteUser");
        }
    }

    @Test
    void withoutRehearsalAServerIsWhereTheFileSays() throws Exception {
        int port = freePort();
        String text = "pool: {servers: [{address: 127.0.53.9, port: " + port + "}]}\n";
        MockPool mock =
                MockPool.start(plan(folder, text).at("127.0.0.1", 0), folder, Clock.systemUTC(), AnswerLog.NONE);
        pool = mock;
        InetSocketAddress declared = new InetSocketAddress(InetAddress.getByName("127.0.53.9"), port);
        assertThat(mock.listeners()).containsExactly(Map.entry(declared, declared));
        assertThat(mock.tlsAddress()).isEqualTo(declared);
        try (SignedClient client = user(mock, "pool01.example.test", declared)) {
            assertThat(client.signIn().status()).isEqualTo(200);
        }
    }

    @Test
    void anAddressThatThisMachineHasNotIsSaidWithItsRemedy() throws Exception {
        MockPlan plan =
                plan(folder, "pool: {servers: [{address: 192.0.2.7}]}\n").at("127.0.0.1", 0);
        assertThatThrownBy(() -> MockPool.start(plan, folder, Clock.systemUTC(), AnswerLog.NONE))
                .isInstanceOf(PlanException.class)
                .hasMessage(
                        "The mock pool cannot listen as pool01.example.test on 192.0.2.7 port 5061: this machine has"
                                + " no such address. Lend it to this machine: ip addr add 192.0.2.7/32 dev lo.");
    }

    @Test
    void aPortThatIsTakenIsSaidWithItsServer() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.53.9"))) {
            int port = taken.getLocalPort();
            MockPlan plan = plan(folder, "pool: {servers: [{address: 127.0.53.9, port: " + port + "}]}\n")
                    .at("127.0.0.1", 0);
            assertThatThrownBy(() -> MockPool.start(plan, folder, Clock.systemUTC(), AnswerLog.NONE))
                    .isInstanceOf(PlanException.class)
                    .hasMessageContaining("as pool01.example.test on 127.0.53.9 port " + port)
                    .hasMessageContaining("another program uses it");
        }
    }

    @Test
    void anEdgeWithoutNtlmIsAnError() {
        assertThatThrownBy(() -> rehearse("pool: {auth: [digest], servers: [{role: edge}]}\n"))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("add ntlm to auth");
    }

    @Test
    void aServerOverTcpNeedsNoCertificate() throws Exception {
        MockPool mock = rehearse("pool: {auth: [none], servers: [{transport: tcp}]}\n");
        assertThat(records(mock.dnsAddress(), "_sipinternal._tcp", Type.SRV))
                .containsExactly("_sipinternal._tcp.example.test. SRV 0 0 5060 pool01.example.test.");
        try (RawClient client = RawClient.tcp(mock)) {
            assertThat(client.register("user0001").status()).isEqualTo(200);
        }
        assertThatThrownBy(mock::tlsAddress).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aChildCannotBeToldOfIt() throws Exception {
        MockPlan plan = plan(folder, "pool: {}\n");
        assertThatThrownBy(() -> ChildProtocol.tell(plan, folder)).isInstanceOf(IllegalArgumentException.class);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.53.9"))) {
            return socket.getLocalPort();
        }
    }

    private static RawClient tls(MockPool mock, String name, InetSocketAddress server) throws Exception {
        return RawClient.tls(server, RawClient.trusting(mock.caCertificate()), name);
    }

    private static SignedClient user(MockPool mock, String name, InetSocketAddress server) throws Exception {
        return new SignedClient(tls(mock, name, server), "user0001", "EXAMPLE\\user0001", TestPool.PASSWORD);
    }

    private static InetSocketAddress at(MockPool mock, String address, int port) throws IOException {
        InetSocketAddress actual = Objects.requireNonNull(
                mock.listeners().get(new InetSocketAddress(InetAddress.getByName(address), port)), address);
        return actual;
    }
}
