package rollcall.client;

import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import rollcall.auth.AuthFacts;
import rollcall.auth.AuthKit;
import rollcall.dns.Locator;
import rollcall.outcome.OutcomeSink;
import rollcall.plan.Accounts;
import rollcall.sip.AsciiSlice;
import rollcall.sip.InstanceId;
import rollcall.tls.TlsClient;

/**
 * What the sessions of one event loop share. Nothing in it is thread-safe or needs to be, except {@code tls} and
 * {@code requests}, which all loops use.
 *
 * @param clock {@code System.nanoTime()}, or a test's
 * @param sources local addresses to connect from, taken in turn; empty leaves the choice to the system
 * @param preparations where authentication does what would block the loop
 */
public record LoopKit(
        EventLoop loop,
        ChannelFactory<? extends SocketChannel> sockets,
        LogonRules rules,
        Locator locator,
        TlsClient tls,
        RequestTemplates requests,
        OutcomeSink sink,
        DeadlineWheel deadlines,
        LongSupplier clock,
        List<InetAddress> sources,
        @Nullable ConversationLog trace,
        Executor preparations,
        Scratch scratch) {

    /**
     * Does on another thread what would block the loop, and goes on here when that is over, well or badly.
     *
     * @param work null when there is nothing to do after all
     * @throws java.util.concurrent.RejectedExecutionException when too many wait already
     */
    void prepare(@Nullable Runnable work, Runnable then) {
        preparations.execute(() -> {
            try {
                if (work != null) {
                    work.run();
                }
            } finally {
                loop.execute(then);
            }
        });
    }

    /** Flyweights that one loop needs once, because a message is read to its end before the next one is looked at. */
    public static final class Scratch {
        final AuthKit auth;
        final InstanceId instances = new InstanceId();
        final Answer answer = new Answer();
        final LongSupplier wallNanos;
        final RequestWriter writer;
        final AuthFacts facts = new AuthFacts();
        final AsciiSlice slice = new AsciiSlice();
        final byte[] dialog = new byte[Identity.CALL_ID_LENGTH + Identity.TAG_LENGTH];
        /**
         * Room for a server's whole flight of a handshake. The connections of a loop read one after the other, so one
         * handle is enough for all of them.
         */
        final RecvByteBufAllocator reads;

        int nextSource;
        private InetSocketAddress lastRemote = new InetSocketAddress(0);
        private String lastDomain = "";
        private byte[] lastDomainUri = {};

        /**
         * What one loop needs.
         *
         * @param auth for authentication
         * @param wallNanos the time of day in nanoseconds since 1970
         * @param templates of the requests
         * @param accounts of the run: contacts are taken from among them
         */
        public Scratch(AuthKit auth, LongSupplier wallNanos, RequestTemplates templates, Accounts accounts) {
            this.auth = auth;
            var one = new FixedRecvByteBufAllocator(4096).newHandle();
            reads = () -> one;
            this.wallNanos = wallNanos;
            this.writer = new RequestWriter(templates, accounts);
        }

        /** {@code sip:} and the domain; the same array for one user after the other of the same domain. */
        byte[] domainUri(String domain) {
            if (!domain.equals(lastDomain)) {
                lastDomain = domain;
                lastDomainUri = ("sip:" + domain).getBytes(StandardCharsets.UTF_8);
            }
            return lastDomainUri;
        }

        /** Address and port; the same object for one connection after the other to the same server. */
        InetSocketAddress remote(InetAddress address, int port) {
            if (lastRemote.getPort() != port || !address.equals(lastRemote.getAddress())) {
                lastRemote = new InetSocketAddress(address, port);
            }
            return lastRemote;
        }
    }
}
