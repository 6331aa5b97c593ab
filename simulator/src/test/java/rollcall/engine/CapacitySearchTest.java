package rollcall.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.mock.MockPool;
import rollcall.plan.MockPlan;
import rollcall.plan.Overrides;
import rollcall.plan.Plan;
import rollcall.plan.ScenarioFile;
import rollcall.plan.TargetPlan;
import rollcall.report.Capacity;
import rollcall.report.RateTry;
import rollcall.report.SearchResult;
import rollcall.report.Summary;
import rollcall.report.Verdict;

/** A search at a mock pool whose capacity is known, over loopback. */
class CapacitySearchTest {
    @TempDir
    private Path folder;

    private Summary search(String mock, String find) throws Exception {
        Path file = folder.resolve("test.yaml");
        Files.writeString(file, """
                target: {mock: {users: 40, key: ecdsa, %s}}
                auth: {scheme: none}
                load: [find: {%s}]
                session: {stay: 100ms}
                limits: {maxRetries: 0}
                """.formatted(mock, find));
        Plan plan = ScenarioFile.read(file, Overrides.NONE).plan();
        MockPlan pool = ((TargetPlan.Mock) plan.target()).mock();
        try (MockPool started = MockPool.start(pool, folder, InstantSource.system(), answer -> {})) {
            return WholeRunTest.run(plan, started.dnsAddress(), started.caCertificate(), engine -> {});
        }
    }

    /** In 2.5 s the pool's queue, of one second, is full at 70 a second and not before. */
    @Test
    void findsWhatThePoolCarries() throws Exception {
        Summary summary = search(
                "faults: [capacity=50/s]",
                "start: 45/s, step: 40%, for: 2.5s, while: SIP_UNAVAILABLE == 0, precision: 15%, confirm: 1");
        SearchResult capacity = Objects.requireNonNull(summary.capacity());
        for (RateTry each : capacity.tries()) {
            assertThat(each.started()).isEqualTo((long) Math.ceil(each.perSecond() * 2.5 - 1e-6));
            assertThat(each.signedIn() + each.failed()).isEqualTo(each.started());
        }
        long started = capacity.tries().stream().mapToLong(RateTry::started).sum();
        assertThat(started).isEqualTo(summary.clients().started());
        if (summary.verdict().kind() == Verdict.Kind.INVALID) {
            return; // a busy machine may be slow
        }
        assertThat(summary.verdict().kind()).isEqualTo(Verdict.Kind.PASSED);
        assertThat(capacity.limit()).isEqualTo(Capacity.Limit.POOL);
        assertThat(capacity.times()).isEqualTo(2);
        assertThat(capacity.perSecond()).isBetween(45.0, 75.0);
    }

    @Test
    void aPoolThatFailsAtTheFirstRateFailsTheRun() throws Exception {
        Summary summary = search("faults: [refuse=503]", "start: 20/s, for: 500ms, while: \"failed == 0\"");

        assertThat(summary.verdict().kind()).isIn(Verdict.Kind.FAILED, Verdict.Kind.INVALID);
        assertThat(Objects.requireNonNull(summary.capacity()).perSecond()).isZero();
    }

    @Test
    void theMostThatMayBeTriedEndsTheSearch() throws Exception {
        Summary summary = search(
                "faults: []",
                "start: 20/s, step: 100%, for: 500ms, most: 30/s, confirm: 1, while: SIP_UNAVAILABLE == 0");
        SearchResult capacity = Objects.requireNonNull(summary.capacity());

        if (summary.verdict().kind() != Verdict.Kind.INVALID) {
            // A try for which this machine was too slow is made once more.
            assertThat(capacity.tries())
                    .extracting(RateTry::perSecond)
                    .containsOnly(20.0, 30.0)
                    .endsWith(30.0, 30.0);
            assertThat(capacity.tries())
                    .allSatisfy(each -> assertThat(each.started()).isEqualTo(Math.round(each.perSecond() / 2)));
            assertThat(capacity.limit()).isEqualTo(Capacity.Limit.SEARCH);
        }
    }
}
