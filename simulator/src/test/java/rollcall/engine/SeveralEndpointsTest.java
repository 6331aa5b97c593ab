package rollcall.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.mock.MockPool;
import rollcall.plan.Overrides;
import rollcall.plan.Plan;
import rollcall.plan.ScenarioFile;
import rollcall.plan.TargetPlan;
import rollcall.report.Summary;

class SeveralEndpointsTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void thePoolHoldsABindingForEachOfAUsersMachines() throws Exception {
        Path file = Files.writeString(folder.resolve("test.yaml"), """
                name: test
                target: {mock: {users: 10, key: ecdsa}}
                endpoints: 3
                auth: {scheme: none}
                load: [{hold: {rate: 200/s}}]
                session: {stayFrom: allSignedIn, stay: 1s}
                dns: {timeout: 5s, tries: 2}
                limits: {connect: 20s, tls: 20s, answer: 20s, signOut: 20s}
                """);
        Plan plan = ScenarioFile.read(file, Overrides.NONE).plan();
        AtomicLong most = new AtomicLong();
        try (MockPool pool = MockPool.start(
                ((TargetPlan.Mock) plan.target()).mock(), folder, InstantSource.system(), answer -> {})) {
            Summary summary = WholeRunTest.run(plan, pool.dnsAddress(), pool.caCertificate(), engine -> {
                while (!engine.await(Duration.ofMillis(20))) {
                    most.accumulateAndGet(pool.stats().registered(), Math::max);
                }
            });

            assertThat(summary.faults()).isEmpty();
            assertThat(summary.clients().signedIn()).isEqualTo(30);
            assertThat(most).as("bindings of 10 users").hasValue(30);
            assertThat(pool.stats().registered()).isZero();
        }
    }
}
