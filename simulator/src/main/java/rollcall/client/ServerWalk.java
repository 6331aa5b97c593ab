package rollcall.client;

import java.net.InetAddress;
import java.util.List;
import rollcall.dns.Target;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.plan.TargetPlan;
import rollcall.plan.Transport;

/**
 * The way to a server that listens: from the domain to targets, from a target to addresses, to a connection, to a secured
 * one. Where a server cannot be used, the next address of the target is tried, then the next target (RFC 3263 §4.3).
 */
final class ServerWalk {
    private final LogonMachine machine;
    private List<Target> targets = List.of();
    private int targetIndex;
    private List<InetAddress> addresses = List.of();
    private int addressIndex;

    ServerWalk(LogonMachine machine) {
        this.machine = machine;
    }

    /** From the beginning. */
    void begin(long nowNanos) {
        if (machine.rules.target() instanceof TargetPlan.Server server) {
            tryTargets(List.of(new Target(server.host(), server.port(), server.transport(), "manual")), nowNanos);
        } else {
            machine.to(LogonState.LOCATING, nowNanos);
            String user = machine.logon().user();
            machine.io.locate(user.substring(user.indexOf('@') + 1));
        }
    }

    void tryTargets(List<Target> found, long nowNanos) {
        targets = found;
        targetIndex = 0;
        resolve(nowNanos);
    }

    private void resolve(long nowNanos) {
        machine.to(LogonState.RESOLVING, nowNanos);
        addresses = List.of();
        addressIndex = 0;
        machine.logon().server(target().authority());
        machine.io.resolve(target());
    }

    void resolved(List<InetAddress> found, long nowNanos) {
        addresses = found;
        connect(nowNanos);
    }

    private void connect(long nowNanos) {
        Target target = target();
        InetAddress address = addresses.get(addressIndex);
        if (!machine.rules.gate().permits(target, address)) {
            machine.fail(
                    Stage.CONNECT,
                    Fault.GUARD_FORBIDDEN,
                    target.authority() + " at " + address.getHostAddress(),
                    nowNanos);
            return;
        }
        machine.to(LogonState.CONNECTING, nowNanos);
        machine.io.wakeAt(nowNanos + machine.rules.limits().connectNanos());
        machine.io.connect(target, address);
    }

    /** The connection is open. @return whether it can be used as it is */
    boolean connected(long nowNanos) {
        if (target().transport() != Transport.TLS) {
            return true;
        }
        machine.to(LogonState.SECURING, nowNanos);
        machine.io.wakeAt(nowNanos + machine.rules.limits().tlsNanos());
        machine.io.secure(target());
        return false;
    }

    /**
     * A server that was reached and found wrong (its certificate, say) is not passed over: the client shows the user an
     * error.
     */
    void notSecured(Fault fault, String detail, long nowNanos) {
        switch (fault.blame()) {
            case NETWORK -> next(Stage.TLS, fault, detail, nowNanos);
            case PEER, POLICY, OURS -> machine.fail(Stage.TLS, fault, detail, nowNanos);
        }
    }

    /** The server at hand cannot be used: the next one, or the end. */
    void next(Stage stage, Fault fault, String detail, long nowNanos) {
        boolean moreAddresses = addressIndex + 1 < addresses.size();
        if (!moreAddresses && targetIndex + 1 >= targets.size()) {
            machine.fail(stage, fault, detail, nowNanos);
            return;
        }
        machine.sink.setback(machine.logon(), stage, fault, detail);
        machine.io.disconnect();
        if (moreAddresses) {
            addressIndex++;
            connect(nowNanos);
        } else {
            targetIndex++;
            resolve(nowNanos);
        }
    }

    /** The server at hand; there is one from the first look-up of an address on. */
    Target target() {
        return targets.get(targetIndex);
    }

    /** Here the client stays: what else was found is forgotten, because thousands stay for hours. */
    void settle() {
        if (targets.size() > 1) {
            targets = List.of(target());
            targetIndex = 0;
        }
        addresses = List.of();
    }

    void clear() {
        targets = List.of();
        addresses = List.of();
    }
}
