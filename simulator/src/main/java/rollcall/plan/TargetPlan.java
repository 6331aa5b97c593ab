package rollcall.plan;

import java.net.InetSocketAddress;
import java.util.List;

/** Which pool. */
public sealed interface TargetPlan {
    /** The built-in pool, started for the run as a process of its own. */
    record Mock(MockPlan mock) implements TargetPlan {}

    /**
     * Found as the client finds it.
     *
     * @param domain the SIP domain, the part of the sign-in address behind the @
     * @param dns servers to ask; empty means the system's
     */
    record Automatic(String domain, List<InetSocketAddress> dns) implements TargetPlan {}

    /**
     * Manual configuration: no SRV walk.
     *
     * @param host a name or an address literal
     * @param dns servers to ask for the host's address; empty means the system's
     */
    record Server(String host, int port, Transport transport, List<InetSocketAddress> dns) implements TargetPlan {}
}
