package rollcall.cli;

import io.netty.channel.EventLoopGroup;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import rollcall.check.CheckPlan;
import rollcall.check.CheckReport;
import rollcall.check.SignInCheck;
import rollcall.engine.IoTransport;
import rollcall.plan.PlanException;

/** Makes checks, one at a time, and keeps what they work on. */
final class CheckRunner implements AutoCloseable {
    private final IoTransport transport = IoTransport.best();
    private final EventLoopGroup group = transport.group(1, "check");
    private final ExecutorService preparations = Executors.newSingleThreadExecutor();

    /** One check, when it began and how long it took. */
    record Round(CheckReport report, Instant startedAt, long durationNanos) {}

    /** Checks, in bounded time. */
    Round run(CheckPlan plan) throws PlanException {
        Instant startedAt = Instant.now();
        long startNanos = System.nanoTime();
        CheckReport report = new SignInCheck(
                        plan,
                        transport.sockets(group.next()),
                        System::nanoTime,
                        System::currentTimeMillis,
                        preparations)
                .run();
        return new Round(report, startedAt, System.nanoTime() - startNanos);
    }

    @Override
    public void close() {
        preparations.shutdownNow();
        var unused = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
