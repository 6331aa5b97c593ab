package rollcall.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
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
import rollcall.report.RateTry.Outcome;
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

    /**
     * What the search has found. A busy machine may be too slow for a rate; that is the only reason for which the run may be
     * invalid, the try must say so, and must have been made twice.
     */
    private static SearchResult honest(Summary summary) {
        SearchResult capacity = Objects.requireNonNull(summary.capacity());
        List<RateTry> tries = capacity.tries();
        assertThat(tries)
                .allSatisfy(each -> assertThat(each.startLagP99Nanos() > Health.LATE_NANOS)
                        .as("%s", each)
                        .isEqualTo(each.outcome() == Outcome.TOO_FAST));
        RateTry last = tries.get(tries.size() - 1);
        boolean tooSlow = last.outcome() == Outcome.TOO_FAST;
        assertThat(summary.verdict().kind() == Verdict.Kind.INVALID).isEqualTo(tooSlow);
        assertThat(capacity.limit() == Capacity.Limit.GENERATOR).isEqualTo(tooSlow);
        if (tooSlow) {
            assertThat(tries.stream()
                            .filter(each -> each.outcome() == Outcome.TOO_FAST && each.perSecond() == last.perSecond()))
                    .hasSize(2);
            assertThat(summary.verdict().reasons().get(0)).startsWith("This machine cannot offer ");
        }
        return capacity;
    }

    /** In 2.5 s the pool's queue, of one second, is full at 70 a second and not before. */
    @Test
    void findsWhatThePoolCarries() throws Exception {
        Summary summary = search(
                "faults: [capacity=50/s]",
                "start: 45/s, step: 40%, for: 2.5s, while: SIP_UNAVAILABLE == 0, precision: 15%, confirm: 1");
        SearchResult capacity = honest(summary);
        for (RateTry each : capacity.tries()) {
            assertThat(each.started()).isEqualTo((long) Math.ceil(each.perSecond() * 2.5 - 1e-6));
            assertThat(each.signedIn() + each.failed()).isEqualTo(each.started());
        }
        long started = capacity.tries().stream().mapToLong(RateTry::started).sum();
        assertThat(started).isEqualTo(summary.clients().started());
        for (RateTry each : capacity.tries().subList(1, capacity.tries().size())) { // the first may have been cold
            if (each.perSecond() > 75) {
                assertThat(each.outcome()).as("%s", each).isNotEqualTo(Outcome.HELD);
            } else if (each.perSecond() < 65) {
                assertThat(each.outcome()).as("%s", each).isNotEqualTo(Outcome.BROKE);
            }
        }
        if (capacity.limit() != Capacity.Limit.GENERATOR) {
            assertThat(summary.verdict().kind()).isEqualTo(Verdict.Kind.PASSED);
            assertThat(capacity.limit()).isEqualTo(Capacity.Limit.POOL);
            assertThat(capacity.times()).isEqualTo(2);
            assertThat(capacity.perSecond()).isBetween(45.0, 75.0);
        }
    }

    @Test
    void aPoolThatFailsAtTheFirstRateFailsTheRun() throws Exception {
        Summary summary = search("faults: [refuse=503]", "start: 20/s, for: 500ms, while: \"failed == 0\"");

        SearchResult capacity = honest(summary);
        assertThat(capacity.perSecond()).isZero();
        assertThat(capacity.tries())
                .hasSizeBetween(2, 3)
                .allSatisfy(each -> assertThat(each.outcome()).isNotEqualTo(Outcome.HELD));
        if (capacity.limit() != Capacity.Limit.GENERATOR) {
            assertThat(summary.verdict().kind()).isEqualTo(Verdict.Kind.FAILED);
        }
    }

    @Test
    void theMostThatMayBeTriedEndsTheSearch() throws Exception {
        Summary summary = search(
                "faults: []",
                "start: 20/s, step: 100%, for: 500ms, most: 30/s, confirm: 1, while: SIP_UNAVAILABLE == 0");
        SearchResult capacity = honest(summary);
        assertThat(capacity.tries()).allSatisfy(each -> {
            assertThat(each.perSecond()).isIn(20.0, 30.0);
            assertThat(each.started()).isEqualTo(Math.round(each.perSecond() / 2));
            assertThat(each.outcome()).isNotEqualTo(Outcome.BROKE);
        });
        if (capacity.limit() != Capacity.Limit.GENERATOR) {
            // A try for which this machine was too slow is made once more.
            assertThat(capacity.tries()).extracting(RateTry::perSecond).endsWith(30.0, 30.0);
            assertThat(capacity.limit()).isEqualTo(Capacity.Limit.SEARCH);
            assertThat(summary.verdict().kind()).isEqualTo(Verdict.Kind.PASSED);
        }
    }
}
