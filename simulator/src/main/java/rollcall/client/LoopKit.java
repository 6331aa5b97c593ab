package rollcall.client;

import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rollcall.auth.AuthFacts;
import rollcall.auth.AuthKit;
import rollcall.dns.Locator;
import rollcall.outcome.OutcomeSink;
import rollcall.sip.AsciiSlice;
import rollcall.sip.InstanceId;
import rollcall.tls.TlsClient;

/**
 * What the sessions of one event loop share. Nothing in it is thread-safe or needs to be, except {@code tls} and
 * {@code request}, which all loops use.
 *
 * @param clock {@code System.nanoTime()}, or a test's
 * @param sources local addresses to connect from, taken in turn; empty leaves the choice to the system
 */
public record LoopKit(
        EventLoop loop,
        ChannelFactory<? extends SocketChannel> sockets,
        LogonRules rules,
        Locator locator,
        TlsClient tls,
        RegisterRequest request,
        OutcomeSink sink,
        DeadlineWheel deadlines,
        LongSupplier clock,
        List<InetAddress> sources,
        @Nullable ConversationLog trace,
        Scratch scratch) {

    /** Flyweights that one loop needs once, because a message is read to its end before the next one is looked at. */
    public static final class Scratch {
        final AuthKit auth;
        final InstanceId instances = new InstanceId();
        final Answer answer = new Answer();
        final AuthFacts facts = new AuthFacts();
        final AsciiSlice slice = new AsciiSlice();
        int nextSource;

        /**
         * What one loop needs.
         *
         * @param random for nonces and keys; fixed in tests
         * @param wallNanos the time of day in nanoseconds since 1970
         */
        public Scratch(RandomGenerator random, LongSupplier wallNanos) {
            auth = new AuthKit(random, wallNanos, "ROLLCALL");
        }
    }
}
