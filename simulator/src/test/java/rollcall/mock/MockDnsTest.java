package rollcall.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import rollcall.plan.MockPlan;
import rollcall.plan.PlanException;

final class MockDnsTest {
    private static final String INTERNAL_TLS = "_sipinternaltls._tcp.example.test";

    @TempDir
    private Path folder;

    @RegisterExtension
    final TestPools pools = new TestPools();

    private MockPool start(String... faults) throws Exception {
        return pools.keep(TestPool.start(folder, faults));
    }

    @ParameterizedTest
    @CsvSource({
        "_sipinternaltls._tcp, true, pool01.example.test.",
        "_sipinternal._tcp, false, pool01.example.test.",
        "_sip._tls, true, sip.example.test."
    })
    void serviceRecordsNameThePortsThatListen(String service, boolean tls, String target) throws Exception {
        MockPool mock = start();
        SRVRecord srv = srv(TestPool.ask(mock, service + ".example.test", Type.SRV, false));
        assertThat(srv.getTarget()).hasToString(target);
        assertThat(srv.getPort())
                .isEqualTo(tls ? mock.tlsAddress().getPort() : mock.tcpAddress().getPort());
        Message host = TestPool.ask(mock, target.substring(0, target.length() - 1), Type.A, false);
        assertThat(address(host)).isEqualTo(mock.tlsAddress().getAddress());
    }

    @Test
    void anAnswerOverTcpIsTheSame() throws Exception {
        assertThat(srv(TestPool.ask(start(), INTERNAL_TLS, Type.SRV, true)).getPriority())
                .isZero();
    }

    @Test
    void namesAreFoundInAnyCase() throws Exception {
        assertThat(address(TestPool.ask(start(), "POOL01.Example.TEST", Type.A, false)))
                .isEqualTo(InetAddress.getLoopbackAddress());
    }

    @Test
    void whatDoesNotExistIsDeniedWithItsTimeToLive() throws Exception {
        Message answer = TestPool.ask(start(), "sipinternal.example.test", Type.A, false);
        assertThat(answer.getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
        SOARecord soa = (SOARecord) answer.getSection(Section.AUTHORITY).get(0);
        assertThat(soa.getMinimum()).isEqualTo(60);
    }

    @Test
    void anotherTypeOfAnExistingNameIsEmptyAndNotDenied() throws Exception {
        MockPool mock = start();
        for (Message answer : List.of(
                TestPool.ask(mock, "pool01.example.test", Type.AAAA, false),
                TestPool.ask(mock, "_tcp.example.test", Type.SRV, false))) {
            assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(answer.getSection(Section.ANSWER)).isEmpty();
            assertThat(answer.getSection(Section.AUTHORITY)).hasSize(1);
        }
    }

    @Test
    void otherZonesAreRefused() throws Exception {
        assertThat(TestPool.ask(start(), "example.com", Type.A, false).getRcode())
                .isEqualTo(Rcode.REFUSED);
    }

    @Test
    void withoutServiceRecordsTheNamesDoNotExist() throws Exception {
        MockPool mock = start("no-srv");
        assertThat(TestPool.ask(mock, INTERNAL_TLS, Type.SRV, false).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(TestPool.ask(mock, "_sip._tls.example.test", Type.SRV, false).getRcode())
                .isEqualTo(Rcode.NXDOMAIN);
        assertThat(address(TestPool.ask(mock, "sip.example.test", Type.A, false)))
                .isNotNull();
    }

    @Test
    void withoutAddressesTheServiceRecordDangles() throws Exception {
        MockPool mock = start("no-address");
        Message answer = TestPool.ask(mock, INTERNAL_TLS, Type.SRV, false);
        assertThat(srv(answer).getTarget()).hasToString("pool01.example.test.");
        assertThat(answer.getSection(Section.ADDITIONAL).stream().filter(record -> record instanceof ARecord))
                .isEmpty();
        assertThat(TestPool.ask(mock, "pool01.example.test", Type.A, false).getSection(Section.ANSWER))
                .isEmpty();
    }

    @Test
    void aDotMeansNotOffered() throws Exception {
        assertThat(srv(TestPool.ask(start("srv-dot"), INTERNAL_TLS, Type.SRV, false))
                        .getTarget())
                .hasToString(".");
    }

    @Test
    void aTargetOutsideTheDomainHasAnAddress() throws Exception {
        MockPool mock = start("strict-name");
        assertThat(srv(TestPool.ask(mock, INTERNAL_TLS, Type.SRV, false)).getTarget())
                .hasToString("pool01.fabrikam.test.");
        assertThat(address(TestPool.ask(mock, "pool01.fabrikam.test", Type.A, false)))
                .isNotNull();
    }

    @Test
    void aTargetCanBeChosen() throws Exception {
        MockPool mock = start("srv-target=pool01.child.example.test");
        assertThat(srv(TestPool.ask(mock, INTERNAL_TLS, Type.SRV, false)).getTarget())
                .hasToString("pool01.child.example.test.");
        assertThat(address(TestPool.ask(mock, "pool01.child.example.test", Type.A, false)))
                .isNotNull();
    }

    @Test
    void nobodyListensAtTheDeadPort() throws Exception {
        MockPool mock = start("dead-port");
        int port = srv(TestPool.ask(mock, INTERNAL_TLS, Type.SRV, false)).getPort();
        try (Socket socket = new Socket()) {
            assertThatThrownBy(
                            () -> socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000))
                    .isInstanceOf(java.net.ConnectException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"servfail, 2", "dns-refused, 5"})
    void brokenServersSaySo(String fault, int rcode) throws Exception {
        assertThat(TestPool.ask(start(fault), INTERNAL_TLS, Type.SRV, false).getRcode())
                .isEqualTo(rcode);
    }

    @Test
    void aTruncatedAnswerIsWholeOverTcp() throws Exception {
        MockPool mock = start("dns-truncated");
        Message udp = TestPool.ask(mock, INTERNAL_TLS, Type.SRV, false);
        assertThat(udp.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(udp.getSection(Section.ANSWER)).isEmpty();
        assertThat(srv(TestPool.ask(mock, INTERNAL_TLS, Type.SRV, true)).getPort())
                .isEqualTo(mock.tlsAddress().getPort());
    }

    @Test
    void aSilentServerCountsTheQuestion() throws Exception {
        MockPool mock = start("dns-silent:50%");
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(10_000);
            byte[] question = question();
            for (int i = 0; i < 10; i++) {
                socket.send(new DatagramPacket(question, question.length, mock.dnsAddress()));
            }
            // Whoever stands in the first half is not answered; the tenth question is (its point is 0.18 + ...).
            DatagramPacket answer = new DatagramPacket(new byte[512], 512);
            for (int i = 0; i < 5; i++) {
                socket.receive(answer);
            }
        }
        assertThat(mock.stats().questionsByAnswer())
                .containsEntry("SILENCE", 5L)
                .containsEntry("NOERROR", 5L);
    }

    @Test
    void garbageIsSurvived() throws Exception {
        MockPool mock = start();
        Random random = new Random(7);
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < 2_000; i++) {
                byte[] garbage = new byte[random.nextInt(200)];
                random.nextBytes(garbage);
                socket.send(new DatagramPacket(garbage, garbage.length, mock.dnsAddress()));
            }
            byte[] question = question();
            for (int i = 0; i < 2_000; i++) {
                byte[] bitten = question.clone();
                bitten[random.nextInt(bitten.length)] ^= (byte) (1 << random.nextInt(8));
                socket.send(new DatagramPacket(bitten, bitten.length, mock.dnsAddress()));
            }
        }
        assertThat(srv(TestPool.ask(mock, INTERNAL_TLS, Type.SRV, false)).getPort())
                .isEqualTo(mock.tlsAddress().getPort());
    }

