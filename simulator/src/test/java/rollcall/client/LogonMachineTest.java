package rollcall.client;

import static org.assertj.core.api.Assertions.assertThat;
import static rollcall.client.LogonState.AUTHENTICATING;
import static rollcall.client.LogonState.CHALLENGING;
import static rollcall.client.LogonState.CONNECTING;
import static rollcall.client.LogonState.HOLDING;
import static rollcall.client.LogonState.IDLE;
import static rollcall.client.LogonState.LOCATING;
import static rollcall.client.LogonState.REFRESHING;
import static rollcall.client.LogonState.REGISTERING;
import static rollcall.client.LogonState.RESOLVING;
import static rollcall.client.LogonState.SECURING;
import static rollcall.client.LogonState.SIGNING_OUT;
import static rollcall.client.LogonState.TICKETING;
import static rollcall.client.LogonState.WAITING;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.dns.Target;
import rollcall.outcome.Blame;
import rollcall.outcome.Fault;
import rollcall.outcome.LogonRecord;
import rollcall.outcome.Stage;
import rollcall.plan.LimitPlan;
import rollcall.plan.SessionPlan;
import rollcall.plan.SessionPlan.StayFrom;
import rollcall.plan.Transport;

class LogonMachineTest {
    private static final long SECOND = 1_000_000_000L;

    private final MachineBench bench = new MachineBench();

    // ---- the way in ----

    @Test
    void signsInStepByStepAndGivesEachStageItsTime() {
        bench.start();
        assertThat(bench.io.take()).containsExactly("locate example.test");
        bench.pass(10).machine.onLocated(List.of(MachineBench.POOL), bench.now);
        assertThat(bench.io.take()).containsExactly("resolve sip.example.test");
        bench.pass(20).machine.onResolved(MachineBench.ONE_ADDRESS, bench.now);
        assertThat(bench.io.take()).containsExactly("connect 127.0.0.1:5061");
        bench.pass(30).machine.onConnected(bench.now);
        assertThat(bench.io.take()).containsExactly("secure sip.example.test");
        bench.pass(40).machine.onSecured(bench.now);
        assertThat(bench.io.take()).containsExactly("register");
        bench.pass(50).answer(bench.ok(7200));
        assertThat(bench.machine.state()).isEqualTo(HOLDING);
        LogonRecord logon = bench.machine.logon();
        assertThat(logon.stageNanos(Stage.DNS)).isEqualTo(30);
        assertThat(logon.stageNanos(Stage.CONNECT)).isEqualTo(30);
        assertThat(logon.stageNanos(Stage.TLS)).isEqualTo(40);
        assertThat(logon.stageNanos(Stage.REGISTER)).isEqualTo(50);
        assertThat(logon.stageNanos(Stage.LOGON)).isEqualTo(150);
        assertThat(logon.logonFromDueNanos()).isEqualTo(150 + MachineBench.LATE);
        assertThat(bench.io.outcomes).containsExactly("signed in");
    }

    @Test
    void tcpTargetSkipsTls() {
        bench.start();
        bench.machine.onLocated(List.of(new Target("sip.example.test", 5060, Transport.TCP, "x")), bench.now);
        bench.machine.onResolved(MachineBench.ONE_ADDRESS, bench.now);
        bench.io.take();
        bench.machine.onConnected(bench.now);
        assertThat(bench.io.take()).containsExactly("register");
        assertThat(bench.machine.logon().stageNanos(Stage.TLS)).isEqualTo(LogonRecord.NEVER);
    }

    @Test
    void manualConfigurationSkipsTheWalk() {
        MachineBench manual = MachineBench.manual();
        manual.start();
        assertThat(manual.io.take()).containsExactly("resolve pool.example.test");
    }

    @Test
    void aUserWithoutDiscoveryRecordFails() {
        bench.start();
        bench.machine.onNotLocated(Fault.DNS_NO_RECORD, "nothing", bench.now);
        bench.assertFailed(Stage.DNS, Fault.DNS_NO_RECORD);
    }

    // ---- the next address, the next target ----

    @Test
    void refusedConnectTriesTheNextAddress() {
        bench.toConnecting(MachineBench.TWO_ADDRESSES);
        bench.machine.onNotConnected(Fault.CONNECT_REFUSED, "", bench.now);
        assertThat(bench.io.take()).containsExactly("disconnect", "connect 127.0.0.2:5061");
        assertThat(bench.io.outcomes).containsExactly("setback CONNECT CONNECT_REFUSED");
    }

