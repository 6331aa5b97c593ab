package rollcall.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.mock.MockPool;
import rollcall.outcome.Fault;
import rollcall.plan.Overrides;
import rollcall.plan.Plan;
import rollcall.plan.ScenarioFile;
import rollcall.plan.TargetPlan;
import rollcall.report.Closes;
import rollcall.report.Summary;

/** Held connections over loopback, which something in between cuts. */
class LongHoldTest {
    @TempDir
    private Path folder;

    private Summary run(String fault) throws Exception {
        Path file = Files.writeString(folder.resolve("test.yaml"), """
                name: test
                target: {mock: {users: 100, key: ecdsa, faults: ["%s"]}}
                auth: {scheme: none}
                load: [{hold: {rate: 20/s}}]
                session: {stay: 15s}
                dns: {timeout: 5s, tries: 2}
                limits: {connect: 20s, tls: 20s, answer: 20s, signOut: 20s, maxRetries: 0}
                """.formatted(fault));
        Plan plan = ScenarioFile.read(file, Overrides.NONE).plan();
        try (MockPool pool = MockPool.start(
                ((TargetPlan.Mock) plan.target()).mock(), folder, InstantSource.system(), answer -> {})) {
            return WholeRunTest.run(plan, pool.dnsAddress(), pool.caCertificate(), engine -> {});
        }
    }

    @Test
    void anAgeAtWhichConnectionsAreCutIsFound() throws Exception {
        Summary summary = run("cut-age=7s");
        assertThat(summary.clients().lost()).isEqualTo(summary.clients().signedIn());
        Closes closes = summary.returns().closes();
        assertThat(closes.kinds()).singleElement().satisfies(kind -> {
            assertThat(kind.how()).isEqualTo("RST");
            assertThat(kind.fault()).isEqualTo(Fault.LOST_RESET);
            assertThat(kind.count()).isEqualTo(summary.clients().lost());
        });
        Closes.Period period = Objects.requireNonNull(closes.period());
        assertThat(period.ageNanos() / 1e9).isBetween(6.9, 9.0);
    }
}
