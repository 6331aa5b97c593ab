package rollcall.client;

import static org.assertj.core.api.Assertions.assertThat;
import static rollcall.client.LogonState.HOLDING;
import static rollcall.client.LogonState.IDLE;
import static rollcall.client.LogonState.LOCATING;
import static rollcall.client.LogonState.SIGNING_OUT;
import static rollcall.client.LogonState.WAITING;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.plan.ComeBack;
import rollcall.plan.SessionPlan;
import rollcall.plan.SessionPlan.StayFrom;

class WayBackTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long STAY = 600 * SECOND;

    private final MachineBench bench = bench(3);

    private static MachineBench bench(int tries) {
        return new MachineBench(new SessionPlan(STAY, StayFrom.SIGN_IN, true, true, true)
                .comingBack(new ComeBack(10 * SECOND, 15 * SECOND, 0.5, tries)));
    }

    private void wake() {
        bench.pass(bench.io.wakeNanos - bench.now).machine.onTimeout(bench.now);
    }

    private void signInAgain() {
        bench.machine.onLocated(List.of(MachineBench.POOL), bench.now);
        bench.machine.onResolved(MachineBench.ONE_ADDRESS, bench.now);
        bench.machine.onConnected(bench.now);
        bench.machine.onSecured(bench.now);
        bench.answer(bench.ok(7200));
    }

    @Test
    void aClientThatIsResetWaitsAndBeginsAtDiscovery() {
        bench.toHolding(7200);
        bench.io.take();
        bench.pass(SECOND).machine.onClosed(true, "reset", bench.now);
        assertThat(bench.machine.state()).isEqualTo(WAITING);
        assertThat(bench.io.take()).containsExactly("disconnect", "come back");
        assertThat(bench.io.wakeNanos - bench.now).isBetween(5 * SECOND, 10 * SECOND);
        long dropped = bench.now;
        wake();
        assertThat(bench.io.take()).containsExactly("locate example.test");
        signInAgain();
        assertThat(bench.machine.state()).isEqualTo(HOLDING);
        assertThat(bench.io.outcomes)
                .containsExactly("signed in", "dropped HOLD LOST_RESET", "answered COME_BACK", "returned");
        assertThat(bench.io.losses).isZero();
        assertThat(bench.now - dropped).isPositive();
        assertThat(bench.machine.logon().isAway()).isFalse();
    }

    @Test
    void theStayGoesOnAsIfThereHadBeenNoLoss() {
        bench.toHolding(7200);
        long leave = bench.now + STAY;
        bench.pass(100 * SECOND).machine.onClosed(false, "", bench.now);
        wake();
        signInAgain();
        assertThat(bench.io.wakeNanos).isEqualTo(leave);
        wake();
        assertThat(bench.machine.state()).isEqualTo(SIGNING_OUT);
    }

    @Test
    void aClientWhoseStayIsOverWhenItIsBackLeavesAtOnce() {
        bench.toHolding(7200);
        bench.pass(STAY - SECOND).machine.onClosed(false, "", bench.now);
        wake();
        signInAgain();
        wake();
        assertThat(bench.machine.state()).isEqualTo(SIGNING_OUT);
        assertThat(bench.io.returns).isEqualTo(1);
    }

    @Test
    void eachTryInVainDoublesTheWaitUpToItsMostAndTheLastOneIsTheLoss() {
        bench.toHolding(7200);
        bench.machine.onClosed(false, "", bench.now);
        assertThat(bench.io.wakeNanos - bench.now).isBetween(5 * SECOND, 10 * SECOND);
        wake();
        bench.machine.onNotLocated(Fault.DNS_TIMEOUT, "", bench.now);
        assertThat(bench.io.wakeNanos - bench.now).as("20 s, cut to 15 s").isBetween(7_500_000_000L, 15 * SECOND);
        wake();
        bench.machine.onLocated(List.of(MachineBench.POOL), bench.now);
        bench.machine.onResolved(MachineBench.ONE_ADDRESS, bench.now);
        bench.machine.onNotConnected(Fault.CONNECT_REFUSED, "", bench.now);
        wake();
        bench.machine.onNotLocated(Fault.DNS_SERVFAIL, "", bench.now);
        bench.assertLost(Stage.DNS, Fault.DNS_SERVFAIL);
        assertThat(bench.io.outcomes)
                .containsExactly(
                        "signed in",
                        "dropped HOLD LOST_CLOSED",
                        "setback DNS DNS_TIMEOUT",
                        "setback CONNECT CONNECT_REFUSED",
                        "lost DNS DNS_SERVFAIL",
                        "ended");
        assertThat(bench.machine.logon().isAway()).isTrue();
    }

    @Test
    void aReturnStartsTheCountOfTriesAnew() {
        bench.toHolding(7200);
        for (int round = 0; round < 5; round++) {
            bench.machine.onClosed(false, "", bench.now);
            wake();
            bench.machine.onNotLocated(Fault.DNS_TIMEOUT, "", bench.now);
            wake();
            signInAgain();
        }
        assertThat(bench.io.returns).isEqualTo(5);
        assertThat(bench.io.drops).isEqualTo(5);
        assertThat(bench.io.signIns).isEqualTo(1);
    }

    @Test
    void whatNoWaitingMendsIsTriedOnce() {
        bench.toHolding(7200);
        bench.machine.onClosed(false, "", bench.now);
        wake();
        bench.machine.onLocated(List.of(MachineBench.POOL), bench.now);
        bench.machine.onResolved(MachineBench.ONE_ADDRESS, bench.now);
        bench.machine.onConnected(bench.now);
        bench.machine.onNotSecured(Fault.TLS_CERT_NAME, "", bench.now);
        bench.assertLost(Stage.TLS, Fault.TLS_CERT_NAME);
    }

    @ParameterizedTest
    @CsvSource({"deactivated, WAITING", "unregistered, WAITING", "rejected, IDLE"})
    void whoIsSignedOutByThePoolComesBackUnlessTheUserIsDisabled(String event, LogonState then) {
        bench.toHolding(7200);
        bench.machine.onRequest(bench.notify("deregistered;event=" + event), bench.now);
        assertThat(bench.machine.state()).isEqualTo(then);
    }

    @Test
    void theScenarioCutsOnlyWhoIsSignedIn() {
        bench.toRegistering();
        bench.machine.onCut("all", bench.now);
        assertThat(bench.io.outcomes).isEmpty();
        bench.answer(bench.ok(7200));
        bench.machine.onCut("all", bench.now);
        assertThat(bench.io.outcomes).endsWith("dropped HOLD LOST_DROPPED");
    }

    @Test
    void anAlertIsNotAnOrdinaryClose() {
        bench.toHolding(7200);
        bench.machine.onAlert("internal_error", bench.now);
        assertThat(bench.io.outcomes).endsWith("dropped HOLD LOST_ALERT");
    }

    @Test
    void whenTheRunIsStoppedWhoIsAwayIsLostAndWhoIsLostStaysSo() {
        bench.toHolding(7200);
        bench.machine.onClosed(false, "", bench.now);
        bench.machine.stop(bench.now);
        bench.assertLost(Stage.LOGON, Fault.RUN_STOPPED);
        MachineBench leaving = bench(3);
        leaving.toHolding(7200);
        leaving.machine.leaveAt(leaving.now + 5 * SECOND);
        leaving.machine.onClosed(false, "", leaving.now);
        leaving.assertLost(Stage.HOLD, Fault.LOST_CLOSED);
    }

    @Test
    void whoComesBackWaitsForItsTurn() {
        bench.gate.turnNanos = 3 * SECOND;
        bench.toHolding(7200);
        bench.machine.onClosed(false, "", bench.now);
        wake();
        assertThat(bench.machine.state()).isEqualTo(WAITING);
        assertThat(bench.io.wakeNanos).isEqualTo(bench.now + 3 * SECOND);
        wake();
        assertThat(bench.machine.state()).isEqualTo(LOCATING);
    }

    @Test
    void aRandomWalkEndsEachLifeOnceHoweverOftenItIsLost() {
        boolean returnedOnce = false;
        for (int seed = 0; seed < 2_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            MachineBench walk = bench(2);
            walk.start();
            for (int step = 0; step < 120 && walk.machine.state() != IDLE; step++) {
                walk.randomEvent(random);
                assertThat(walk.io.drops
                                - walk.io.returns
                                - (walk.machine.logon().isAway() ? 1 : 0))
                        .as("drops that nobody has answered for")
                        .isZero();
            }
            walk.machine.stop(walk.now);
            for (int i = 0; i < 3 && walk.machine.state() != IDLE; i++) {
                walk.pass(40 * SECOND).machine.onTimeout(walk.now);
            }
            assertThat(walk.machine.state()).isEqualTo(IDLE);
            assertThat(walk.io.ends).isEqualTo(1);
            assertThat(walk.io.signIns + walk.io.failures).isEqualTo(1);
            assertThat(walk.io.losses).isLessThanOrEqualTo(walk.io.signIns);
            returnedOnce |= walk.io.returns > 0;
        }
        assertThat(returnedOnce).isTrue();
    }
}
