package rollcall.client;

import org.jspecify.annotations.Nullable;
import rollcall.outcome.Blame;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.plan.ComeBack;

/**
 * The way back of a client that was signed in and is lost: it waits, begins again at discovery, and waits twice as long
 * after each try in vain (RFC 5626 §4.5), until it is signed in or has tried often enough.
 */
final class WayBack {
    private final LogonMachine machine;
    private final Identity identity;
    private int failures;
    private boolean closed;

    WayBack(LogonMachine machine, Identity identity) {
        this.machine = machine;
        this.identity = identity;
    }

    /** A life begins. */
    void clear() {
        failures = 0;
        closed = false;
    }

    /** The run is about to end: whoever is lost from now on stays so. */
    void close() {
        closed = true;
    }

    /**
     * A signed-in client is lost.
     *
     * @return whether it comes back
     */
    boolean begin(Stage stage, Fault fault, String detail, long nowNanos) {
        @Nullable ComeBack plan = machine.rules.session().comeBack();
        if (plan == null || !mayPass(fault) || isBarred(fault, detail)) {
            return false;
        }
        failures = 0;
        machine.logon().dropped(nowNanos);
        machine.sink.dropped(machine.logon(), stage, fault, detail);
        waitFor(plan, nowNanos);
        return true;
    }

    /**
     * A try to come back has failed.
     *
     * @return whether there will be another
     */
    boolean tryAgain(Stage stage, Fault fault, String detail, long nowNanos) {
        @Nullable ComeBack plan = machine.rules.session().comeBack();
        if (plan == null || !mayPass(fault) || ++failures >= plan.tries()) {
            return false;
        }
        machine.setback(stage, fault, detail);
        waitFor(plan, nowNanos);
        return true;
    }

    /** What a rule forbids or we have broken is no better the next time; above all a refused password is sent once. */
    private boolean mayPass(Fault fault) {
        boolean transientFault =
                fault.blame() == Blame.NETWORK || fault.blame() == Blame.PEER || fault == Fault.LOST_DROPPED;
        return transientFault && !closed && !machine.isStopped();
    }

    /** MS-SIPREGE 4.1.3: "rejected" says that the user has been disabled. */
    private static boolean isBarred(Fault fault, String detail) {
        return fault == Fault.LOST_DEREGISTERED && detail.contains("event=rejected");
    }

    private void waitFor(ComeBack plan, long nowNanos) {
        double chance = (identity.nextRandom() >>> 11) * 0x1p-53;
        machine.letGo();
        machine.io.comeBack();
        machine.to(LogonState.WAITING, nowNanos);
        machine.io.wakeAt(nowNanos + plan.waitNanos(failures, chance));
    }
}
