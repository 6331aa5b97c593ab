package rollcall.engine;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;
import rollcall.plan.HandshakePlan;
import rollcall.report.HandshakeMeasurement;
import rollcall.report.HandshakeTally;

/**
 * Measures handshakes: with each target first one alone, then those that warm up, then the repetitions, by turns when there
 * are several targets, so that whatever else happens on the machine meets all of them.
 */
public final class HandshakeRun implements AutoCloseable {
    private static final long TICK_MILLIS = 200;
    /** On a busy machine Java's compiler comes late; but not for ever. */
    private static final int MOST_WARM_UPS = 4;
    /** Compiling takes less than this share of the event loops' processor time once all is translated. */
    private static final double TRANSLATED = 0.05;

    private static final String NOT_RESUMED =
            "the second handshake was a full one again: the server handed out nothing that"
                    + " this engine could use. Some servers hand out tickets of TLS 1.3 only with their first answer, which a"
                    + " handshake alone never gets";
    /** After so many Java has translated it. */
    private static final int MOST_REFERENCE_WARM_UP = 1_000;

    private static final String THREADS = "handshake";

    private final Guards guards;
    private final List<HandshakeTarget> targets;
    private final Runnable tick;
    private final EventLoopGroup group;
    private final List<HandshakeLoop> loops = new ArrayList<>();
    private final List<ReferenceWork> references = new ArrayList<>();
    private final long[] threads;
    private final ThreadWaits waits;
    private final ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
    private long endedBefore;
    private volatile @Nullable HandshakeBatch current;
    private volatile @Nullable String stopped;

    /**
     * Prepares the event loops: one for two processors, since the other serves what is measured where both are one machine.
     *
     * @param guards that allow the targets and keep the rate
     * @param tick called now and then while the measurement lasts
     */
    public HandshakeRun(List<HandshakeTarget> targets, Guards guards, IoTransport transport, Runnable tick) {
        this.targets = List.copyOf(targets);
        this.guards = guards;
        this.tick = tick;
        int most = targets.stream()
                .mapToInt(target -> target.plan().concurrency())
                .max()
                .orElse(1);
        int number = Math.max(1, Math.min(most, Runtime.getRuntime().availableProcessors() / 2));
        group = transport.group(number, THREADS);
        threads = new long[number];
        int at = 0;
        for (EventExecutor loop : group) {
            loops.add(new HandshakeLoop((EventLoop) loop, transport.sockets(), System::nanoTime, reference()));
            threads[at++] = loop.submit(() -> Thread.currentThread().getId())
                    .syncUninterruptibly()
                    .getNow();
        }
        waits = new ThreadWaits(THREADS);
    }

    private ReferenceMeter reference() {
        try {
            ReferenceWork work = new ReferenceWork();
            references.add(work);
            return new ReferenceMeter(work::run, cpu::getCurrentThreadCpuTime);
        } catch (IOException e) { // as after a failure later: there is no reference
            return new ReferenceMeter(
                    () -> {
                        throw e;
                    },
                    cpu::getCurrentThreadCpuTime);
        }
    }

    /** How many event loops there are. */
    public int loops() {
        return threads.length;
    }

    /** How many handshakes are over, those that warm up among them. */
    public long ended() {
        HandshakeBatch batch = current;
        return endedBefore + (batch == null ? 0 : batch.ended());
    }

    /** How many there will be if nothing goes wrong, and no more are needed to warm up. */
    public long planned() {
        long planned = 0;
        for (HandshakeTarget target : targets) {
            planned += (target.resumes() ? 2 : 1)
                    + target.plan().warmUp()
                    + target.plan().count();
        }
        return planned;
    }

    /** No more handshakes begin; {@link #measure} returns with what there is. Any thread. */
    public void stop(String why) {
        stopped = why;
        HandshakeBatch batch = current;
        if (batch != null) {
            batch.stop(why);
        }
    }

    /** Why it was stopped by {@link #stop}; null when it was not. */
    public @Nullable String stopReason() {
        return stopped;
    }

    /** Measures all targets, in their order. Called once. */
    public List<HandshakeMeasurement> measure() throws InterruptedException {
        List<HandshakeMeasurement> measurements = new ArrayList<>();
        warmUpReferences();
        for (HandshakeTarget target : targets) {
            HandshakeMeasurement measurement = new HandshakeMeasurement(target.plan(), target.engine(), text(target));
            measurements.add(measurement);
            prepare(target, measurement);
        }
        int most = targets.stream()
                .mapToInt(target -> target.plan().repetitions())
                .max()
                .orElse(0);
        for (int repetition = 0; repetition < most; repetition++) {
            for (int i = 0; i < targets.size(); i++) {
                HandshakePlan plan = targets.get(i).plan();
                if (measurements.get(i).stopped() == null && repetition < plan.repetitions()) {
                    repeat(targets.get(i), plan.countOf(repetition), measurements.get(i));
                }
            }
        }
        return measurements;
    }

