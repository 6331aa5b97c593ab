package rollcall.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.client.ConversationLog;
import rollcall.mock.MockPool;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.plan.MockPlan;
import rollcall.plan.Overrides;
import rollcall.plan.Plan;
import rollcall.plan.ScenarioFile;
import rollcall.plan.TargetPlan;
import rollcall.report.FaultCount;
import rollcall.report.RateChange;
import rollcall.report.RunFacts;
import rollcall.report.Summary;
import rollcall.report.Verdict;

/** The engine, its clients and the mock pool together over loopback: real DNS packets, real TLS, real SIP. */
class WholeRunTest {
    @TempDir
    private Path folder;

    /** A run against a mock in this process. */
    private Summary run(String scenario, ConversationLog... trace) throws Exception {
        Path file = folder.resolve("test.yaml");
        Files.writeString(file, scenario);
        Plan plan = ScenarioFile.read(file, Overrides.NONE).plan();
        MockPlan mock = ((TargetPlan.Mock) plan.target()).mock();
        try (MockPool pool = MockPool.start(mock, folder, InstantSource.system(), answer -> {})) {
            return run(plan, pool.dnsAddress(), pool.caCertificate(), engine -> {}, trace);
        }
    }

    /** What is done to a run under way. */
    interface Meddling {
        void with(Engine engine) throws Exception;
    }

    /** A run of the plan at a pool whose name server is there. */
    static Summary run(
            Plan plan, InetSocketAddress dns, Path roots, Meddling afterTwoHundredMillis, ConversationLog... trace)
            throws Exception {
        return run(plan, dns, roots, afterTwoHundredMillis, System::nanoTime, trace);
    }

    static Summary run(
            Plan plan,
            InetSocketAddress dns,
            Path roots,
            Meddling afterTwoHundredMillis,
            LongSupplier nanoClock,
            ConversationLog... trace)
            throws Exception {
        Plan real = plan.at(
                new TargetPlan.Automatic(
                        ((TargetPlan.Mock) plan.target()).mock().domain(), List.of(dns)),
                plan.tls().withTrust(roots));
        ProcessWatch process = new ProcessWatch();
        try (Engine engine =
                Engine.start(real, IoTransport.best(), 2, trace.length == 0 ? null : trace[0], nanoClock)) {
            if (!engine.await(Duration.ofMillis(200))) {
                afterTwoHundredMillis.with(engine);
            }
            assertThat(engine.await(Duration.ofSeconds(40))).as("the run ends").isTrue();
            assertThat(engine.defect()).isNull();
            engine.tallies().sample();
            RunFacts facts = new RunFacts(
                    Instant.now(),
                    System.nanoTime() - engine.epochNanos(),
                    engine.loadNanos(),
                    engine.canaryNanos(),
                    real.arrivals().count(),
                    engine.open(),
                    engine.stopReason(),
                    "test",
                    2,
                    engine.tlsEngine(),
                    "test",
                    engine.rateChanges(),
                    null);
            return Summary.of(plan, facts, engine.tallies(), Health.judge(engine, process, -1));
        }
    }

    private static String scenario(String mock, String more) {
        return """
                name: test
                target: {mock: {users: 20, %s}}
                load: [{hold: {rate: 100/s}}]
                session: {stay: 100ms}
                dns: {timeout: 5s, tries: 2}
                limits: {connect: 20s, tls: 20s, answer: 20s, signOut: 20s, maxRetries: 0}
                thresholds: ["failed == 0", "lost == 0"]
                %s
                """.formatted(mock, more);
    }

    /** Waits are long, so that a busy machine spoils nothing; only the one that is to run out is short. */
    private static String impatient(Fault expected, String scenario) {
        return switch (expected) {
            case DNS_TIMEOUT -> scenario.replace("{timeout: 5s, tries: 2}", "{timeout: 300ms, tries: 1}");
            case TLS_TIMEOUT -> scenario.replace("tls: 20s", "tls: 1s");
            case SIP_TIMEOUT -> scenario.replace("answer: 20s", "answer: 1s");
            default -> scenario;
        };
    }

