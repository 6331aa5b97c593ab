package rollcall.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rollcall.client.ConversationLog;
import rollcall.mock.MockPool;
import rollcall.outcome.Blame;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.plan.Overrides;
import rollcall.plan.Plan;
import rollcall.plan.ScenarioFile;
import rollcall.plan.TargetPlan;
import rollcall.report.KindResult;
import rollcall.report.Summary;
import rollcall.report.WebLoad;
import rollcall.sip.SipMethod;

/** Whole runs of clients outside, through the mock pool's Access Edge: one in which all is well, and each refusal. */
class WholeEdgeTest {
    private static final int USERS = 12;
    private static final String OUTSIDE = "[{name: outside, share: 100%, discovery: [_sip._tls]}]";

    private final Queue<String> conversations = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path folder = Path.of("");

    private Plan plan(String mock, String clients, String session) throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "Tr0ub4dor&3\n");
        Path file =
                Files.writeString(folder.resolve("test.yaml"), """
                name: test
                target: {mock: {users: %d, key: ecdsa, auth: [ntlm], password: {file: %s}, %s}}
                auth: {scheme: ntlm}
                clients: %s
                load: [{hold: {rate: 50/s}}]
                session: {subscribe: true, %s}
                dns: {timeout: 5s, tries: 2}
                limits: {connect: 20s, tls: 20s, answer: 20s, signOut: 20s, maxRetries: 0}
                guards: {maxRefusedPasswords: 100, canary: false}
                """.formatted(USERS, password, mock, clients, session));
        return ScenarioFile.read(file, Overrides.NONE).plan();
    }

    private MockPool pool(Plan plan) throws Exception {
        return MockPool.start(((TargetPlan.Mock) plan.target()).mock(), folder, InstantSource.system(), answer -> {});
    }

    private Summary run(Plan plan, MockPool pool) throws Exception {
        ConversationLog log = new ConversationLog(USERS, each -> conversations.add(each.toString()));
        return WholeRunTest.run(plan, pool.dnsAddress(), pool.caCertificate(), engine -> {}, log);
    }

    private static long count(Summary summary, Stage stage) {
        return summary.latencies().of(stage).getTotalCount();
    }

    @ParameterizedTest
    @CsvSource({"edge: true, 1", "edge: {edges: 2}, 1", "'edge: true, director: true', 2"})
    void everybodySignsInFetchesAndLeavesAlongTheRoute(String mock, int proxies) throws Exception {
        Plan plan = plan(
                mock,
                OUTSIDE,
                "mras: true, addressBook: full, groups: [sales@example.test], stay: 3s, unsubscribe: true");
        try (MockPool pool = pool(plan)) {
            Summary summary = run(plan, pool);
            assertThat(summary.faults()).isEmpty();
            assertThat(summary.setbacks()).isEmpty();
            assertThat(summary.clients().signedIn()).isEqualTo(USERS);
            for (Stage stage : new Stage[] {Stage.MRAS, Stage.ADDRESS_BOOK, Stage.GROUPS, Stage.SIGN_OUT}) {
                assertThat(count(summary, stage)).as(stage.word()).isEqualTo(USERS);
            }
            WebLoad web = Objects.requireNonNull(summary.web());
            assertThat(web.fetches()).isEqualTo(2 * USERS);
            assertThat(web.addressBookBytes()).isPositive().isLessThan(web.bytes());
            assertThat(pool.stats().requests(SipMethod.SUBSCRIBE))
                    .as("three; of these, provisioning ends by itself")
                    .isEqualTo((3 + 2) * USERS);
            assertThat(pool.stats().answersByStatus()).doesNotContainKeys(301, 481);
            assertThat(pool.stats().badSignatures()).isZero();
            assertThat(pool.stats().registered()).isZero();
        }
        assertThat(conversations).hasSize(USERS).allSatisfy(conversation -> {
            assertThat(conversation)
                    .contains(
                            "ms-user-logon-data: RemoteUser",
                            "<location>internet</location>",
                            "fetching https://webext.")
                    .doesNotContain("fetching https://web01.");
            assertThat(conversation.split("\nRoute: <sip:edge0", -1)).hasSize(2 + 1);
            assertThat(conversation.split("\nRoute: ", -1)).hasSize(2 * proxies + 1);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "edge: true, faults: [no-remote-access]   | AUTHENTICATE | SIP_REMOTE_ACCESS     | POLICY | 4003",
                "edge: true, faults: [no-route]           | REGISTER     | SIP_SERVER_TIMEOUT    | PEER   | 1007",
                "edge: true, faults: [\"no-route=1010\"]  | REGISTER     | SIP_SERVER_TIMEOUT    | PEER   | 1010",
                "edge: {domains: [other.test]}            | REGISTER     | SIP_DOMAIN_NOT_SERVED | POLICY | 1017",
                "edge: true, faults: [\"refuse=403/1002\"]| AUTHENTICATE | SIP_NOT_FEDERATED     | POLICY | 1002",
                "edge: true, faults: [\"wrong-password\"] | AUTHENTICATE | AUTH_REFUSED          | POLICY | 1000"
            })
    void eachRefusalIsOneFaultThatSaysWhoAndWhy(String mock, Stage stage, Fault fault, Blame blame, int errorId)
            throws Exception {
        Plan plan = plan(mock, OUTSIDE, "stay: 1s");
        try (MockPool pool = pool(plan)) {
            Summary summary = run(plan, pool);
            assertThat(summary.clients().failed()).isEqualTo(USERS);
            assertThat(summary.faults()).singleElement().satisfies(only -> {
                assertThat(only.fault()).isEqualTo(fault);
                assertThat(only.stage()).isEqualTo(stage);
                assertThat(only.count()).isEqualTo(USERS);
                assertThat(only.fault().blame()).isEqualTo(blame);
                assertThat(only.sample()).contains(errorId + ";reason=", "ms-user-logon-data: RemoteUser");
                assertThat(only.server()).startsWith("sip.example.test:");
            });
            assertThat(summary.setbacks()).isEmpty();
        }
    }

    @Test
    void whoIsInsideSignsInWhileThoseOutsideAreRefused() throws Exception {
        Plan plan = plan(
                "edge: true, faults: [no-remote-access]",
                "[{name: inside, share: 75%}, {name: outside, share: 25%, discovery: [_sip._tls]}]",
                "stay: 1s");
        try (MockPool pool = pool(plan)) {
            assertThat(run(plan, pool).kinds())
                    .extracting(KindResult::name, KindResult::signedIn, KindResult::failed)
                    .containsExactly(tuple("inside", 9L, 0L), tuple("outside", 0L, 3L));
        }
    }
}