    @Test
    void afterTheLastAddressTheNextTargetIsTried() {
        bench.start();
        bench.machine.onLocated(List.of(MachineBench.POOL, MachineBench.SPARE), bench.now);
        bench.machine.onResolved(MachineBench.ONE_ADDRESS, bench.now);
        bench.io.take();
        bench.machine.onNotConnected(Fault.CONNECT_REFUSED, "", bench.now);
        assertThat(bench.io.take()).containsExactly("disconnect", "resolve spare.example.test");
        assertThat(bench.machine.state()).isEqualTo(RESOLVING);
    }

    @Test
    void aTargetWithoutAddressIsPassedOver() {
        bench.start();
        bench.machine.onLocated(List.of(MachineBench.POOL, MachineBench.SPARE), bench.now);
        bench.io.take();
        bench.machine.onNotResolved(Fault.DNS_NO_ADDRESS, "", bench.now);
        assertThat(bench.io.take()).containsExactly("disconnect", "resolve spare.example.test");
    }

    @Test
    void theLastFailureIsTheOneThatCounts() {
        bench.toConnecting(MachineBench.TWO_ADDRESSES);
        bench.machine.onNotConnected(Fault.CONNECT_REFUSED, "", bench.now);
        bench.pass(bench.io.wakeNanos - bench.now).machine.onTimeout(bench.now);
        bench.assertFailed(Stage.CONNECT, Fault.CONNECT_TIMEOUT);
        assertThat(bench.io.starts).isEqualTo(1);
    }

    @Test
    void closedHandshakeTriesTheNextAddressAndWrongNameDoesNot() {
        bench.toConnecting(MachineBench.TWO_ADDRESSES);
        bench.machine.onConnected(bench.now);
        bench.io.take();
        bench.machine.onClosed(false, "", bench.now);
        assertThat(bench.io.take()).containsExactly("disconnect", "connect 127.0.0.2:5061");
        bench.machine.onConnected(bench.now);
        bench.machine.onNotSecured(Fault.TLS_CERT_NAME, "has other.example", bench.now);
        bench.assertFailed(Stage.TLS, Fault.TLS_CERT_NAME);
    }

    @Test
    void aServerMaySayAfterTheHandshakeThatItWantsACertificate() {
        bench.toRegistering();
        bench.machine.onNotSecured(Fault.TLS_CLIENT_CERT_REQUIRED, "alert", bench.now);
        bench.assertFailed(Stage.TLS, Fault.TLS_CLIENT_CERT_REQUIRED);
    }

    @Test
    void aHandshakeThatNeverEndsIsTimedOut() {
        bench.toConnecting(MachineBench.ONE_ADDRESS);
        bench.machine.onConnected(bench.now);
        assertThat(bench.machine.state()).isEqualTo(SECURING);
        bench.pass(bench.io.wakeNanos - bench.now).machine.onTimeout(bench.now);
        bench.assertFailed(Stage.TLS, Fault.TLS_TIMEOUT);
    }

    @Test
    void aTargetThatTheGuardsDoNotAllowIsNeverConnectedTo() {
        bench.gate.permitted = false;
        bench.start();
        bench.machine.onLocated(List.of(MachineBench.POOL), bench.now);
        bench.io.take();
        bench.machine.onResolved(MachineBench.ONE_ADDRESS, bench.now);
        assertThat(bench.io.take()).noneMatch(order -> order.startsWith("connect"));
        bench.assertFailed(Stage.CONNECT, Fault.GUARD_FORBIDDEN);
    }

    // ---- answers ----

    @Test
    void silenceAfterRegisterIsTimedOutAfter32Seconds() {
        bench.toRegistering();
        assertThat(bench.io.wakeNanos).isEqualTo(bench.now + 32 * SECOND);
        bench.pass(32 * SECOND).machine.onTimeout(bench.now);
        bench.assertFailed(Stage.REGISTER, Fault.SIP_TIMEOUT);
    }

    @Test
    void aConnectionThatTheSystemGivesUpIsAsGoodAsReset() {
        bench.toRegistering();
        bench.machine.onSilent("timed out", bench.now);
        bench.assertFailed(Stage.REGISTER, Fault.SIP_RESET);
    }

