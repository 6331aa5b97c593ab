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
                assertThat(isHungUp(socket)).as(socket.toString()).isTrue();
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

    /** Whether the other side has closed; it has said all it had to say. */
    private static boolean isHungUp(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        InputStream in = socket.getInputStream();
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            // reset
            return true;
        }
    }
}
