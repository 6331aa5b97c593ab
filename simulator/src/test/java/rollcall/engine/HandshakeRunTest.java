package rollcall.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.mock.MockPool;
import rollcall.outcome.Fault;
import rollcall.plan.GuardPlan;
import rollcall.plan.HandshakePlan;
import rollcall.plan.MockPlan;
import rollcall.plan.TlsPlan;
import rollcall.report.HandshakeMeasurement;
import rollcall.report.HandshakeRepetition;

class HandshakeRunTest {
    private static final int ENDLESS = 100_000_000;

    @TempDir
    private Path folder;

    private MockPool pool(String... faults) throws Exception {
        MockPlan plan = new MockPlan(
                "example.test", 1, MockPlan.Auth.NONE, false, 0, 7200, "ecdsa", List.of(faults), "127.0.0.1", 0, 0, 0);
        return MockPool.start(plan, folder, InstantSource.system(), answer -> {});
    }

    private static HandshakePlan plan(MockPool pool, TlsPlan.Engine engine, int count, int warmUp) {
        TlsPlan tls = new TlsPlan(engine, pool.caCertificate(), List.of("TLSv1.3"), List.of(), false, true, null);
        return new HandshakePlan(
                "127.0.0.1", pool.tlsAddress().getPort(), "pool01.example.test", tls, count, 4, warmUp, 3);
    }

    private static Guards guards() throws Exception {
        return new Guards(new GuardPlan(1, List.of(), 12, false), why -> {});
    }

    @Test
    void everyHandshakeIsCountedOnceAndThoseThatWarmUpAreNot() throws Exception {
        try (MockPool pool = pool();
                HandshakeTarget boringssl =
                        HandshakeTarget.open(plan(pool, TlsPlan.Engine.BORINGSSL, 41, 7), pool.tlsAddress());
                HandshakeTarget jdk = HandshakeTarget.open(plan(pool, TlsPlan.Engine.JDK, 10, 0), pool.tlsAddress());
                HandshakeRun run = new HandshakeRun(List.of(boringssl, jdk), guards(), IoTransport.NIO, () -> {})) {
            List<HandshakeMeasurement> measured = run.measure();
            assertThat(measured).extracting(HandshakeMeasurement::succeeded).containsExactly(41L, 10L);
            assertThat(measured).extracting(HandshakeMeasurement::failed).containsOnly(0L);
            assertThat(measured).extracting(HandshakeMeasurement::engine).containsExactly("boringssl", "jdk");
            assertThat(measured.get(0).repetitions())
                    .extracting(HandshakeRepetition::succeeded)
                    .containsExactly(11L, 10L, 10L, 10L);
            assertThat(measured.get(0).repetitions()).allSatisfy(each -> {
                assertThat(each.cpuNanos()).isPositive();
                assertThat(each.waitNanos()).isNotNegative();
                assertThat(each.referenceNanos()).isPositive();
                assertThat(each.wallNanos()).isGreaterThan(each.tls().maxNanos());
            });
            assertThat(measured.get(0).leftOpen()).isZero();
        }
    }

    @Test
    void whatIsStoppedTellsWhatItHas() throws Exception {
        AtomicReference<@Nullable HandshakeRun> running = new AtomicReference<>();
        Runnable stopping = () -> {
            HandshakeRun run = running.get();
            if (run != null && run.ended() > 10) {
                run.stop("interrupted");
            }
        };
        try (MockPool pool = pool();
                HandshakeTarget target =
                        HandshakeTarget.open(plan(pool, TlsPlan.Engine.BORINGSSL, ENDLESS, 0), pool.tlsAddress());
                HandshakeRun run = new HandshakeRun(List.of(target), guards(), IoTransport.NIO, stopping)) {
            running.set(run);
            HandshakeMeasurement measured = run.measure().get(0);
            assertThat(run.stopReason()).isEqualTo("interrupted");
            assertThat(measured.stopped()).isEqualTo("interrupted");
            assertThat(measured.succeeded()).isBetween(1L, ENDLESS - 1L);
        }
    }

    @Test
    void aServerThatClosesAtHelloFailsTheFirstAndNobodyElseTries() throws Exception {
        try (MockPool pool = pool("tls-drop");
                HandshakeTarget target =
                        HandshakeTarget.open(plan(pool, TlsPlan.Engine.BORINGSSL, ENDLESS, 0), pool.tlsAddress());
                HandshakeRun run = new HandshakeRun(List.of(target), guards(), IoTransport.NIO, () -> {})) {
            HandshakeMeasurement measured = run.measure().get(0);
            assertThat(measured.stopped()).isEqualTo("the first handshake failed");
            assertThat(measured.failed()).isEqualTo(1);
            assertThat(measured.repetitions()).isEmpty();
        }
    }

    @Test
    void whereNobodyListensOneTryIsEnough() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        InetSocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (MockPool pool = pool();
                HandshakeTarget target =
                        HandshakeTarget.open(plan(pool, TlsPlan.Engine.BORINGSSL, ENDLESS, 0), nobody);
                HandshakeRun run = new HandshakeRun(List.of(target), guards(), IoTransport.NIO, () -> {})) {
            HandshakeMeasurement measured = run.measure().get(0);
            assertThat(measured.faults().get(0).fault()).isEqualTo(Fault.CONNECT_REFUSED);
            assertThat(measured.failed()).isEqualTo(1);
        }
    }

    @Test
    void aBatchEndsAfterManyFailuresInARow() throws Exception {
        try (MockPool pool = pool();
                HandshakeTarget target =
                        HandshakeTarget.open(plan(pool, TlsPlan.Engine.BORINGSSL, ENDLESS, 0), pool.tlsAddress())) {
            HandshakeBatch batch = new HandshakeBatch(target, guards(), ENDLESS, 0);
            for (int i = 1; i < HandshakeBatch.MOST_FAILURES; i++) {
                batch.failed();
            }
            assertThat(batch.isStopped()).isFalse();
            batch.succeeded();
            for (int i = 1; i < HandshakeBatch.MOST_FAILURES; i++) {
                batch.failed();
            }
            assertThat(batch.take()).isTrue();
            batch.failed();
            assertThat(batch.isStopped()).isTrue();
            assertThat(batch.take()).isFalse();
        }
    }
}