    @Test
    void provisionalAndForeignAnswersChangeNothing() {
        bench.toRegistering();
        bench.answer(bench.response("100 Trying", 1, ""));
        bench.answer(bench.response("200 OK", 99, ""));
        assertThat(bench.machine.state()).isEqualTo(REGISTERING);
    }

    @Test
    void anAnswerAfterTheEndIsDropped() {
        bench.toRegistering();
        bench.machine.onClosed(true, "reset", bench.now);
        bench.assertFailed(Stage.REGISTER, Fault.SIP_RESET);
        bench.answer(bench.ok(7200));
        bench.machine.onClosed(false, "", bench.now);
        bench.machine.onTimeout(bench.now);
        assertThat(bench.io.ends).isEqualTo(1);
        assertThat(bench.machine.state()).isEqualTo(IDLE);
    }

    @Test
    void everyRefusalHasItsFault() {
        Object[][] rows = {
            {"400 Bad Request", Fault.SIP_BAD_REQUEST},
            {"403 Forbidden", Fault.SIP_FORBIDDEN},
            {"404 Not Found", Fault.SIP_NOT_FOUND},
            {"421 Extension Required", Fault.SIP_NO_EXTENSION},
            {"481 Call Leg/Transaction Does Not Exist", Fault.SIP_NO_DIALOG},
            {"488 Not Acceptable Here", Fault.SIP_NOT_ACCEPTABLE},
            {"489 Bad Event", Fault.SIP_BAD_EVENT},
            {"494 Security Agreement Required", Fault.SIP_REJECTED},
            {"600 Busy Everywhere", Fault.SIP_REJECTED},
            {"305 Use Proxy", Fault.SIP_REJECTED},
        };
        for (Object[] row : rows) {
            MachineBench fresh = new MachineBench();
            fresh.toRegistering();
            fresh.answer(fresh.response((String) row[0], 1, "ms-diagnostics: 4711;reason=\"why\"\r\n"));
            fresh.assertFailed(Stage.REGISTER, (Fault) row[1]);
            assertThat(fresh.machine.logon().detail())
                    .startsWith((String) row[0])
                    .contains("4711");
        }
    }

    @Test
    void anErrorIdSaysMoreThanItsStatus() {
        Object[][] rows = {
            {4003, Fault.SIP_REMOTE_ACCESS, Blame.POLICY},
            {4004, Fault.AUTH_OTHER_USER, Blame.POLICY},
            {17002, Fault.SIP_CLIENT_VERSION, Blame.POLICY},
            {17003, Fault.SIP_CLIENT_VERSION, Blame.POLICY},
            {1001, Fault.SIP_NOT_FEDERATED, Blame.POLICY},
            {1002, Fault.SIP_NOT_FEDERATED, Blame.POLICY},
            {1017, Fault.SIP_DOMAIN_NOT_SERVED, Blame.POLICY},
            {1018, Fault.SIP_FORBIDDEN, Blame.PEER},
        };
        for (Object[] row : rows) {
            MachineBench fresh = new MachineBench();
            fresh.toRegistering();
            fresh.answer(fresh.response("403 Forbidden", 1, "ms-diagnostics-public: " + row[0] + ";reason=\"x\"\r\n"));
            fresh.assertFailed(Stage.REGISTER, (Fault) row[1]);
            assertThat(((Fault) row[1]).blame()).isEqualTo(row[2]);
        }
    }

    // which status goes with the id, no public source says
    @ParameterizedTest
    @ValueSource(strings = {"404 Not Found", "504 Server Time-out"})
    void aDomainThatTheEdgeDoesNotServeIsFinalWhateverTheStatus(String status) {
        bench.toRegistering();
        bench.answer(bench.response(
                status, 1, "ms-diagnostics-public: 1017;reason=\"x\"\r\nms-user-logon-data: RemoteUser\r\n"));
        bench.assertFailed(Stage.REGISTER, Fault.SIP_DOMAIN_NOT_SERVED);
        assertThat(bench.machine.logon().detail())
                .isEqualTo(status + "; ms-diagnostics-public: 1017;reason=\"x\"; ms-user-logon-data: RemoteUser");
    }

    // ---- told to come back later ----

