package rollcall.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rollcall.mock.MockPool;
import rollcall.mock.MockStats;
import rollcall.outcome.Blame;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.plan.MockPlan;
import rollcall.plan.Overrides;
import rollcall.plan.Plan;
import rollcall.plan.ScenarioFile;
import rollcall.plan.TargetPlan;
import rollcall.report.FaultCount;
import rollcall.report.Summary;
import rollcall.sip.SipMethod;

/**
 * Whole sessions with NTLM against the mock pool: subscribed, published, renewed, signed out; and every answer of the
 * table of refusals, each with its fault, stage, blame and what the client does about it.
 */
class WholeSessionTest {
    private static final int USERS = 3;

    @TempDir
    private Path folder;

    /** What a run came to, and what the pool counted. */
    private record Result(Summary summary, MockStats stats) {
        long count(Stage stage) {
            return summary.latencies().of(stage).getTotalCount();
        }

        List<String> setbacks() {
            return summary.setbacks().stream()
                    .map(each -> each.stage() + " " + each.fault() + " " + each.count())
                    .toList();
        }
    }

    private Result run(String mock, String session, String limits) throws Exception {
        Path file = folder.resolve("test.yaml");
        Path password = Files.writeString(folder.resolve("password"), "Tr0ub4dor&3\n");
        Files.writeString(file, """
                name: test
                target: {mock: {users: %d, key: ecdsa, password: {file: %s}, %s}}
                auth: {scheme: ntlm}
                load: [{hold: {rate: 50/s}}]
                session: {subscribe: true, publish: true, contacts: 2, %s}
                dns: {timeout: 5s, tries: 2}
                limits: {connect: 20s, tls: 20s, answer: 20s, signOut: 20s, %s}
                guards: {maxRefusedPasswords: 100, canary: false}
                thresholds: ["failed == 0", "lost == 0"]
                """.formatted(USERS, password, mock, session, limits));
        Plan plan = ScenarioFile.read(file, Overrides.NONE).plan();
        MockPlan pool = ((TargetPlan.Mock) plan.target()).mock();
        try (MockPool running = MockPool.start(pool, folder, InstantSource.system(), answer -> {})) {
            Summary summary = WholeRunTest.run(plan, running.dnsAddress(), running.caCertificate(), engine -> {});
            return new Result(summary, running.stats());
        }
    }

    private Result run(String faults) throws Exception {
        return run("auth: [ntlm], faults: [" + faults + "]", "stay: 1s", "maxRetries: 0");
    }

    private static void assertWhole(Result result) {
        assertThat(result.summary().faults()).isEmpty();
        assertThat(result.summary().clients().signedIn()).isEqualTo(USERS);
        assertThat(result.count(Stage.SUBSCRIBE)).isEqualTo(3 * USERS);
        assertThat(result.count(Stage.PUBLISH)).isEqualTo(USERS);
        assertThat(result.count(Stage.CONTACTS)).isEqualTo(USERS);
        assertThat(result.count(Stage.SIGN_OUT)).isEqualTo(USERS);
        assertThat(result.stats().badSignatures()).isZero();
        assertThat(result.stats().replays()).isZero();
        assertThat(result.stats().refusals()).isZero();
        assertThat(result.stats().registered()).isZero();
    }

    // ---- all well ----

    @ParameterizedTest
    @CsvSource({"2, false", "3, false", "4, false", "4, true"})
    void aWholeSessionWithEveryVersionIsSignedBothWays(int version, boolean timestamp) throws Exception {
        Result result = run(
                "auth: [ntlm], expires: 4, version: " + version + ", timestamp: " + timestamp,
                "stay: 3500ms, reauthenticate: 2500ms",
                "maxRetries: 0");
        assertWhole(result);
        assertThat(result.setbacks()).isEmpty();
        assertThat(result.count(Stage.REFRESH)).isEqualTo(USERS);
        assertThat(result.count(Stage.REAUTHENTICATE)).isEqualTo(USERS);
        assertThat(result.stats().accepted()).isEqualTo(2 * USERS);
        // three subscriptions, the batch, the publication, the refresh and the sign-out; version 4 signs the proof too
        assertThat(result.stats().verified()).isGreaterThanOrEqualTo(7 * USERS);
    }

    @Test
    void subscriptionsAreEndedInTheirDialogsAndSigned() throws Exception {
        Result result = run("auth: [ntlm]", "stay: 1s, unsubscribe: true", "maxRetries: 0");
        assertWhole(result);
        assertThat(result.setbacks()).isEmpty();
        assertThat(result.stats().requests(SipMethod.SUBSCRIBE))
                .as("three and the batch; of these, provisioning ends by itself")
                .isEqualTo((4 + 3) * USERS);
        assertThat(result.stats().answersByStatus()).doesNotContainKey(481);
    }

