package rollcall.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rollcall.mock.MockPool;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.plan.Overrides;
import rollcall.plan.Plan;
import rollcall.plan.ScenarioFile;
import rollcall.plan.TargetPlan;
import rollcall.report.FaultCount;
import rollcall.report.Storm;
import rollcall.report.Summary;
import rollcall.report.ThresholdResult;
import rollcall.report.WebLoad;

/** Storms over loopback: connections are cut, and clients come back to a pool that stays, or do not. */
class WholeStormTest {
    private static final int USERS = 40;

    @TempDir
    private Path folder;

    private Summary run(String mock, String session, String more) throws Exception {
        Path file = folder.resolve("test.yaml");
        Files.writeString(file, """
                name: test
                target: {mock: {users: %d, key: ecdsa, %s}}
                auth: {scheme: none}
                load: [{hold: {rate: 100/s}}]
                session: {%s}
                dns: {timeout: 5s, tries: 2}
                limits: {connect: 20s, tls: 20s, answer: 20s, signOut: 20s, maxRetries: 0}
                %s
                """.formatted(USERS, mock, session, more));
        Plan plan = ScenarioFile.read(file, Overrides.NONE).plan();
        try (MockPool pool = MockPool.start(
                ((TargetPlan.Mock) plan.target()).mock(), folder, InstantSource.system(), answer -> {})) {
            return WholeRunTest.run(plan, pool.dnsAddress(), pool.caCertificate(), engine -> {});
        }
    }

    private static Storm storm(Summary summary) {
        return summary.returns().storms().get(0);
    }

    @ParameterizedTest
    @CsvSource({"reset", "close"})
    void everybodyWhoIsCutComesBackAndIsTimedFromTheCut(String by) throws Exception {
        Summary summary = run(
                "latency: 0ms",
                "stay: 4s, stayFrom: allSignedIn, comeBack: {after: 1s, jitter: 50%}",
                "storms: [{at: 2s, drop: all, by: " + by + "}]\n"
                        + "thresholds: [\"lost == 0\", \"storm.max < 20s\", \"storm.p50 > 400ms\", \"returned == "
                        + USERS + "\"]");
        assertThat(summary.faults()).isEmpty();
        assertThat(summary.clients().signedIn()).isEqualTo(USERS);
        Storm storm = storm(summary);
        assertThat(storm.what()).isEqualTo("all");
        assertThat(storm.dropped()).isEqualTo(USERS);
        assertThat(storm.returned()).isEqualTo(USERS);
        assertThat(storm.p50Nanos()).isBetween(500_000_000L, storm.p90Nanos());
        assertThat(storm.p99Nanos()).isBetween(storm.p90Nanos(), storm.allNanos());
        assertThat(storm.peakPerSecond()).isBetween(USERS / 20L, (long) USERS);
        assertThat(summary.thresholds())
                .allSatisfy(each -> assertThat(each.held()).isTrue());
        assertThat(summary.latencies().of(Stage.COME_BACK).getTotalCount()).isEqualTo(USERS);
        assertThat(summary.latencies().of(Stage.LOGON).getTotalCount()).isEqualTo(USERS);
        assertThat(summary.latencies().of(Stage.SIGN_OUT).getTotalCount()).isEqualTo(USERS);
        assertThat(summary.setbacks()).extracting(FaultCount::fault).containsExactly(Fault.LOST_DROPPED);
    }

    @Test
    void whoComesBackFetchesAgainAndTheWebFarmsLoadIsThatOfTheStorm() throws Exception {
        Summary summary = run(
                "latency: 0ms",
                "subscribe: true, addressBook: full, stay: 8s, stayFrom: allSignedIn, comeBack: {after: 500ms}",
                "storms: [{at: 4s, drop: all}]\nthresholds: [\"lost == 0\"]");
        assertThat(summary.returns().returned()).isEqualTo(USERS);
        WebLoad storm = Objects.requireNonNull(storm(summary).web());
        WebLoad all = Objects.requireNonNull(summary.web());
        assertThat(storm.fetches()).isEqualTo(USERS).isLessThan(all.fetches());
        assertThat(storm.addressBookBytes()).isEqualTo(all.addressBookBytes());
    }

    @Test
    void aShareIsCutAndTheOthersStay() throws Exception {
        Summary summary = run(
                "latency: 0ms",
                "stay: 3s, stayFrom: allSignedIn, comeBack: {after: 500ms}",
                "seed: 7\nstorms: [{at: 2s, drop: 50%}]");
        Storm storm = storm(summary);
        assertThat(storm.dropped()).isBetween(8L, 32L);
        assertThat(storm.returned()).isEqualTo(storm.dropped());
        assertThat(summary.clients().lost()).isZero();
    }

    @Test
    void whoDoesNotComeBackIsLostToTheScenarioAndTheStormSaysNever() throws Exception {
        Summary summary = run(
                "latency: 0ms",
                "stay: 3s, stayFrom: allSignedIn",
                "storms: [{at: 2s, drop: all}]\nthresholds: [\"storm.p50 < 60s\"]");
        Storm storm = storm(summary);
        assertThat(storm.lost()).isEqualTo(USERS);
        assertThat(storm.p50Nanos()).isEqualTo(Storm.NEVER);
        assertThat(summary.clients().lost()).isEqualTo(USERS);
        assertThat(summary.thresholds()).extracting(ThresholdResult::value).containsExactly("never");
        assertThat(summary.faults())
                .singleElement()
                .satisfies(row -> assertThat(row.fault()).isEqualTo(Fault.LOST_DROPPED));
    }

    @Test
    void whenAFrontEndDiesItsClientsGoOnToTheOther() throws Exception {
        Summary summary = run(
                "frontEnds: 2, faults: [front-end-dies=4s]",
                "stay: 7s, stayFrom: allSignedIn, comeBack: {after: 300ms, tries: 50}",
                "seed: 7");
        assertThat(summary.clients().signedIn()).isEqualTo(USERS);
        assertThat(summary.clients().lost()).isZero();
        Storm storm = storm(summary);
        assertThat(storm.what()).isNull();
        assertThat(storm.dropped()).isBetween(10L, 30L);
        assertThat(storm.returned()).isEqualTo(storm.dropped());
        assertThat(storm.drops()).allSatisfy(drop -> {
            assertThat(drop.fault()).isEqualTo(Fault.LOST_RESET);
            assertThat(drop.server()).startsWith("pool02.example.test:");
        });
        assertThat(summary.setbacks())
                .extracting(FaultCount::fault)
                .containsExactlyInAnyOrder(Fault.LOST_RESET, Fault.CONNECT_REFUSED);
    }

    @Test
    void aPoolThatStaysAwayIsTriedAsOftenAsThePlanSaysAndTheLastFaultIsTold() throws Exception {
        Summary summary = run(
                "faults: [front-end-dies=4s]",
                "stay: 7s, stayFrom: allSignedIn, comeBack: {after: 100ms, tries: 3}",
                "thresholds: [\"storm.p50 < 60s\", \"lost == 0\"]");
        assertThat(summary.clients().lost()).isEqualTo(USERS);
        assertThat(summary.returns().dropped()).isEqualTo(USERS);
        assertThat(summary.returns().returned()).isZero();
        Storm storm = storm(summary);
        assertThat(storm.allNanos()).isEqualTo(Storm.NEVER);
        assertThat(storm.losses()).singleElement().satisfies(loss -> {
            assertThat(loss.fault()).isEqualTo(Fault.CONNECT_REFUSED);
            assertThat(loss.count()).isEqualTo(USERS);
        });
        assertThat(summary.thresholds()).noneMatch(ThresholdResult::held);
    }
}
