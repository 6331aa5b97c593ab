package rollcall.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.mock.MockPool;
import rollcall.outcome.Stage;
import rollcall.plan.MockPlan;
import rollcall.plan.Overrides;
import rollcall.plan.Plan;
import rollcall.plan.ScenarioFile;
import rollcall.plan.TargetPlan;
import rollcall.report.Summary;
import rollcall.report.Verdict;

/** A generator that is held up on purpose says so, and does not blame the pool. */
class StarvedGeneratorTest {
    private static final long BEFORE_STALL_MILLIS = 1_000;
    private static final long STALL_MILLIS = 3_000;

    @TempDir
    private Path folder;

    @Test
    void aStalledLoopMakesTheRunInvalidAndShowsInTheLatencyFromDue() throws Exception {
        Path file = folder.resolve("test.yaml");
        Files.writeString(file, """
                target: {mock: {users: 400, key: ecdsa}}
                auth: {scheme: none}
                load: [{hold: {rate: 50/s}}]
                session: {stay: 10ms}
                dns: {timeout: 10s, tries: 3}
                limits: {connect: 20s, tls: 20s, answer: 20s, signOut: 20s, maxRetries: 0}
                """);
        Plan plan = ScenarioFile.read(file, Overrides.NONE).plan();
        MockPlan mock = ((TargetPlan.Mock) plan.target()).mock();
        AtomicBoolean due = new AtomicBoolean();
        Summary summary;
        try (MockPool pool = MockPool.start(mock, folder, InstantSource.system(), answer -> {})) {
            summary = WholeRunTest.run(
                    plan,
                    pool.dnsAddress(),
                    pool.caCertificate(),
                    engine -> whenTheLoadHasBegun(engine, due),
                    stalling(due));
        }

        assertThat(summary.verdict().kind()).isEqualTo(Verdict.Kind.INVALID);
        assertThat(summary.verdict().reasons())
                .anyMatch(reason ->
                        reason.startsWith("one client in a hundred started") && reason.contains("lower the rate"))
                .anyMatch(reason -> reason.startsWith("an event loop stood still for"));
        Histogram fromDue = summary.latencies().logonFromDue();
        Histogram fromSent = summary.latencies().of(Stage.LOGON);
        // Half of those who were due within three of eight seconds waited for the loop, a second and a half in the
        // mean.
        assertThat(fromDue.getMean() - fromSent.getMean()).isGreaterThan(0.15e9);
        assertThat(fromDue.getValueAtPercentile(90) - fromSent.getValueAtPercentile(90))
                .isGreaterThan(700_000_000L);
    }

    /** A clock that holds whoever asks it on an event loop, once, when told to. */
    private static LongSupplier stalling(AtomicBoolean due) {
        return () -> {
            if (Thread.currentThread().getName().startsWith("rollcall-") && due.compareAndSet(true, false)) {
                hold();
            }
            return System.nanoTime();
        };
    }

    private static void whenTheLoadHasBegun(Engine engine, AtomicBoolean due) {
        while (engine.loadOffsetNanos() < TimeUnit.MILLISECONDS.toNanos(BEFORE_STALL_MILLIS)) {
            Thread.onSpinWait();
        }
        due.set(true);
    }

    private static void hold() {
        try {
            assertThat(new CountDownLatch(1).await(STALL_MILLIS, TimeUnit.MILLISECONDS))
                    .isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
