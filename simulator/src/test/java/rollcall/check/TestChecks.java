package rollcall.check;

import io.netty.channel.EventLoopGroup;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import rollcall.engine.IoTransport;
import rollcall.plan.MockPlan;
import rollcall.plan.Secret;
import rollcall.plan.TlsPlan;

/** Checks for tests, on a loop and a thread of their own, and pools to be checked. */
final class TestChecks implements AutoCloseable {
    private final IoTransport transport = IoTransport.best();
    private final EventLoopGroup group = transport.group(1, "check");
    private final ExecutorService preparations = Executors.newSingleThreadExecutor();

    /** The usual pool of example.test on loopback with 100 users of this password, at free ports. */
    static MockPlan ntlmPool(String password, String... faults) {
        return pool(new MockPlan.Auth(List.of("ntlm"), Secret.of(password)), faults);
    }

    static MockPlan pool(MockPlan.Auth auth, String... faults) {
        return new MockPlan("example.test", 100, auth, false, 0, 7200, "ecdsa", List.of(faults), "127.0.0.1", 0, 0, 0);
    }

    /** What clients trust and speak by default, but with these roots. */
    static TlsPlan trusting(Path roots) {
        return new TlsPlan(
                TlsPlan.Engine.BORINGSSL, roots, List.of("TLSv1.2", "TLSv1.3"), List.of(), false, true, null);
    }

    CheckReport run(CheckPlan plan) throws Exception {
        return new SignInCheck(
                        plan,
                        transport.sockets(group.next()),
                        System::nanoTime,
                        System::currentTimeMillis,
                        preparations)
                .run();
    }

    @Override
    public void close() {
        preparations.shutdownNow();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