    @ParameterizedTest
    @CsvSource({
        "proxy",
        "proxy-info",
        "notify",
        "unsigned-benotify",
        "upper-case",
        "compact",
        "reorder",
        "extra-headers",
        "fragment",
        "two-in-one"
    })
    void aWholeSessionDespite(String behaviour) throws Exception {
        assertWhole(run(
                "auth: [ntlm], faults: [" + behaviour + "]",
                "stay: " + (behaviour.equals("fragment") ? "8s" : "1s"),
                "maxRetries: 0"));
    }

    @Test
    void aDirectorAuthenticatesAndSendsEachUserToItsHomePool() throws Exception {
        Result result = run("auth: [ntlm], director: true", "stay: 1s", "maxRetries: 0");
        assertWhole(result);
        assertThat(result.stats().answers(301)).isEqualTo(USERS);
        assertThat(result.stats().accepted())
                .as("once at the Director, once at home")
                .isEqualTo(2 * USERS);
    }

    // ---- the client goes on ----

    @ParameterizedTest
    @CsvSource({
        "version-conflict, PUBLISH,      SIP_VERSION_CONFLICT",
        "no-dialog,        SUBSCRIBE,    SIP_NO_DIALOG",
        "forgets,          HOLD,         AUTH_FORGOTTEN",
        "old-client,       AUTHENTICATE, SIP_CLIENT_VERSION",
        "clock-skew=20m,   REGISTER,     AUTH_CLOCK_SKEW",
    })
    void whatAClientMendsIsASetbackAndTheSessionIsWhole(String behaviour, Stage stage, Fault fault) throws Exception {
        Result result = run(behaviour);
        assertWhole(result);
        assertThat(result.setbacks()).containsExactly(stage + " " + fault + " " + USERS);
    }

    @Test
    void aPoolWithoutContactListsIsNotedAndContactsAreWatched() throws Exception {
        Result result = run("no-contacts");
        assertThat(result.setbacks()).containsExactly("SUBSCRIBE SIP_NOT_ACCEPTABLE " + USERS);
        assertThat(result.count(Stage.SUBSCRIBE)).isEqualTo(2 * USERS);
        assertThat(result.count(Stage.CONTACTS)).isEqualTo(USERS);
        assertThat(result.summary().clients().lost()).isZero();
    }

    @Test
    void whoIsToldToComeBackLaterWaitsAsLongAndSignsInThen() throws Exception {
        Result result = run("auth: [ntlm], faults: [\"busy=2s\"]", "stay: 1s", "maxRetries: 1");
        assertWhole(result);
        assertThat(result.setbacks()).containsExactly("REGISTER SIP_UNAVAILABLE " + USERS);
        assertThat(result.summary().latencies().of(Stage.LOGON).getMinValue()).isGreaterThan(2_000_000_000L);
    }

    // ---- the client is lost ----

    @ParameterizedTest
    @CsvSource({"unregistered", "rejected", "deactivated"})
    void whoIsSignedOutByThePoolIsLostAndTheReasonIsTold(String event) throws Exception {
        Result result = run("auth: [ntlm], faults: [\"forced-off=" + event + "\"]", "stay: 20s", "maxRetries: 0");
        assertThat(result.summary().clients().lost()).isEqualTo(USERS);
        FaultCount fault = only(result);
        assertThat(fault.fault()).isEqualTo(Fault.LOST_DEREGISTERED);
        assertThat(fault.stage()).isEqualTo(Stage.HOLD);
        assertThat(fault.fault().blame()).isEqualTo(Blame.PEER);
        assertThat(fault.detail()).contains("event=" + event);
    }

    // ---- the client fails ----