    @ParameterizedTest
    @CsvSource({
        "408 Request Timeout, SIP_REQUEST_TIMEOUT",
        "480 Temporarily Unavailable, SIP_TEMPORARILY_UNAVAILABLE",
        "500 Server Internal Error, SIP_SERVER_ERROR",
        "503 Service Unavailable, SIP_UNAVAILABLE",
        "504 Server Time-out, SIP_SERVER_TIMEOUT"
    })
    void whoIsToldToComeBackLaterDoesAndGivesUpInTheEnd(String status, Fault fault) {
        bench.toRegistering();
        for (int retry = 0; retry < LimitPlan.DEFAULT.maxRetries(); retry++) {
            bench.io.take();
            bench.answer(bench.response(status, 1, "Retry-After: 30\r\n"));
            assertThat(bench.machine.state()).isEqualTo(WAITING);
            assertThat(bench.io.take()).containsExactly("disconnect", "new login");
            assertThat(bench.io.wakeNanos - bench.now).isBetween(30 * SECOND, 45 * SECOND);
            bench.pass(bench.io.wakeNanos - bench.now).machine.onTimeout(bench.now);
            assertThat(bench.io.take()).containsExactly("locate example.test");
            bench.machine.onLocated(List.of(MachineBench.POOL), bench.now);
            bench.machine.onResolved(MachineBench.ONE_ADDRESS, bench.now);
            bench.machine.onConnected(bench.now);
            bench.machine.onSecured(bench.now);
        }
        bench.answer(bench.response(status, 1, ""));
        assertThat(bench.io.outcomes)
                .containsExactly(
                        "setback REGISTER " + fault, "setback REGISTER " + fault, "failed REGISTER " + fault, "ended");
    }

    @Test
    void clientsThatWereSentAwayTogetherDoNotReturnTogether() {
        Set<Long> wakes = new HashSet<>();
        for (int life = 0; life < 100; life++) {
            MachineBench each = new MachineBench(life);
            each.toRegistering();
            each.answer(each.response("503 Service Unavailable", 1, "Retry-After: 30\r\n"));
            wakes.add(each.io.wakeNanos / SECOND);
        }
        assertThat(wakes).hasSizeGreaterThan(10);
    }

    @Test
    void aServerThatNamesNoTimeIsLeftAloneForTheUsualTimeAndOneThatNamesADayForTheMost() {
        bench.toRegistering();
        bench.answer(bench.response("503 Service Unavailable", 1, ""));
        assertThat(bench.io.wakeNanos - bench.now).isBetween(60 * SECOND, 90 * SECOND);
        MachineBench day = new MachineBench();
        day.toRegistering();
        day.answer(day.response("503 Service Unavailable", 1, "Retry-After: 86400 (maintenance);duration=3600\r\n"));
        assertThat(day.io.wakeNanos - day.now).isBetween(300 * SECOND, 450 * SECOND);
    }

    @Test
    void aRenewalThatIsPutOffIsTriedAgainWhileTheRegistrationLasts() {
        MachineBench held = new MachineBench(new SessionPlan(9000 * SECOND, StayFrom.SIGN_IN, true, false, true));
        held.toHolding(7200);
        held.pass(7170 * SECOND).machine.onTimeout(held.now);
        held.io.take();
        held.answer(held.response("503 Service Unavailable", 2, "Retry-After: 10\r\n"));
        assertThat(held.machine.state()).isEqualTo(HOLDING);
        held.pass(held.io.wakeNanos - held.now).machine.onTimeout(held.now);
        assertThat(held.io.take()).containsExactly("register");
        held.answer(held.response("503 Service Unavailable", 3, "Retry-After: 100\r\n"));
        held.assertLost(Stage.REFRESH, Fault.SIP_UNAVAILABLE);
    }

    @Test
    void aClientThatWaitsIsStoppedLikeAnyOther() {
        bench.toRegistering();
        bench.answer(bench.response("503 Service Unavailable", 1, "Retry-After: 30\r\n"));
        bench.machine.stop(bench.now);
        bench.assertFailed(Stage.LOGON, Fault.RUN_STOPPED);
    }

    @Test
    void aWarningAboutTheVersionIsNotedAndTheClientIsIn() {
        bench.toRegistering();
        bench.answer(bench.ok(7200, "Warning: 310 lcs.microsoft.com \"not the recommended version\"\r\n"));
        assertThat(bench.machine.state()).isEqualTo(HOLDING);
        assertThat(bench.io.outcomes).containsExactly("setback REGISTER SIP_CLIENT_VERSION", "signed in");
    }

