package rollcall.check;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import rollcall.client.ConnectFailure;
import rollcall.dns.DnsSockets;
import rollcall.outcome.Fault;
import rollcall.plan.PlanException;
import rollcall.plan.TlsPlan;
import rollcall.tls.HandshakeEnd;
import rollcall.tls.TlsClient;
import rollcall.tls.TlsLayer;
import rollcall.tls.TlsRefusal;

/**
 * Knocks at a server: connects, and shakes hands with certain protocol versions, whatever certificate it shows. A knock
 * says nothing over the connection and closes it.
 */
final class ServerProbe implements AutoCloseable {
    /** On the socket or the engine: nothing waits for them longer than its own limit. */
    private static final long SLACK_MILLIS = 1_000;

    private final DnsSockets sockets;
    private final CheckLimits limits;
    private final LongSupplier nanoClock;
    private final TlsClient tls;

    /**
     * What came of a knock.
     *
     * @param fault why it did not come to a secured connection; null when it did
     * @param agreed protocol and cipher suite, as {@code TLSv1.2 TLS_RSA_WITH_AES_128_CBC_SHA}
     * @param sent the server's certificates, its own first; it may have shown them before the handshake failed
     */
    record Knock(
            @Nullable Fault fault,
            String detail,
            String agreed,
            List<X509Certificate> sent,
            long connectNanos,
            long handshakeNanos) {}

    /**
     * @param plan of which the trust is left out: who the server is, is judged elsewhere
     * @param protocols those that are offered
     */
    ServerProbe(
            DnsSockets sockets,
            CheckLimits limits,
            TlsPlan plan,
            List<String> protocols,
            LongSupplier wallMillis,
            LongSupplier nanoClock)
            throws PlanException {
        this.sockets = sockets;
        this.limits = limits;
        this.nanoClock = nanoClock;
        this.tls = TlsClient.onlooker(
                new TlsPlan(plan.engine(), null, protocols, plan.ciphers(), false, false, null), wallMillis);
    }

    /**
     * Knocks; the answer comes on the event loop, in bounded time.
     *
     * @param secure false: connecting is all
     */
    CompletableFuture<Knock> knock(String host, InetAddress address, int port, boolean secure) {
        Attempt attempt = new Attempt(host, port, secure, nanoClock.getAsLong());
        Bootstrap bootstrap = new Bootstrap()
                .group(sockets.loop())
                .channelFactory(sockets.tcp())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) millis(limits.connectNanos()))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(attempt);
                    }
                });
        ChannelFuture connecting = bootstrap.connect(new InetSocketAddress(address, port));
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                attempt.connected(connecting.channel());
            } else {
                attempt.notConnected(done.cause());
            }
        });
        return attempt.knock.orTimeout(
                millis(limits.connectNanos() + limits.handshakeNanos()) + SLACK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }

    private final class Attempt extends ChannelInboundHandlerAdapter {
        private final CompletableFuture<Knock> knock = new CompletableFuture<>();
        private final String host;
        private final int port;
        private final boolean secure;
        private final long startNanos;
        private long connectedNanos;

        Attempt(String host, int port, boolean secure, long startNanos) {
            this.host = host;
            this.port = port;
            this.secure = secure;
            this.startNanos = startNanos;
        }

        void connected(Channel channel) {
            connectedNanos = nanoClock.getAsLong();
            if (!secure) {
                tell(null, "", "", List.of());
                var unused = channel.close();
                return;
            }
            TlsLayer layer = tls.layer(channel.alloc(), host, port);
            HandshakeEnd.secure(channel.pipeline(), layer, limits.handshakeNanos(), cause -> {
                finished(layer, cause);
                var unused = channel.close();
            });
        }

        void notConnected(Throwable cause) {
            ConnectFailure failure = ConnectFailure.of(cause);
            tell(failure.fault(), failure.detail(), "", List.of());
        }

        private void finished(TlsLayer layer, @Nullable Throwable cause) {
            if (cause != null) {
                TlsRefusal refusal = tls.explain(layer, cause, host);
                tell(refusal.fault(), refusal.detail(), "", tls.shown(layer));
                return;
            }
            List<X509Certificate> sent = tls.shown(layer);
            boolean none = sent.isEmpty();
            tell(
                    none ? Fault.TLS_CERT_REJECTED : null,
                    none ? "the server showed no certificate" : "",
                    TlsClient.negotiated(layer),
                    sent);
        }

        private void tell(@Nullable Fault fault, String detail, String agreed, List<X509Certificate> sent) {
            long now = nanoClock.getAsLong();
            long connected = connectedNanos == 0 ? now : connectedNanos;
            knock.complete(new Knock(fault, detail, agreed, sent, connected - startNanos, now - connected));
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            tell(Fault.TLS_CLOSED, "the server closed the connection", "", List.of());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var unused = context.close();
        }
    }

    @Override
    public void close() {
        tls.close();
    }
}