    private static Summary.Clients assertAllSignedIn(Summary summary, long clients) {
        assertThat(summary.faults()).isEmpty();
        assertThat(summary.clients().signedIn()).isEqualTo(clients);
        assertThat(summary.verdict().kind())
                .isIn(Verdict.Kind.PASSED, Verdict.Kind.INVALID); // a busy machine may be slow
        return summary.clients();
    }

    @Test
    void signsInHoldsAndSignsOut() throws Exception {
        Summary summary = run(scenario("expires: 7200", "auth: {scheme: none}"));
        assertAllSignedIn(summary, 20);
        assertThat(summary.latencies().of(Stage.SIGN_OUT).getTotalCount()).isEqualTo(20);
        for (Stage stage : List.of(Stage.DNS, Stage.CONNECT, Stage.TLS, Stage.REGISTER, Stage.LOGON)) {
            assertThat(summary.latencies().of(stage).getTotalCount())
                    .as(stage.word())
                    .isEqualTo(20);
        }
    }

    @Test
    void digestIsAnsweredAndThePasswordStaysSecret() throws Exception {
        List<String> conversations = new ArrayList<>();
        ConversationLog log = new ConversationLog(1, conversation -> {
            synchronized (conversations) {
                conversations.add(conversation.toString());
            }
        });
        Summary summary =
                run(scenario("auth: [digest], password: {file: " + password() + "}", "auth: {scheme: digest}"), log);
        assertAllSignedIn(summary, 20);
        assertThat(summary.latencies().of(Stage.AUTHENTICATE).getTotalCount()).isEqualTo(20);
        assertThat(conversations)
                .singleElement()
                .asString()
                .contains(
                        "401 Unauthorized",
                        "Authorization: Digest username=\"",
                        "response=\"***\"",
                        "200 OK",
                        "Expires: 0")
                .doesNotContain("Tr0ub4dor");
    }

    private Path password() throws Exception {
        return Files.writeString(folder.resolve("password"), "Tr0ub4dor&3\n");
    }

    @Test
    void refreshesBeforeTheRegistrationExpires() throws Exception {
        Summary summary = run(scenario("expires: 8", "auth: {scheme: none}").replace("stay: 100ms", "stay: 4500ms"));
        assertAllSignedIn(summary, 20);
        assertThat(summary.latencies().of(Stage.REFRESH).getTotalCount()).isBetween(20L, 60L);
    }

    @ParameterizedTest
    @CsvSource({
        "accept",
        "fragment",
        "slow=30ms",
        "upper-case",
        "compact",
        "reorder",
        "extra-headers",
        "two-in-one",
        "leading-crlf",
        "old-client",
        "dns-truncated",
    })
    void signsInDespite(String behaviour) throws Exception {
        assertAllSignedIn(run(scenario("faults: [\"" + behaviour + "\"]", "auth: {scheme: none}")), 20);
    }