    @Test
    void okWithoutOurContactIsNoRegistration() {
        bench.toRegistering();
        bench.answer(bench.response("200 OK", 1, "Contact: <sip:somebody@192.0.2.1>;expires=60\r\n"));
        bench.assertFailed(Stage.REGISTER, Fault.SIP_NO_BINDING);
    }

    @Test
    void garbageInsteadOfAnAnswerIsThePeersFault() {
        bench.toRegistering();
        bench.machine.onMalformed(Fault.SIP_MALFORMED, "NOT_SIP at byte 0", bench.now);
        bench.assertFailed(Stage.REGISTER, Fault.SIP_MALFORMED);
    }

    // ---- challenges ----

    @Test
    void aDigestChallengeIsAnsweredOnTheSameConnection() {
        bench.toRegistering();
        bench.io.take();
        bench.pass(5).answer(bench.challenge(1, "a", false));
        assertThat(bench.io.take()).containsExactly("register");
        assertThat(bench.machine.state()).isEqualTo(AUTHENTICATING);
        assertThat(bench.machine.cseq()).isEqualTo(2);
        bench.pass(7).answer(bench.ok(7200));
        assertThat(bench.machine.state()).isEqualTo(HOLDING);
        assertThat(bench.machine.logon().stageNanos(Stage.AUTHENTICATE)).isEqualTo(7);
    }

    @Test
    void secondRefusalEndsTheUser() {
        bench.toRegistering();
        bench.answer(bench.challenge(1, "a", false));
        bench.answer(bench.challenge(2, "b", false));
        bench.assertFailed(Stage.AUTHENTICATE, Fault.AUTH_REFUSED);
        assertThat(bench.gate.refused).containsExactly(MachineBench.USER);
    }

    @Test
    void aRefusalWithoutAnotherChallengeIsARefusalToo() {
        bench.toRegistering();
        bench.answer(bench.challenge(1, "a", false));
        bench.answer(
                bench.response("401 Unauthorized", 2, "ms-diagnostics: 1000;reason=\"Final handshake failed.\"\r\n"));
        bench.assertFailed(Stage.AUTHENTICATE, Fault.AUTH_REFUSED);
        assertThat(bench.gate.refused).containsExactly(MachineBench.USER);
        assertThat(bench.machine.logon().detail()).contains("1000");
    }

    @Test
    void aRefusalForTheTimeOfDayIsNotOneOfThePassword() {
        bench.toRegistering();
        bench.answer(bench.challenge(1, "a", false));
        bench.answer(bench.response("401 Unauthorized", 2, "ms-diagnostics: 1013;reason=\"time skew\"\r\n"));
        bench.assertFailed(Stage.AUTHENTICATE, Fault.AUTH_CLOCK_SKEW);
        assertThat(bench.gate.refused).isEmpty();
    }

    @Test
    void aRefusedUserIsNotTriedAgain() {
        bench.gate.mayAuthenticate = false;
        bench.toRegistering();
        bench.answer(bench.challenge(1, "a", false));
        bench.assertFailed(Stage.REGISTER, Fault.AUTH_NOT_TRIED);
    }

    @Test
    void aStaleNonceIsNoRefusal() {
        bench.toRegistering();
        bench.answer(bench.challenge(1, "a", false));
        bench.answer(bench.challenge(2, "b", true));
        assertThat(bench.machine.state()).isEqualTo(AUTHENTICATING);
        assertThat(bench.gate.refused).isEmpty();
    }

    @Test
    void aServerThatNeverStopsChallengingIsLeft() {
        bench.toRegistering();
        for (int i = 1; i <= 4; i++) {
            bench.answer(bench.challenge(i, "n" + i, true));
        }
        bench.assertFailed(Stage.AUTHENTICATE, Fault.AUTH_LIMIT);
        assertThat(bench.gate.refused).isEmpty();
    }

    @Test
    void anUnknownSchemeIsNamed() {
        bench.toRegistering();
        bench.answer(bench.response("401 Unauthorized", 1, "WWW-Authenticate: Basic realm=\"x\"\r\n"));
        bench.assertFailed(Stage.REGISTER, Fault.AUTH_NO_COMMON_SCHEME);
        assertThat(bench.machine.logon().detail()).contains("Basic").contains("Digest");
    }

    // ---- tickets ----

