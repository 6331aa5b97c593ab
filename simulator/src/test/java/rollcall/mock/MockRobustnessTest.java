package rollcall.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever some do, the next client signs in. */
final class MockRobustnessTest {
    @TempDir
    private Path folder;

    private MockPool pool;

    @BeforeEach
    void start() throws Exception {
        pool = TestPool.start(folder);
    }

    @AfterEach
    void theNextClientSignsIn() throws Exception {
        try (RawClient tls = RawClient.tls(pool);
                RawClient tcp = RawClient.tcp(pool)) {
            assertThat(tls.register("user0001").status()).isEqualTo(200);
            assertThat(tcp.register("user0002").status()).isEqualTo(200);
        } finally {
            pool.close();
        }
    }

    @Test
    void garbageIsClosed() throws Exception {
        Random random = new Random(42);
        for (int i = 0; i < 50; i++) {
            byte[] garbage = new byte[1 + random.nextInt(3_000)];
            random.nextBytes(garbage);
            garbage[0] = 'x';
            for (Socket socket : List.of(tcp(), tlsPort())) {
                try (socket) {
                    socket.getOutputStream().write(garbage);
                    socket.shutdownOutput();
                    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException reset) {
                    // The pool may close before it has read all.
                }
            }
        }
        await().until(() -> pool.stats().connectionsOpen() == 0);
        assertThat(pool.stats().malformed()).isPositive();
        assertThat(pool.stats().handshakeFailures()).isPositive();
    }

    @Test
    void aHeaderOfAMillionBytesIsClosedEarly() throws Exception {
        try (Socket socket = tcp()) {
            OutputStream out = socket.getOutputStream();
            out.write("REGISTER sip:example.test SIP/2.0\r\nX-Long: ".getBytes(StandardCharsets.US_ASCII));
            byte[] block = "x".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 100; i++) {
                out.write(block);
            }
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } catch (IOException reset) {
            assertThat(reset).hasMessageMatching("(?i).*(reset|broken pipe).*");
        }
        await().until(() -> pool.stats().malformed() == 1);
    }

    @Test
    void aBodyThatIsAnnouncedTooLargeIsClosed() throws Exception {
        try (RawClient client = RawClient.tcp(pool)) {
            client.send(RawClient.register("user0001", 1, "").replace("Content-Length: 0", "Content-Length: 9999999"));
            assertThat(client.readAll()).isEmpty();
        }
    }

    @Test
    void halfMessagesWaitAndTheirOtherHalfIsTaken() throws Exception {
        String request = RawClient.register("user0001", 1, "");
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            RawClient client = RawClient.tcp(pool);
            client.send(request.substring(0, i * request.length() / 100));
            clients.add(client);
        }
        for (int i = 0; i < 100; i++) {
            try (RawClient client = clients.get(i)) {
                client.send(request.substring(i * request.length() / 100));
                assertThat(client.read().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void halfAMessageIsNotWaitedForForEver() throws Exception {
        TestClock clock = new TestClock();
        MockLimits quick = new MockLimits(MockLimits.DEFAULT.sip(), 300, 600_000, 10_000, 10_000, 10, 10);
        try (MockPool other = MockPool.start(TestPool.plan(), folder.resolve("other"), clock, AnswerLog.NONE, quick);
                RawClient half = RawClient.tcp(other);
                RawClient idle = RawClient.tcp(other)) {
            half.send("REGISTER sip:example");
            idle.register("user0001");
            await().until(() -> other.stats().connectionsOpen() == 2);
            // Whether the bytes have been seen cannot be known from outside: time goes on until they have.
            await().until(() -> {
                clock.passSeconds(11);
                return other.stats().connectionsOpen() == 1;
            });
            assertThat(half.readAll()).isEmpty();
            assertThat(idle.register("user0001").status()).isEqualTo(200);
        }
    }

    @Test
    void twoThousandIdleConnectionsAreNoBurden() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 2_000; i++) {
                sockets.add(i % 2 == 0 ? tcp() : tlsPort());
            }
            await().until(() -> pool.stats().connectionsOpen() == 2_000);
            try (RawClient client = RawClient.tls(pool)) {
                assertThat(client.register("user0001").status()).isEqualTo(200);
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        await().until(() -> pool.stats().connectionsOpen() == 0);
    }

    @Test
    void clientsThatVanishLeaveNothing() throws Exception {
        for (int i = 1; i <= 200; i++) {
            RawClient client = RawClient.tcp(pool);
            client.socket.setSoLinger(true, 0);
            client.send(RawClient.register("user%04d".formatted(i), 1, ""));
            if (i % 2 == 0) {
                client.read();
            }
            client.close();
        }
        await().until(() -> pool.stats().connectionsOpen() == 0 && pool.stats().registered() == 0);
    }

    @Test
    void whoAsksAndDoesNotListenIsNotReadFrom() throws Exception {
        byte[] request = RawClient.register("user0001", 1, "").getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = tcp()) {
            Thread flood = new Thread(() -> {
                try {
                    for (int i = 0; i < 200_000; i++) {
                        socket.getOutputStream().write(request);
                    }
                } catch (IOException closed) {
                    // As it should end: blocked, then closed below.
                }
            });
            flood.setDaemon(true);
            flood.start();
            // The writer stands still once both sides' buffers are full, far from 200,000 requests.
            await().atMost(Duration.ofSeconds(40)).until(this::standsStill);
            assertThat(flood.isAlive()).isTrue();
            assertThat(pool.stats().answers(200)).isLessThan(100_000);
        }
    }

    private boolean standsStill() {
        long before = pool.stats().answers(200);
        long deadline = System.nanoTime() + 300_000_000L;
        while (System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        return before > 0 && pool.stats().answers(200) == before;
    }

    private Socket tcp() throws IOException {
        return connect(pool.tcpAddress().getPort());
    }

    private Socket tlsPort() throws IOException {
        return connect(pool.tlsAddress().getPort());
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(java.net.InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        return socket;
    }
}
