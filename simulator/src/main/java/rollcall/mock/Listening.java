package rollcall.mock;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.BindException;
import java.net.InetAddress;
import rollcall.plan.PlanException;

/** What a failed bind means to the person who started the pool. */
final class Listening {
    private Listening() {}

    /**
     * The bound channel.
     *
     * @param what listens there, for the message
     * @param option the option that chooses the port, for the message
     */
    static Channel await(String what, String option, InetAddress bind, int port, ChannelFuture binding)
            throws PlanException {
        binding.awaitUninterruptibly();
        if (binding.isSuccess()) {
            return binding.channel();
        }
        String place = bind.getHostAddress() + " port " + port;
        String reason = String.valueOf(binding.cause().getMessage());
        if (reason.contains("in use")) {
            throw new PlanException("The mock pool cannot listen for " + what + " on " + place
                    + ": another program uses it. Stop that program, or choose another port with " + option
                    + " (0 takes any free one).");
        }
        if (reason.contains("ermission")) {
            throw new PlanException("The mock pool may not listen for " + what + " on " + place
                    + ": ports below 1024 need privileges. Choose a higher one with " + option + ".");
        }
        if (binding.cause() instanceof BindException || reason.contains("assign")) {
            throw new PlanException("The mock pool cannot listen for " + what + " on " + place
                    + ": this machine has no such address. Choose another with --bind.");
        }
        throw new PlanException("The mock pool cannot listen for " + what + " on " + place + ": " + reason + ".");
    }
}