    @Test
    void aKdcThatDoesNotAnswerLeavesTheClientToNtlm() {
        MachineBench kerberos = MachineBench.withKerberos();
        kerberos.toRegistering();
        kerberos.io.take();
        kerberos.answer(kerberos.challengeOf("NTLM", "Kerberos"));
        assertThat(kerberos.io.take()).containsExactly("prepare");
        assertThat(kerberos.machine.state()).isEqualTo(TICKETING);

        kerberos.pass(32 * SECOND).machine.onTimeout(kerberos.now);
        assertThat(kerberos.io.take()).containsExactly("register");
        assertThat(kerberos.machine.state()).isEqualTo(CHALLENGING);
        assertThat(kerberos.io.wakeNanos).isEqualTo(kerberos.now + 32 * SECOND);
        assertThat(kerberos.io.outcomes).containsExactly("setback TICKET AUTH_NO_TICKET");
        assertThat(kerberos.io.setbackDetail).isEqualTo("Kerberos → NTLM: the KDC did not answer in time");

        kerberos.machine.onPrepared(kerberos.now);
        assertThat(kerberos.io.take()).as("what came too late").isEmpty();
        kerberos.answer(kerberos.ok(7200));
        assertThat(kerberos.machine.state()).isEqualTo(HOLDING);
    }

    @Test
    void aKdcThatDoesNotAnswerIsTheEndWhereNothingButKerberosIsOffered() {
        MachineBench kerberos = MachineBench.withKerberos();
        kerberos.toRegistering();
        kerberos.answer(kerberos.challengeOf("Kerberos"));
        kerberos.pass(32 * SECOND).machine.onTimeout(kerberos.now);
        kerberos.assertFailed(Stage.TICKET, Fault.AUTH_NO_TICKET);
        assertThat(kerberos.machine.logon().detail()).isEqualTo("waited 32000 ms");
        kerberos.machine.onPrepared(kerberos.now);
        assertThat(kerberos.io.ends).isEqualTo(1);
    }

    // ---- redirects ----

    @Test
    void aRedirectStartsAfreshAtTheHomePool() {
        bench.toRegistering();
        bench.io.take();
        bench.answer(bench.redirect(1, "sip:pool02.example.test:5062;transport=tls"));
        assertThat(bench.io.take()).containsExactly("disconnect", "new login", "resolve pool02.example.test");
        bench.machine.onResolved(MachineBench.ONE_ADDRESS, bench.now);
        assertThat(bench.io.take()).containsExactly("connect 127.0.0.1:5062");
        bench.machine.onConnected(bench.now);
        bench.machine.onSecured(bench.now);
        assertThat(bench.machine.cseq()).isEqualTo(1);
        bench.answer(bench.ok(7200));
        assertThat(bench.machine.state()).isEqualTo(HOLDING);
    }

    @Test
    void theSixthRedirectIsOneTooMany() {
        bench.toRegistering();
        for (int i = 1; i <= 5; i++) {
            bench.answer(bench.redirect(1, "sip:pool" + i + ".example.test"));
            bench.machine.onResolved(MachineBench.ONE_ADDRESS, bench.now);
            bench.machine.onConnected(bench.now);
            bench.machine.onSecured(bench.now);
        }
        assertThat(bench.machine.state()).isEqualTo(REGISTERING);
        bench.answer(bench.redirect(1, "sip:pool6.example.test"));
        bench.assertFailed(Stage.REGISTER, Fault.REDIRECT_LIMIT);
    }

    @Test
    void aRedirectWithoutServerIsUnusable() {
        bench.toRegistering();
        bench.answer(bench.redirect(1, "tel:+1234"));
        bench.assertFailed(Stage.REGISTER, Fault.REDIRECT_UNUSABLE);
    }

    // ---- signed in ----

    @Test
    void leavesWhenTheStayIsOver() {
        bench.toHolding(7200);
        assertThat(bench.io.wakeNanos).isEqualTo(bench.now + 60 * SECOND);
        bench.pass(60 * SECOND).machine.onTimeout(bench.now);
        assertThat(bench.io.take()).contains("sign out");
        assertThat(bench.machine.state()).isEqualTo(SIGNING_OUT);
        bench.answer(bench.response("200 OK", 2, ""));
        assertThat(bench.io.outcomes).containsExactly("signed in", "answered SIGN_OUT", "ended");
        assertThat(bench.machine.state()).isEqualTo(IDLE);
    }