    @ParameterizedTest
    @CsvSource({
        "wrong-password,    AUTHENTICATE, AUTH_REFUSED,               POLICY",
        "skew-refused,      AUTHENTICATE, AUTH_CLOCK_SKEW,            POLICY",
        "bad-signature,     AUTHENTICATE, AUTH_BAD_SIGNATURE,         PEER",
        "unsigned,          AUTHENTICATE, AUTH_NOT_SIGNED,            PEER",
        "garbled-challenge, CHALLENGE,    AUTH_BAD_CHALLENGE,         PEER",
        "bad-offsets,       CHALLENGE,    AUTH_BAD_CHALLENGE,         PEER",
        "tls-dsk,           REGISTER,     AUTH_NO_COMMON_SCHEME,      POLICY",
        "reject=400/4010,   REGISTER,     SIP_BAD_REQUEST,            PEER",
        "refuse=403/4004,   AUTHENTICATE, AUTH_OTHER_USER,            POLICY",
        "refuse=403/4003,   AUTHENTICATE, SIP_REMOTE_ACCESS,          POLICY",
        "refuse=403/17002,  AUTHENTICATE, SIP_CLIENT_VERSION,         POLICY",
        "reject=403/17003,  REGISTER,     SIP_CLIENT_VERSION,         POLICY",
        "refuse=403,        AUTHENTICATE, SIP_FORBIDDEN,              PEER",
        "refuse=404/4006,   AUTHENTICATE, SIP_NOT_FOUND,              PEER",
        "reject=404/1003,   REGISTER,     SIP_NOT_FOUND,              PEER",
        "refuse=408,        AUTHENTICATE, SIP_REQUEST_TIMEOUT,        PEER",
        "reject=421/2057,   REGISTER,     SIP_NO_EXTENSION,           OURS",
        "refuse=480,        AUTHENTICATE, SIP_TEMPORARILY_UNAVAILABLE, PEER",
        "refuse=481,        AUTHENTICATE, SIP_NO_DIALOG,              PEER",
        "refuse=488,        AUTHENTICATE, SIP_NOT_ACCEPTABLE,         PEER",
        "reject=489/4055,   REGISTER,     SIP_BAD_EVENT,              OURS",
        "refuse=494,        AUTHENTICATE, SIP_REJECTED,               PEER",
        "refuse=500,        AUTHENTICATE, SIP_SERVER_ERROR,           PEER",
        "refuse=503/17000,  AUTHENTICATE, SIP_UNAVAILABLE,            PEER",
        "refuse=504/1010,   AUTHENTICATE, SIP_SERVER_TIMEOUT,         PEER",
    })
    void eachRefusalHasItsFaultStageAndBlameAndIsNeverRepeated(String behaviour, Stage stage, Fault fault, Blame blame)
            throws Exception {
        Result result = run(behaviour);
        assertThat(result.summary().clients().failed()).isEqualTo(USERS);
        FaultCount only = only(result);
        assertThat(only.fault()).isEqualTo(fault);
        assertThat(only.stage()).isEqualTo(stage);
        assertThat(only.count()).isEqualTo(USERS);
        assertThat(fault.blame()).isEqualTo(blame);
        int slash = behaviour.indexOf('/');
        if (slash > 0) {
            assertThat(only.detail()).contains(behaviour.substring(slash + 1) + ";reason=\"");
        }
        long legs = switch (stage) {
            case REGISTER -> 1;
            case CHALLENGE -> 2;
            default -> 3;
        };
        assertThat(result.stats().requests(SipMethod.REGISTER)).as("REGISTERs").isEqualTo(legs * USERS);
        assertThat(result.stats().requests(SipMethod.SUBSCRIBE)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "refuse=408,       SIP_REQUEST_TIMEOUT",
        "refuse=480,       SIP_TEMPORARILY_UNAVAILABLE",
        "refuse=500,       SIP_SERVER_ERROR",
        "refuse=503/17000, SIP_UNAVAILABLE",
        "refuse=504/1007,  SIP_SERVER_TIMEOUT"
    })
    void whatMayPassIsTriedAgainAsOftenAsTheLimitsSay(String behaviour, Fault fault) throws Exception {
        Result result = run(
                "auth: [ntlm], faults: [\"" + behaviour + "\"]",
                "stay: 1s",
                "maxRetries: 2, retry: 50ms, mostRetry: 50ms");
        assertThat(only(result).fault()).isEqualTo(fault);
        assertThat(result.setbacks()).containsExactly("AUTHENTICATE " + fault + " " + 2 * USERS);
        assertThat(result.stats().requests(SipMethod.REGISTER)).isEqualTo(3 * 3 * USERS);
    }

    private static FaultCount only(Result result) {
        List<FaultCount> faults = new ArrayList<>(result.summary().faults());
        assertThat(faults).hasSize(1);
        return faults.get(0);
    }

    // ---- nobody is locked out ----

    @Test
    void aWrongPasswordStopsTheRunAfterOneAttemptOfOneUser() throws Exception {
        Path file = folder.resolve("test.yaml");
        Files.writeString(file, """
                name: test
                target: {mock: {users: 50, key: ecdsa, auth: [ntlm], password: {file: %s}}}
                users: {pattern: "user{0001..0050}@example.test", password: {file: %s}}
                auth: {scheme: ntlm}
                load: [{hold: {rate: 500/s}}]
                """.formatted(
                        Files.writeString(folder.resolve("right"), "right\n"),
                        Files.writeString(folder.resolve("wrong"), "wrong\n")));
        Plan plan = ScenarioFile.read(file, Overrides.NONE).plan();
        MockPlan pool = ((TargetPlan.Mock) plan.target()).mock();
        try (MockPool running = MockPool.start(pool, folder, InstantSource.system(), answer -> {})) {
            Summary summary = WholeRunTest.run(plan, running.dnsAddress(), running.caCertificate(), engine -> {});
            assertThat(summary.verdict().kind().exitCode()).isEqualTo(4);
            assertThat(summary.clients().started()).isEqualTo(1);
            assertThat(running.stats().refusals()).isEqualTo(1);
            assertThat(running.stats().requests(SipMethod.REGISTER)).isEqualTo(3);
        }
    }
}
