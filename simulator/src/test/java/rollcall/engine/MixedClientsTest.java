package rollcall.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.client.ConversationLog;
import rollcall.mock.MockPool;
import rollcall.plan.MockPlan;
import rollcall.plan.Overrides;
import rollcall.plan.Plan;
import rollcall.plan.ScenarioFile;
import rollcall.plan.TargetPlan;
import rollcall.report.KindResult;
import rollcall.report.Storm;
import rollcall.report.Summary;

/** Several kinds of clients in one run, against the mock pool and its edge. */
class MixedClientsTest {
    private static final String MIXED = """
            name: test
            target: {mock: {users: 30, edge: true, auth: [ntlm], password: {file: password}, key: ecdsa%s}}
            auth: {scheme: ntlm}
            clients:
              - {like: moc-2007-r2, share: 70%%}
              - {like: moc-2007, share: 20%%}
              - {name: outside, share: 10%%, discovery: [_sip._tls]}
            load: [{hold: {rate: 100/s}}]
            session: {stay: 100ms}
            dns: {timeout: 5s, tries: 2}
            limits: {connect: 20s, tls: 20s, answer: 20s, signOut: 20s}
            """;

    @TempDir
    private Path folder = Path.of("");

    private Plan plan(String scenario) throws Exception {
        Files.writeString(folder.resolve("password"), "Tr0ub4dor&3\n");
        Path file = Files.writeString(folder.resolve("test.yaml"), scenario);
        return ScenarioFile.read(file, Overrides.NONE).plan();
    }

    private MockPool pool(Plan plan) throws Exception {
        MockPlan mock = ((TargetPlan.Mock) plan.target()).mock();
        return MockPool.start(mock, folder, InstantSource.system(), answer -> {});
    }

    /** Which of these texts each conversation has in it. */
    private static Map<String, Long> counts(Iterable<String> conversations, List<String> texts) {
        return texts.stream().collect(Collectors.toMap(text -> text, text -> {
            long count = 0;
            for (String each : conversations) {
                count += each.contains(text) ? 1 : 0;
            }
            return count;
        }));
    }

    @Test
    void eachSignsInItsOwnWayAndIsCountedByItself() throws Exception {
        Plan plan = plan(MIXED.formatted(""));
        ConcurrentLinkedQueue<String> conversations = new ConcurrentLinkedQueue<>();
        ConversationLog log = new ConversationLog(30, each -> conversations.add(each.toString()));
        try (MockPool pool = pool(plan)) {
            Summary summary = WholeRunTest.run(plan, pool.dnsAddress(), pool.caCertificate(), engine -> {}, log);

            assertThat(summary.faults()).isEmpty();
            assertThat(summary.kinds())
                    .extracting(KindResult::name, KindResult::started, KindResult::signedIn, KindResult::failed)
                    .containsExactly(
                            tuple("moc-2007-r2", 21L, 21L, 0L),
                            tuple("moc-2007", 6L, 6L, 0L),
                            tuple("outside", 3L, 3L, 0L));
            assertThat(summary.kinds())
                    .allSatisfy(kind ->
                            assertThat(kind.logonP99Nanos()).isPositive().isGreaterThanOrEqualTo(kind.logonP50Nanos()));
            assertThat(counts(
                            conversations,
                            List.of(
                                    "OC/3.5.6907.0 (Microsoft Office Communicator 2007 R2)",
                                    "OC/2.0.6362.0 (Microsoft Office Communicator)",
                                    "targetname=\"pool01.example.test\"",
                                    "ms-user-logon-data: RemoteUser")))
                    .containsEntry("OC/3.5.6907.0 (Microsoft Office Communicator 2007 R2)", 24L)
                    .containsEntry("OC/2.0.6362.0 (Microsoft Office Communicator)", 6L)
                    .containsEntry("targetname=\"pool01.example.test\"", 30L)
                    .containsEntry("ms-user-logon-data: RemoteUser", 3L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hold: {rate: 100/s}", "users: {think: 100ms, over: 50ms, for: 3s}"})
    void theFirstOfEachKindGoesAloneBeforeTheOthers(String load) throws Exception {
        Plan plan = plan(MIXED.formatted(", faults: [\"slow=300ms\"]").replace("hold: {rate: 100/s}", load));
        try (MockPool pool = pool(plan);
                Engine engine = start(plan, pool)) {
            boolean over = false;
            boolean three = false;
            while (!over) {
                long open = engine.open();
                long begun = engine.tallies().sample().started();
                if (engine.canaryOut()) {
                    assertThat(open).isLessThanOrEqualTo(1);
                    assertThat(begun).isLessThanOrEqualTo(3);
                    three |= begun == 3;
                }
                over = engine.await(Duration.ofMillis(20));
            }
            assertThat(three).as("one after the other").isTrue();
            assertThat(engine.tallies().sample().signedIn()).isGreaterThanOrEqualTo(30);
            // three sign-ins of three answers, 300 ms each
            assertThat(engine.canaryNanos()).isGreaterThan(2_700_000_000L);
        }
    }

    @Test
    void aKindWhosePasswordIsRefusedStopsTheRunBeforeAnotherOfItHasTried() throws Exception {
        Plan plan = plan(MIXED.formatted(", faults: [\"wrong-password\"]"));
        try (MockPool pool = pool(plan);
                Engine engine = start(plan, pool)) {
            assertThat(engine.await(Duration.ofSeconds(40))).isTrue();
            assertThat(engine.stopReason())
                    .isEqualTo("the server refused the password of the first client of kind moc-2007-r2, and nobody"
                            + " else of that kind has tried (guards.canary)");
            assertThat(engine.tallies().sample().started()).isEqualTo(1);
        }
    }

    @Test
    void aStormHitsWhoIsAtThatServerAndEveryKindComesBack() throws Exception {
        Plan plan = plan(
                MIXED.formatted("").replace("stay: 100ms", "stayFrom: allSignedIn, stay: 6s, comeBack: {after: 100ms}")
                        + "storms: [{at: 3s, drop: front-end=sip.example.test}, {at: 5s, drop: all}]\n");
        try (MockPool pool = pool(plan)) {
            Summary summary = WholeRunTest.run(plan, pool.dnsAddress(), pool.caCertificate(), engine -> {});

            assertThat(summary.returns().storms()).extracting(Storm::dropped).containsExactly(3L, 30L);
            assertThat(summary.returns().returned()).isEqualTo(33);
            assertThat(summary.kinds()).extracting(KindResult::lost).containsOnly(0L);
        }
    }

    @Test
    void aLoadOfFewerClientsThanKindsHasFewerThatGoAlone() throws Exception {
        Plan plan = plan(MIXED.formatted("").replace("hold: {rate: 100/s}", "atOnce: {clients: 2}"));
        try (MockPool pool = pool(plan);
                Engine engine = start(plan, pool)) {
            assertThat(engine.await(Duration.ofSeconds(40))).isTrue();
            assertThat(engine.tallies().sample().signedIn()).isEqualTo(2);
        }
    }

    private static Engine start(Plan plan, MockPool pool) throws Exception {
        Plan real = plan.at(
                new TargetPlan.Automatic("example.test", List.of(pool.dnsAddress())),
                plan.tls().withTrust(pool.caCertificate()));
        return Engine.start(real, IoTransport.best(), 2, null, System::nanoTime);
    }
}