    @Test
    void leavesWithoutAWordWhenThePlanSaysSo() {
        MachineBench silent = new MachineBench(new SessionPlan(SECOND, StayFrom.SIGN_IN, true, true, false));
        silent.toHolding(7200);
        silent.io.take();
        silent.pass(SECOND).machine.onTimeout(silent.now);
        assertThat(silent.io.take()).containsExactly("disconnect", "over");
    }

    @Test
    void refreshesBeforeTheRegistrationExpires() {
        bench.toHolding(40);
        assertThat(bench.io.wakeNanos).isEqualTo(bench.now + 20 * SECOND);
        bench.pass(20 * SECOND).machine.onTimeout(bench.now);
        assertThat(bench.machine.state()).isEqualTo(REFRESHING);
        bench.answer(bench.ok(40));
        assertThat(bench.machine.state()).isEqualTo(HOLDING);
        assertThat(bench.io.outcomes).containsExactly("signed in", "answered REFRESH");
    }

    @Test
    void aRefreshAnsweredAddedMeansTheRegistrationWasLost() {
        bench.toHolding(40);
        bench.pass(20 * SECOND).machine.onTimeout(bench.now);
        bench.answer(bench.ok(40, "presence-state: register-action=\"added\"\r\n"));
        bench.assertLost(Stage.REFRESH, Fault.LOST_REGISTRATION);
    }

    @Test
    void anUnansweredRefreshLosesTheClient() {
        bench.toHolding(40);
        bench.pass(20 * SECOND).machine.onTimeout(bench.now);
        bench.pass(32 * SECOND).machine.onTimeout(bench.now);
        bench.assertLost(Stage.REFRESH, Fault.LOST_TIMEOUT);
    }

    @Test
    void aStaleNonceDuringRefreshIsAnsweredAndTheClientStays() {
        bench.toRegistering();
        bench.answer(bench.challenge(1, "a", false));
        bench.answer(bench.ok(40));
        bench.pass(20 * SECOND).machine.onTimeout(bench.now);
        bench.answer(bench.challenge(3, "b", true));
        assertThat(bench.machine.state()).isEqualTo(REFRESHING);
        bench.answer(bench.ok(40));
        assertThat(bench.machine.state()).isEqualTo(HOLDING);
    }

    @Test
    void keepsTheConnectionAliveAsNegotiated() {
        bench.toRegistering();
        bench.answer(bench.ok(7200, "ms-keep-alive: UAS; tcp=no; hop-hop=yes; end-end=no; timeout=25\r\n"));
        bench.io.take();
        assertThat(bench.io.wakeNanos).isEqualTo(bench.now + 25 * SECOND);
        bench.pass(25 * SECOND).machine.onTimeout(bench.now);
        assertThat(bench.io.take()).containsExactly("keep alive");
        assertThat(bench.io.wakeNanos).isEqualTo(bench.now + 25 * SECOND);
    }

    @Test
    void aLostConnectionIsRecordedWithItsKind() {
        bench.toHolding(7200);
        bench.machine.onClosed(false, "", bench.now);
        bench.assertLost(Stage.HOLD, Fault.LOST_CLOSED);
        MachineBench other = new MachineBench();
        other.toHolding(7200);
        other.machine.onClosed(true, "reset", other.now);
        other.assertLost(Stage.HOLD, Fault.LOST_RESET);
        MachineBench silent = new MachineBench();
        silent.toHolding(7200);
        silent.machine.onSilent("timed out", silent.now);
        silent.assertLost(Stage.HOLD, Fault.LOST_TIMEOUT);
    }

    @Test
    void aServerThatEndsTheRegistrationLosesTheClient() {
        bench.toHolding(7200);
        bench.machine.onRequest(bench.notify("deregistered;event=rejected"), bench.now);
        bench.assertLost(Stage.HOLD, Fault.LOST_DEREGISTERED);
        assertThat(bench.machine.logon().detail()).isEqualTo("deregistered;event=rejected");
    }

    @Test
    void aFailedGoodByeIsASetbackAndNoLoss() {
        bench.toHolding(7200);
        bench.pass(60 * SECOND).machine.onTimeout(bench.now);
        bench.pass(5 * SECOND).machine.onTimeout(bench.now);
        assertThat(bench.io.outcomes).containsExactly("signed in", "setback SIGN_OUT SIP_TIMEOUT", "ended");
    }

