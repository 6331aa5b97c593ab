package rollcall.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.mock.AnswerLog;
import rollcall.mock.MockPool;
import rollcall.outcome.Fault;
import rollcall.plan.Overrides;
import rollcall.plan.Plan;
import rollcall.plan.ScenarioFile;
import rollcall.plan.TargetPlan;
import rollcall.report.FaultCount;
import rollcall.report.Totals;

/** Whether the first client really goes alone, and what becomes of the others. */
class CanaryTest {
    @TempDir
    private Path folder;

    private static final String DIGEST_IN_A_ROW = """
            auth: {scheme: digest}
            load: [{hold: {rate: 100/s}}]
            """;

    /** What is looked at when a run is over, and while it lasts. */
    private interface Look {
        void at(Engine engine, MockPool pool) throws Exception;
    }

    private void run(String mock, String more, AnswerLog log, Look underWay, Look afterwards) throws Exception {
        Path file = folder.resolve("test.yaml");
        Files.writeString(folder.resolve("password"), "Tr0ub4dor&3\n");
        Files.writeString(file, """
                name: test
                target: {mock: {users: 20, password: {file: password}, %s}}
                session: {stay: 100ms}
                dns: {timeout: 5s, tries: 2}
                limits: {connect: 20s, tls: 20s, answer: 20s, signOut: 20s}
                %s
                """.formatted(mock, more));
        Plan plan = ScenarioFile.read(file, Overrides.NONE).plan();
        try (MockPool pool =
                MockPool.start(((TargetPlan.Mock) plan.target()).mock(), folder, InstantSource.system(), log)) {
            Plan real = plan.at(
                    new TargetPlan.Automatic("example.test", List.of(pool.dnsAddress())),
                    plan.tls().withTrust(pool.caCertificate()));
            try (Engine engine = Engine.start(real, IoTransport.best(), 4, null, System::nanoTime)) {
                underWay.at(engine, pool);
                assertThat(engine.await(Duration.ofSeconds(40)))
                        .as("the run ends")
                        .isTrue();
                assertThat(engine.defect()).isNull();
                afterwards.at(engine, pool);
            }
        }
    }

    private void run(String mock, String more, Look afterwards) throws Exception {
        run(mock, more, AnswerLog.NONE, (engine, pool) -> {}, afterwards);
    }

    private static Totals totals(Engine engine) {
        return engine.tallies().sample();
    }

    @Test
    void itsRefusedPasswordStopsTheRunBeforeAnybodyElseHasTried() throws Exception {
        String everybodyAtOnce = """
                auth: {scheme: digest}
                load: [{atOnce: {clients: 20}}]
                guards: {maxRefusedPasswords: 5}
                """;
        run("auth: [digest], faults: [wrong-password]", everybodyAtOnce, (engine, pool) -> {
            assertThat(engine.stopReason()).contains("first client", "nobody else has tried");
            assertThat(totals(engine).started()).isEqualTo(1);
            assertThat(faults(engine)).containsExactly(Fault.AUTH_REFUSED);
            assertThat(pool.stats().connections()).isEqualTo(1);
            assertThat(engine.canaryNanos()).isZero();
        });
    }

    @Test
    void nobodyElseBeginsBeforeItHasSignedInAndNobodyIsLateForThat() throws Exception {
        Look aloneAsLongAsItIsOut = (engine, pool) -> {
            boolean over = false;
            while (!over) {
                long started = totals(engine).started();
                if (engine.canaryOut()) {
                    assertThat(started).isLessThanOrEqualTo(1);
                }
                over = engine.await(Duration.ofMillis(20));
            }
        };
        // two answers of a second each
        run(
                "auth: [digest], faults: [\"slow=1s\"]",
                DIGEST_IN_A_ROW,
                AnswerLog.NONE,
                aloneAsLongAsItIsOut,
                (engine, pool) -> {
                    assertThat(totals(engine).signedIn()).isEqualTo(20);
                    assertThat(engine.canaryNanos()).isGreaterThan(2_000_000_000L);
                    assertThat(engine.tallies().latencies().startLag().getMaxValue())
                            .isLessThan(1_500_000_000L);
                    assertThat(engine.canaryOut()).isFalse();
                });
    }

    @Test
    void itsFailureForAnotherReasonHoldsNobodyBack() throws Exception {
        run("auth: [digest], faults: [\"reject=403/4003\"]", DIGEST_IN_A_ROW, (engine, pool) -> {
            assertThat(engine.stopReason()).isNull();
            assertThat(totals(engine).failed()).isEqualTo(20);
        });
    }

    @Test
    void aRunStoppedWhileItIsOutEndsWithItAlone() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        Look interrupt = (engine, pool) -> {
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(engine.canaryOut()).isTrue();
            engine.stop("interrupted");
            assertThat(engine.canaryOut()).isFalse();
        };
        run(
                "auth: [digest], faults: [stall]",
                DIGEST_IN_A_ROW,
                answer -> asked.countDown(),
                interrupt,
                (engine, pool) -> {
                    assertThat(totals(engine).started()).isEqualTo(1);
                    assertThat(faults(engine)).containsExactly(Fault.RUN_STOPPED);
                });
    }

    @Test
    void aRunOfOneClientIsOverWhenThatOneIs() throws Exception {
        run("auth: [digest]", "auth: {scheme: digest}\nload: [{atOnce: {clients: 1}}]", (engine, pool) -> {
            assertThat(totals(engine).signedIn()).isEqualTo(1);
            assertThat(totals(engine).ended()).isEqualTo(1);
        });
    }

    @Test
    void whereNoPasswordIsSentAllBeginAtOnce() throws Exception {
        run("auth: [none]", "auth: {scheme: none}\nload: [{atOnce: {clients: 20}}]", (engine, pool) -> {
            assertThat(totals(engine).signedIn()).isEqualTo(20);
            assertThat(engine.canaryNanos()).isZero();
        });
    }

    @Test
    void aScenarioCanDoWithoutIt() throws Exception {
        run("auth: [digest]", DIGEST_IN_A_ROW + "guards: {canary: false}", (engine, pool) -> {
            assertThat(totals(engine).signedIn()).isEqualTo(20);
            assertThat(engine.canaryNanos()).isZero();
        });
    }

    private static List<Fault> faults(Engine engine) {
        return engine.tallies().faults().stream().map(FaultCount::fault).toList();
    }
}