    @ParameterizedTest
    @CsvSource({
        "no-record,       DNS,      DNS_NO_RECORD",
        "no-address,      DNS,      DNS_NO_ADDRESS",
        "srv-dot,         DNS,      DNS_NOT_OFFERED",
        "strict-name,     DNS,      DNS_STRICT_NAME",
        "servfail,        DNS,      DNS_SERVFAIL",
        "dns-refused,     DNS,      DNS_REFUSED",
        "dns-silent,      DNS,      DNS_TIMEOUT",
        "dead-port,       CONNECT,  CONNECT_REFUSED",
        "wrong-name,      TLS,      TLS_CERT_NAME",
        "expired,         TLS,      TLS_CERT_EXPIRED",
        "not-yet-valid,   TLS,      TLS_CERT_NOT_YET_VALID",
        "unknown-root,    TLS,      TLS_CERT_UNKNOWN_ROOT",
        "self-signed,     TLS,      TLS_CERT_UNKNOWN_ROOT",
        "wrong-purpose,   TLS,      TLS_CERT_PURPOSE",
        "tls-alert,       TLS,      TLS_NO_COMMON_PROTOCOL",
        "plain-text,      TLS,      TLS_NOT_TLS",
        "tls-silent,      TLS,      TLS_TIMEOUT",
        "tls-drop,        TLS,      TLS_CLOSED",
        "client-certificate, TLS,   TLS_CLIENT_CERT_REQUIRED",
        "stall,           REGISTER, SIP_TIMEOUT",
        "drop,            REGISTER, SIP_CLOSED",
        "garble,          REGISTER, SIP_MALFORMED",
        "half,            REGISTER, SIP_TIMEOUT",
        "reset,           REGISTER, SIP_RESET",
        "challenge,       REGISTER, AUTH_NO_COMMON_SCHEME",
        "reject=403/4003, REGISTER, SIP_REMOTE_ACCESS",
        "reject=404/4005, REGISTER, SIP_NOT_FOUND",
        "reject=503,      REGISTER, SIP_UNAVAILABLE",
        "reject=504/1007, REGISTER, SIP_SERVER_TIMEOUT",
        "reject=500,      REGISTER, SIP_SERVER_ERROR",
    })
    void eachMisbehaviourIsNamedWithStageAndBlame(String behaviour, Stage stage, Fault fault) throws Exception {
        Summary summary = run(impatient(fault, scenario("faults: [\"" + behaviour + "\"]", "auth: {scheme: none}")));
        assertThat(summary.clients().signedIn()).isZero();
        assertThat(summary.clients().failed()).isEqualTo(20);
        assertThat(summary.faults()).singleElement().satisfies(row -> {
            assertThat(row.fault()).isEqualTo(fault);
            assertThat(row.stage()).isEqualTo(stage);
            assertThat(row.count()).isEqualTo(20);
        });
        assertThat(summary.verdict().kind()).isIn(Verdict.Kind.FAILED, Verdict.Kind.INVALID);
    }

    @Test
    void aShareOfBadAnswersFailsJustThatShare() throws Exception {
        Summary summary = run(scenario("faults: [\"reject=403/4003:50%\"]", "auth: {scheme: none}"));
        assertThat(summary.clients().failed()).isBetween(3L, 17L);
        assertThat(summary.clients().signedIn() + summary.clients().failed()).isEqualTo(20);
    }

    @Test
    void theFirstRefusedPasswordStopsTheRunAndNobodyIsTriedTwice() throws Exception {
        Summary summary = run(scenario(
                        "auth: [digest], faults: [wrong-password], password: {file: " + password() + "}",
                        "auth: {scheme: digest}")
                .replace("100/s", "5/s"));
        assertThat(summary.verdict().kind()).isEqualTo(Verdict.Kind.ABORTED);
        assertThat(summary.faults().stream()
                        .filter(row -> row.fault() == Fault.AUTH_REFUSED)
                        .mapToLong(FaultCount::count)
                        .sum())
                .isEqualTo(1);
        assertThat(summary.clients().started()).isLessThan(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aPoolThatDemandsACertificateOfTheClientIsShownOne(String protocol) throws Exception {
        Path file = folder.resolve("test.yaml");
        Files.writeString(
                file,
                scenario(
                        "faults: [client-certificate]",
                        "auth: {scheme: none}\ntls: {certificate: '{user}.pem', protocols: [" + protocol + "]}"));
        Plan plan = ScenarioFile.read(file, Overrides.NONE).plan();
        MockPlan mock = ((TargetPlan.Mock) plan.target()).mock();
        try (MockPool pool = MockPool.start(mock, folder, InstantSource.system(), answer -> {})) {
            String both =
                    Files.readString(folder.resolve("client.pem")) + Files.readString(folder.resolve("client.key"));
            for (int i = 0; i < plan.accounts().size(); i++) {
                Files.writeString(folder.resolve(plan.accounts().at(i).user() + ".pem"), both);
            }
            assertAllSignedIn(run(plan, pool.dnsAddress(), pool.caCertificate(), engine -> {}), 20);
        }
    }

    @Test
    void aPoolThatDiesInMidRunEndsTheRunInOrder() throws Exception {
        Path file = folder.resolve("test.yaml");
        Files.writeString(
                file, scenario("expires: 7200", "auth: {scheme: none}").replace("stay: 100ms", "stay: 30s"));
        Plan plan = ScenarioFile.read(file, Overrides.NONE).plan();
        MockPool pool =
                MockPool.start(((TargetPlan.Mock) plan.target()).mock(), folder, InstantSource.system(), answer -> {});
        Summary summary = run(plan, pool.dnsAddress(), pool.caCertificate(), engine -> pool.close());
        assertThat(summary.clients().signedIn() + summary.clients().failed()).isEqualTo(20);
        assertThat(summary.clients().lost()).isEqualTo(summary.clients().signedIn());
        assertThat(summary.faults())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.fault().blame().word()).isEqualTo("network"));
    }