    @Test
    void togetherMeansFromTheMomentEverybodyIsIn() {
        MachineBench together =
                new MachineBench(new SessionPlan(60 * SECOND, StayFrom.ALL_SIGNED_IN, false, false, true));
        together.toHolding(7200);
        assertThat(together.io.wakeNanos).isEqualTo(Long.MAX_VALUE);
        together.machine.allSignedIn(together.now + 60 * SECOND);
        assertThat(together.io.wakeNanos).isEqualTo(together.now + 60 * SECOND);
    }

    @Test
    void theLastToSignInHearsOfItWhileItIsTold() {
        MachineBench together =
                new MachineBench(new SessionPlan(60 * SECOND, StayFrom.ALL_SIGNED_IN, false, false, true));
        together.io.onSignedIn = () -> together.machine.allSignedIn(together.now + 60 * SECOND);
        together.toHolding(7200);
        assertThat(together.io.wakeNanos).isEqualTo(together.now + 60 * SECOND);
    }

    // ---- stopped ----

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void theLastToSignInMayBeStoppedWhileThatIsTold(boolean signOut) {
        MachineBench last = new MachineBench(new SessionPlan(60 * SECOND, StayFrom.SIGN_IN, true, true, signOut));
        last.io.onSignedIn = () -> last.machine.stop(last.now);
        last.toRegistering();
        last.answer(last.ok(7200));
        assertThat(last.machine.state()).isEqualTo(signOut ? SIGNING_OUT : IDLE);
        assertThat(last.io.signIns).isEqualTo(1);
    }

    @Test
    void stoppedOnItsWayItGivesUpAndStoppedWhenSignedInItSignsOut() {
        bench.toConnecting(MachineBench.ONE_ADDRESS);
        bench.machine.stop(bench.now);
        bench.assertFailed(Stage.CONNECT, Fault.RUN_STOPPED);
        MachineBench in = new MachineBench();
        in.toHolding(7200);
        in.machine.stop(in.now);
        assertThat(in.machine.state()).isEqualTo(SIGNING_OUT);
    }

    @Test
    void stoppedDuringARefreshItLeavesAfterTheAnswer() {
        bench.toHolding(40);
        bench.pass(20 * SECOND).machine.onTimeout(bench.now);
        bench.machine.stop(bench.now);
        bench.answer(bench.ok(40));
        assertThat(bench.machine.state()).isEqualTo(SIGNING_OUT);
    }

    @Test
    void aDefectOfOursEndsTheClientAndIsCounted() {
        bench.toRegistering();
        bench.machine.onDefect("boom", bench.now);
        bench.assertFailed(Stage.REGISTER, Fault.OURS_INTERNAL);
    }

    // ---- whatever comes ----

    @Test
    void aRandomWalkNeverLeavesTheEdgesAndEndsEachLifeOnce() {
        boolean[][] walked = new boolean[LogonState.values().length][LogonState.values().length];
        for (int seed = 0; seed < 3_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            MachineBench walk = new MachineBench();
            walk.start();
            for (int step = 0; step < 60; step++) {
                LogonState before = walk.machine.state();
                if (before == IDLE) {
                    break;
                }
                walk.randomEvent(random);
                walked[before.ordinal()][walk.machine.state().ordinal()] = true;
                assertThat(walk.io.starts - walk.io.signIns - walk.io.failures)
                        .as("open clients")
                        .isEqualTo(walk.machine.state().signingIn() ? 1 : 0);
            }
            walk.machine.stop(walk.now);
            for (int i = 0; i < 3 && walk.machine.state() != IDLE; i++) {
                walk.pass(40 * SECOND).machine.onTimeout(walk.now);
            }
            assertThat(walk.machine.state()).isEqualTo(IDLE);
            assertThat(walk.io.ends).isEqualTo(1);
            assertThat(walk.io.signIns + walk.io.failures).isEqualTo(1);
        }
        for (LogonState from :
                List.of(LOCATING, RESOLVING, CONNECTING, SECURING, REGISTERING, AUTHENTICATING, HOLDING)) {
            assertThat(walked[from.ordinal()]).as("walked from " + from).contains(true);
        }
    }

    @Test
    void everyEdgeThatIsDrawnLeadsSomewhereAndEveryStateCanEnd() {
        for (LogonState state : LogonState.values()) {
            if (state != IDLE && state != LogonState.ENDED) {
                assertThat(state.mayBecome(LogonState.ENDED))
                        .as(state + " can end")
                        .isTrue();
            }
            assertThat(state.mayBecome(IDLE)).isEqualTo(state == LogonState.ENDED);
        }
    }
}
