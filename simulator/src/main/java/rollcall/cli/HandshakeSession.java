package rollcall.cli;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import rollcall.engine.Guards;
import rollcall.engine.HandshakeRun;
import rollcall.engine.HandshakeTarget;
import rollcall.engine.IoTransport;
import rollcall.engine.ProcessWatch;
import rollcall.plan.Threshold;
import rollcall.report.HandshakeBaseline;
import rollcall.report.HandshakeFacts;
import rollcall.report.HandshakeMeasurement;
import rollcall.report.HandshakeResult;

/** Measures handshakes while somebody watches, and may stop it. */
final class HandshakeSession {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private HandshakeSession() {}

    /** One target, judged. */
    static HandshakeResult measure(
            HandshakeTarget target,
            Guards guards,
            Console console,
            List<Threshold> thresholds,
            @Nullable HandshakeBaseline baseline,
            double margin)
            throws InterruptedException {
        Done done = measure(List.of(target), guards, console);
        return HandshakeResult.of(done.measurements().get(0), done.facts(), thresholds, baseline, margin);
    }

    /** What was measured, in the order of the targets. */
    record Done(List<HandshakeMeasurement> measurements, HandshakeFacts facts) {}

    /** Targets by turns. */
    static Done measure(List<HandshakeTarget> targets, Guards guards, Console console) throws InterruptedException {
        ProcessWatch process = new ProcessWatch();
        IoTransport transport = IoTransport.best();
        Instant startedAt = Instant.now();
        long began = System.nanoTime();
        Progress progress = new Progress(console, began);
        try (HandshakeRun run = new HandshakeRun(targets, guards, transport, progress)) {
            progress.run = run;
            Interrupt interrupt = new Interrupt(
                    () -> {
                        console.say("Stopping: no more handshakes begin. Once more Ctrl-C ends at once.");
                        run.stop("interrupted");
                    },
                    () -> Runtime.getRuntime().halt(Main.STOPPED));
            List<HandshakeMeasurement> measurements;
            try {
                measurements = run.measure();
            } finally {
                interrupt.close();
                console.clear();
            }
            HandshakeFacts facts = new HandshakeFacts(
                    startedAt,
                    System.nanoTime() - began,
                    run.stopReason(),
                    run.loops(),
                    process.cpuNanos(),
                    guards.maxPerSecond(),
                    transport.word(),
                    Runtime.getRuntime().availableProcessors(),
                    Runtime.version().toString(),
                    new Version().getVersion()[0]);
            return new Done(measurements, facts);
        }
    }

    /** A line each second. */
    private static final class Progress implements Runnable {
        private final Console console;
        private long toldNanos;
        private long told;
        private @Nullable HandshakeRun run;

        Progress(Console console, long nowNanos) {
            this.console = console;
            toldNanos = nowNanos;
        }

        @Override
        public void run() {
            long now = System.nanoTime();
            HandshakeRun running = run;
            if (running != null && now - toldNanos >= SECOND_NANOS) {
                long ended = running.ended();
                console.progress(String.format(
                        Locale.ROOT,
                        "%,d of %,d handshakes · %,.0f/s",
                        ended,
                        Math.max(ended, running.planned()),
                        (ended - told) * 1e9 / (now - toldNanos)));
                told = ended;
                toldNanos = now;
            }
        }
    }
}