    @Test
    void aRateChangedByHandIsKeptAndStandsInTheResult() throws Exception {
        Path file = folder.resolve("test.yaml");
        Files.writeString(
                file, scenario("expires: 7200", "auth: {scheme: none}").replace("100/s", "1/s"));
        Plan plan = ScenarioFile.read(file, Overrides.NONE).plan();
        MockPlan mock = ((TargetPlan.Mock) plan.target()).mock();
        try (MockPool pool = MockPool.start(mock, folder, InstantSource.system(), answer -> {})) {
            Summary summary = run(plan, pool.dnsAddress(), pool.caCertificate(), engine -> {
                assertThat(engine.rate(0)).isZero();
                assertThat(engine.rate(50)).isEqualTo(50);
            });
            // 20 clients at 1/s would take 20 s and more
            assertThat(summary.clients().signedIn()).isEqualTo(20);
            assertThat(summary.facts().loadNanos()).isBetween(400_000_000L, 15_000_000_000L);
            assertThat(summary.facts().rateChanges())
                    .extracting(RateChange::factor)
                    .containsExactly(0.0, 50.0);
            assertThat(summary.verdict().reasons())
                    .last()
                    .asString()
                    .startsWith("The rate was changed by hand 2 times");
        }
    }

    @Test
    void aRunThatTakesTooLongIsStopped() throws Exception {
        Summary summary = run(scenario("expires: 7200", "auth: {scheme: none}").replace("100/s", "1/s")
                + "\nguards: {maxDuration: 500ms}\n");
        assertThat(summary.verdict().kind()).isEqualTo(Verdict.Kind.ABORTED);
        assertThat(summary.verdict().reasons()).first().isEqualTo("The run was stopped: guards.maxDuration is over.");
        assertThat(summary.clients().started()).isBetween(1L, 19L);
    }

    @Test
    void arrivalsThatArePausedStayAway() throws Exception {
        Path file = folder.resolve("test.yaml");
        Files.writeString(
                file, scenario("expires: 7200", "auth: {scheme: none}").replace("100/s", "1/s"));
        Plan plan = ScenarioFile.read(file, Overrides.NONE).plan();
        MockPlan mock = ((TargetPlan.Mock) plan.target()).mock();
        try (MockPool pool = MockPool.start(mock, folder, InstantSource.system(), answer -> {})) {
            Summary summary = run(plan, pool.dnsAddress(), pool.caCertificate(), engine -> {
                engine.rate(0);
                long due = engine.tallies().totals().started();
                assertThat(engine.await(Duration.ofMillis(1500))).isFalse();
                assertThat(engine.tallies().totals().started()).isBetween(due, due + 1); // one was due already
                engine.stop("interrupted");
                assertThat(engine.rate(1)).as("a run that ends has no rate").isEqualTo(-1);
            });
            assertThat(summary.verdict().kind()).isEqualTo(Verdict.Kind.ABORTED);
        }
    }
}
