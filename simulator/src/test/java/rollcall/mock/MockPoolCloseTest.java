package rollcall.mock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;
import rollcall.plan.MockPlan;

/** How a pool ends while clients still come. */
class MockPoolCloseTest {
    private static final int COMERS = 400;

    @TempDir
    private Path folder;

    @RepeatedTest(30)
    void whoeverComesWhileThePoolEndsIsHungUpOn() throws Exception {
        List<Socket> connected = new ArrayList<>();
        try {
            Thread crowd;
            try (MockPool pool = MockPool.start(plan(), folder, InstantSource.system(), answer -> {})) {
                crowd = new Thread(() -> connect(pool.tlsAddress(), connected));
                crowd.start();
                while (pool.stats().connections() < 10) {
                    Thread.onSpinWait();
                }
            }
            crowd.join();
            for (Socket socket : connected) {
                assertThat(isHungUp(socket)).as("%s hung up on", socket).isTrue();
            }
        } finally {
            for (Socket socket : connected) {
                socket.close();
            }
        }
    }

    private static MockPlan plan() {
        return new MockPlan(
                "example.test",
                1,
                new MockPlan.Auth(List.of("none"), null),
                false,
                0,
                7200,
                "ecdsa",
                List.of(),
                "127.0.0.1",
                0,
                0,
                0);
    }

    private static void connect(InetSocketAddress pool, List<Socket> connected) {
        for (int i = 0; i < COMERS; i++) {
            Socket socket = new Socket();
            try {
                socket.connect(pool, 10_000);
                connected.add(socket);
            } catch (IOException e) {
                // The port is closed: nobody comes any more.
                return;
            }
        }
    }

    /**
     * Whether the other side has closed. It is asked with a byte: a connection that the system made while the port was
     * being closed belongs to nobody, and Linux says so only when something arrives on it (1 of about 20,000 here).
     */
    private static boolean isHungUp(Socket socket) {
        try {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(22);
            InputStream in = socket.getInputStream();
            while (in.read() >= 0) {
                // An alert may come first.
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            // reset
            return true;
        }
    }
}
