package rollcall.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import rollcall.plan.PlanException;

/** Front ends of equal right, one that dies and comes back, and connections that something in between cuts. */
final class MockOutageTest {
    private static final int PATIENCE_MILLIS = 20_000;

    @TempDir
    private Path folder;

    @RegisterExtension
    final TestPools pools = new TestPools();

    private MockPool start(int frontEnds, String... faults) throws Exception {
        return pools.keep(MockPool.start(
                TestPool.plan(faults).withFrontEnds(frontEnds), folder, Clock.systemUTC(), AnswerLog.NONE));
    }

    /** The servers over TLS, in their order: all but the one for TCP, which is the last. */
    private static List<InetSocketAddress> frontEnds(MockPool pool) {
        List<InetSocketAddress> all = List.copyOf(pool.listeners().values());
        return all.subList(0, all.size() - 1);
    }

    private static Socket connected(InetSocketAddress address) throws IOException {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** Waits until the other end is gone; by RST, since a FIN would be an end of the stream. */
    private static void assertReset(Socket socket) {
        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("reset");
    }

    private static boolean accepts(InetSocketAddress address) {
        try (Socket socket = connected(address)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static void await(InetSocketAddress address, boolean accepting) {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        while (accepts(address) != accepting) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void everyFrontEndIsATargetForClientsInside() throws Exception {
        MockPool pool = start(3);
        List<SRVRecord> records =
                TestPool.ask(pool, "_sipinternaltls._tcp.example.test", Type.SRV, false)
                        .getSection(Section.ANSWER)
                        .stream()
                        .map(SRVRecord.class::cast)
                        .toList();
        assertThat(records)
                .extracting(record -> record.getTarget().toString())
                .containsExactlyInAnyOrder("pool01.example.test.", "pool02.example.test.", "pool03.example.test.");
        assertThat(records)
                .extracting(SRVRecord::getPort)
                .containsExactlyInAnyOrderElementsOf(
                        frontEnds(pool).stream().map(InetSocketAddress::getPort).toList());
    }

    @Test
    void theLastFrontEndDiesWithItsConnectionsWhileTheOthersLive() throws Exception {
        MockPool pool = start(2, "front-end-dies=1s");
        List<InetSocketAddress> frontEnds = frontEnds(pool);
        try (Socket first = connected(frontEnds.get(0));
                Socket last = connected(frontEnds.get(1))) {
            assertReset(last);
            await(frontEnds.get(1), false);
            assertThat(accepts(frontEnds.get(0))).isTrue();
            assertThat(first.getInputStream().available()).isZero();
        }
    }

    @Test
    void aFrontEndThatDiesForAWhileIsBackOnItsPort() throws Exception {
        MockPool pool = start(1, "front-end-dies=200ms/1s");
        InetSocketAddress only = frontEnds(pool).get(0);
        try (Socket socket = connected(only)) {
            assertReset(socket);
        }
        await(only, true);
        try (RawClient client = RawClient.tls(pool)) {
            assertThat(client.register("user0001").text()).startsWith("SIP/2.0 200 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut-age=300ms", "cut-idle=300ms"})
    void aConnectionIsResetAtItsAgeOrWhenNothingGoesOverIt(String fault) throws Exception {
        long before = System.nanoTime();
        try (Socket socket = connected(frontEnds(start(1, fault)).get(0))) {
            assertReset(socket);
            assertThat(System.nanoTime() - before).isGreaterThan(290_000_000L);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "front-end-dies",
                "front-end-dies=soon",
                "front-end-dies=3s/0s",
                "front-end-dies=3s:50%",
                "cut-age=0s",
                "cut-idle"
            })
    void aTimeThatMakesNoSenseIsTold(String fault) {
        assertThatThrownBy(() -> start(1, fault))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("fault");
    }
}