    @Test
    void anAnswerIsNeverAnswered() throws Exception {
        MockPool mock = start();
        byte[] answer = question();
        answer[2] |= (byte) 0x80;
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(answer, answer.length, mock.dnsAddress()));
            byte[] question = question();
            socket.send(new DatagramPacket(question, question.length, mock.dnsAddress()));
            socket.setSoTimeout(10_000);
            DatagramPacket first = new DatagramPacket(new byte[512], 512);
            socket.receive(first);
            assertThat(new Message(java.util.Arrays.copyOf(first.getData(), first.getLength())).getRcode())
                    .isEqualTo(Rcode.NOERROR);
        }
        assertThat(mock.stats().questionsByAnswer())
                .containsEntry("SILENCE", 1L)
                .containsEntry("NOERROR", 1L);
    }

    @Test
    void aPortInUseIsNamedWithItsOption() throws Exception {
        MockPool mock = start();
        int taken = mock.dnsAddress().getPort();
        MockPlan plan = new MockPlan(
                "example.test", 1, MockPlan.Auth.NONE, false, 0, 60, "ecdsa", List.of(), "127.0.0.1", taken, 0, 0);
        assertThatThrownBy(() -> MockPool.start(plan, folder, Clock.systemUTC(), AnswerLog.NONE))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("127.0.0.1 port " + taken)
                .hasMessageContaining("--dns-port");
    }

    private static byte[] question() throws Exception {
        return Message.newQuery(Record.newRecord(
                        org.xbill.DNS.Name.fromString(INTERNAL_TLS + "."), Type.SRV, org.xbill.DNS.DClass.IN))
                .toWire();
    }

    private static SRVRecord srv(Message answer) {
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        return (SRVRecord) answer.getSection(Section.ANSWER).get(0);
    }

    private static InetAddress address(Message answer) {
        assertThat(answer.getSection(Section.ANSWER)).hasSize(1);
        return ((ARecord) answer.getSection(Section.ANSWER).get(0)).getAddress();
    }
}
