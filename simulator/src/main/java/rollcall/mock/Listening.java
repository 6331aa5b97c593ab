package rollcall.mock;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.BindException;
import java.net.InetSocketAddress;
import rollcall.plan.PlanException;
import rollcall.plan.PoolServer;

/** What a failed bind means to the person who started the pool. */
final class Listening {
    private Listening() {}

    /** What to do where a port is taken, needs privileges, or belongs to an address that is not of this machine. */
    record Remedy(String taken, String forbidden, String absent) {
        /** @param port the option that chooses the port */
        static Remedy option(String port) {
            return new Remedy(
                    "Stop that program, or choose another port with " + port + " (0 takes any free one).",
                    "Choose a higher one with " + port + ".",
                    "Choose another with --bind.");
        }

        /** For a server of a pool file, which says both. */
        static Remedy of(PoolServer server) {
            String address = server.address().getHostAddress();
            return new Remedy(
                    "Stop that program, or change the server's port in the pool file and in its zone.",
                    "Run as root, or let everybody: sysctl net.ipv4.ip_unprivileged_port_start=" + server.port() + ".",
                    "Lend it to this machine: ip addr add " + address + (address.indexOf(':') < 0 ? "/32" : "/128")
                            + " dev lo.");
        }
    }

    /**
     * The bound channel.
     *
     * @param what listens there, for the message: {@code for SIP over TLS}
     */
    static Channel await(String what, InetSocketAddress place, Remedy remedy, ChannelFuture binding)
            throws PlanException {
        binding.awaitUninterruptibly();
        if (binding.isSuccess()) {
            return binding.channel();
        }
        String where = what + " on " + place.getAddress().getHostAddress() + " port " + place.getPort() + ": ";
        String reason = String.valueOf(binding.cause().getMessage());
        if (reason.contains("in use")) {
            throw new PlanException(
                    "The mock pool cannot listen " + where + "another program uses it. " + remedy.taken);
        }
        if (reason.contains("ermission")) {
            throw new PlanException(
                    "The mock pool may not listen " + where + "ports below 1024 need privileges. " + remedy.forbidden);
        }
        if (binding.cause() instanceof BindException || reason.contains("assign")) {
            throw new PlanException(
                    "The mock pool cannot listen " + where + "this machine has no such address. " + remedy.absent);
        }
        throw new PlanException("The mock pool cannot listen " + where + reason + ".");
    }
}
