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
import rollcall.peers.MitKdc;
import rollcall.peers.NeedsPeer;
import rollcall.plan.MockPlan;
import rollcall.plan.Overrides;
import rollcall.plan.Plan;
import rollcall.plan.ScenarioFile;
import rollcall.plan.TargetPlan;
import rollcall.report.Summary;
import rollcall.sip.SipMethod;

/** Clients that fetch address book and groups from the mock pool's web servers, whole runs over loopback. */
class WholeWebTest {
    private static final int USERS = 20;

    @TempDir
    private Path folder;

    private Plan plan(String mock, String session) throws Exception {
        return plan(mock, session, "auto");
    }

    private Plan plan(String mock, String session, String scheme) throws Exception {
        Path file = folder.resolve("test.yaml");
        Path password = Files.writeString(folder.resolve("password"), "Tr0ub4dor&3\n");
        Files.writeString(file, """
                name: test
                target: {mock: {users: %d, key: ecdsa, password: {file: %s}, %s}}
                auth: {scheme: %s}
                load: [{hold: {rate: 50/s}}]
                session: {subscribe: true, stay: 5s, %s}
                dns: {timeout: 5s, tries: 2}
                limits: {connect: 20s, tls: 20s, answer: 20s, signOut: 20s}
                guards: {canary: false}
                thresholds: ["failed == 0", "lost == 0"]
                """.formatted(USERS, password, mock, scheme, session));
        return ScenarioFile.read(file, Overrides.NONE).plan();
    }

    private static long count(Summary summary, Stage stage) {
        return summary.latencies().of(stage).getTotalCount();
    }

    @ParameterizedTest
    @CsvSource({
        "'auth: [ntlm]', full",
        "'auth: [ntlm]', delta",
        "'auth: [none]', full",
        "'auth: [ntlm]', 'full, addressBookPartBytes: 1024'"
    })
    void eachClientFetchesTheAddressBookAndExpandsAGroup(String mock, String book) throws Exception {
        Plan plan = plan(mock, "addressBook: " + book + ", groups: [sales@example.test, east@example.test]");
        MockPlan pool = ((TargetPlan.Mock) plan.target()).mock();
        try (MockPool running = MockPool.start(pool, folder, InstantSource.system(), answer -> {})) {
            Summary summary = WholeRunTest.run(plan, running.dnsAddress(), running.caCertificate(), engine -> {});
            assertThat(summary.faults()).isEmpty();
            assertThat(summary.setbacks()).isEmpty();
            assertThat(count(summary, Stage.ADDRESS_BOOK)).isEqualTo(USERS);
            assertThat(count(summary, Stage.GROUPS)).isEqualTo(USERS);
            assertThat(Objects.requireNonNull(summary.web()).addressBookBytes())
                    .as("head and entries")
                    .isEqualTo(book.startsWith("full") ? 20 + 160 * USERS : 20 + 160 + 160 * USERS / 100);
            assertThat(running.stats().refusals()).isZero();
            assertThat(running.stats().accepted())
                    .as("the pool, and a connection to the web server for each of both")
                    .isEqualTo(mock.contains("ntlm") ? 3 * USERS : 0);
        }
    }

    @NeedsPeer("krb5kdc")
    @Test
    void whoSignedInByTicketGetsOneForTheWebServerToo() throws Exception {
        try (MitKdc kdc = MitKdc.start(Files.createDirectory(folder.resolve("kdc")))) {
            Plan plan = plan(
                    "auth: [kerberos], keytab: " + kdc.services(),
                    "addressBook: full, groups: [sales@example.test]",
                    "kerberos, kerberos: {config: %s, keytab: %s, realm: EXAMPLE.TEST}"
                            .formatted(kdc.config(), kdc.users()));
            MockPlan pool = ((TargetPlan.Mock) plan.target()).mock();
            try (MockPool running = MockPool.start(pool, folder, InstantSource.system(), answer -> {})) {
                Summary summary = WholeRunTest.run(plan, running.dnsAddress(), running.caCertificate(), engine -> {});
                assertThat(summary.setbacks()).isEmpty();
                assertThat(count(summary, Stage.ADDRESS_BOOK)).isEqualTo(USERS);
                assertThat(count(summary, Stage.GROUPS)).isEqualTo(USERS);
                assertThat(running.stats().accepted())
                        .as("the pool, and a connection to the web server for each of both")
                        .isEqualTo(3 * USERS);
                assertThat(running.stats().refusals()).isZero();
            }
        }
    }

    @Test
    void eachClientGetsCredentialsForTheMediaRelayByASignedRequest() throws Exception {
        Plan plan = plan("auth: [ntlm], edge: true", "mras: true");
        MockPlan pool = ((TargetPlan.Mock) plan.target()).mock();
        assertThat(pool.webPort()).as("no web server is needed").isEqualTo(MockPlan.NO_WEB);
        try (MockPool running = MockPool.start(pool, folder, InstantSource.system(), answer -> {})) {
            Summary summary = WholeRunTest.run(plan, running.dnsAddress(), running.caCertificate(), engine -> {});
            assertThat(summary.setbacks()).isEmpty();
            assertThat(count(summary, Stage.MRAS)).isEqualTo(USERS);
            assertThat(running.stats().requests(SipMethod.SERVICE)).isEqualTo(USERS);
            assertThat(running.stats().badSignatures()).isZero();
        }
    }

    @Test
    void anUnknownGroupIsASetbackAndTheClientStays() throws Exception {
        Plan plan = plan("auth: [none]", "groups: [nobody@example.test]");
        MockPlan pool = ((TargetPlan.Mock) plan.target()).mock();
        try (MockPool running = MockPool.start(pool, folder, InstantSource.system(), answer -> {})) {
            Summary summary = WholeRunTest.run(plan, running.dnsAddress(), running.caCertificate(), engine -> {});
            assertThat(summary.clients().lost()).isZero();
            assertThat(summary.setbacks()).singleElement().satisfies(setback -> {
                assertThat(setback.fault()).isEqualTo(Fault.WEB_SOAP_FAULT);
                assertThat(setback.stage()).isEqualTo(Stage.GROUPS);
                assertThat(setback.count()).isEqualTo(USERS);
            });
        }
    }
}
