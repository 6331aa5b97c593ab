package rollcall.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.mock.MockPool;
import rollcall.plan.Overrides;
import rollcall.plan.Plan;
import rollcall.plan.ScenarioFile;
import rollcall.plan.TargetPlan;
import rollcall.report.Summary;

class PreparationRunTest {
    @TempDir
    private Path folder;

    @Test
    void whoPreparesThePoolIsNotMeasured() throws Exception {
        Path file = folder.resolve("test.yaml");
        Files.writeString(file, """
                target: {mock: {users: 20, key: ecdsa}}
                auth: {scheme: none}
                load:
                  - {hold: {rate: 50/s, clients: 13}, measured: false}
                  - parallel:
                      - [{poisson: {rate: 20/s, clients: 4}, measured: false}]
                      - [{poisson: {rate: 20/s, clients: 8}}]
                session: {stay: 100ms}
                limits: {connect: 20s, tls: 20s, answer: 20s, signOut: 20s}
                """);
        Plan plan = ScenarioFile.read(file, Overrides.NONE).plan();
        Summary summary;
        try (MockPool pool = MockPool.start(
                ((TargetPlan.Mock) plan.target()).mock(), folder, InstantSource.system(), answer -> {})) {
            summary = WholeRunTest.run(plan, pool.dnsAddress(), pool.caCertificate(), engine -> {});
        }

        assertThat(summary.clients().started()).isEqualTo(25);
        assertThat(summary.latencies().startLag().getTotalCount()).isEqualTo(8);
        assertThat(Objects.requireNonNull(summary.preparation()).clients().started())
                .isEqualTo(17);
        assertThat(summary.preparation().clients().planned()).isEqualTo(17);
    }
}