    private static String text(HandshakeTarget target) {
        String host = target.address().getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":"
                + target.address().getPort();
    }

    /** So that a piece of it takes no longer at first than at last. */
    private void warmUpReferences() throws InterruptedException {
        int times = targets.stream()
                .mapToInt(
                        target -> Math.min(MOST_REFERENCE_WARM_UP, target.plan().warmUp()))
                .max()
                .orElse(0);
        List<CompletableFuture<Void>> warming = new ArrayList<>();
        for (HandshakeLoop loop : loops) {
            warming.add(loop.warmUpReference(times));
        }
        await(CompletableFuture.allOf(warming.toArray(new CompletableFuture<?>[0])));
    }

    /** The first handshake goes alone: what it meets, all others would. */
    private void prepare(HandshakeTarget target, HandshakeMeasurement measurement) throws InterruptedException {
        Done first = run(target, 1, 1);
        if (first.stopped == null && first.failed() > 0) {
            measurement.stopped("the first handshake failed", first.tallies);
            return;
        }
        if (target.resumes() && first.stopped == null) {
            Done second = run(target, 1, 1);
            if (second.stopped == null && second.failed() == 0 && second.resumed() == 0) {
                measurement.stopped(NOT_RESUMED);
                return;
            }
        }
        Done warm = run(target, target.plan().warmUp(), target.plan().concurrency());
        for (int i = 1; i < MOST_WARM_UPS && warm.isTranslating() && !isSlow(); i++) {
            warm = run(target, target.plan().warmUp(), target.plan().concurrency());
        }
        if (warm.stopped != null) {
            measurement.stopped(warm.stopped, warm.tallies);
        }
    }

    /** With a limit to the rate, warming up more than was asked for would take too long. */
    private boolean isSlow() {
        return !Double.isInfinite(guards.maxPerSecond());
    }

    private void repeat(HandshakeTarget target, int count, HandshakeMeasurement measurement)
            throws InterruptedException {
        Done done = run(target, count, target.plan().concurrency());
        measurement.add(done.tallies, done.wallNanos, done.cpuNanos, done.waitNanos, done.leftOpen);
        if (done.stopped != null) {
            measurement.stopped(done.stopped);
        }
    }

    /** What one batch came to. */
    private record Done(
            List<HandshakeTally> tallies,
            long wallNanos,
            long cpuNanos,
            long waitNanos,
            long leftOpen,
            long compilingMillis,
            @Nullable String stopped) {
        /** Whether Java was still busy with making the code faster that is to be measured. */
        boolean isTranslating() {
            return stopped == null && compilingMillis * 1e6 > TRANSLATED * cpuNanos;
        }

        long failed() {
            return tallies.stream().mapToLong(HandshakeTally::failed).sum();
        }

        long resumed() {
            return tallies.stream().mapToLong(HandshakeTally::resumed).sum();
        }
    }

    private Done run(HandshakeTarget target, int count, int concurrency) throws InterruptedException {
        long before = System.nanoTime();
        long cpuBefore = cpuNanos();
        long waitBefore = waits.nanos();
        long compilingBefore = compilingMillis();
        HandshakeBatch batch = new HandshakeBatch(target, guards, count, before);
        current = batch;
        String why = stopped;
        if (why != null) {
            batch.stop(why);
        }
        List<CompletableFuture<HandshakeTally>> working = new ArrayList<>();
        int number = Math.min(loops.size(), concurrency);
        for (int i = 0; i < number; i++) {
            int lanes = concurrency / number + (i < concurrency % number ? 1 : 0);
            working.add(loops.get(i).work(batch, lanes));
        }
        await(CompletableFuture.allOf(working.toArray(new CompletableFuture<?>[0])));
        long wall = System.nanoTime() - before;
        long cpuNanos = cpuNanos() - cpuBefore;
        long waitNanos = waits.nanos() - waitBefore;
        endedBefore += batch.ended();
        current = null;
        return new Done(
                working.stream().map(CompletableFuture::join).toList(),
                wall,
                cpuNanos,
                waitNanos,
                batch.leftOpenCount(),
                compilingMillis() - compilingBefore,
                batch.stopped());
    }

    private void await(CompletableFuture<Void> all) throws InterruptedException {
        while (true) {
            try {
                all.get(TICK_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException notYet) {
                tick.run();
            } catch (ExecutionException e) {
                throw new IllegalStateException(Fault.OURS_INTERNAL.cause(), e.getCause());
            }
        }
    }

    /** Processor time of the event loops, which do all the work of a handshake. Compiler and garbage collector do not. */
    private long cpuNanos() {
        long nanos = 0;
        for (long thread : threads) {
            nanos += cpu.getThreadCpuTime(thread);
        }
        return nanos;
    }

    private static long compilingMillis() {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        return compiler != null && compiler.isCompilationTimeMonitoringSupported()
                ? compiler.getTotalCompilationTime()
                : 0;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
        references.forEach(ReferenceWork::close);
    }
}
