package rollcall.mock;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.net.InetSocketAddress;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import rollcall.plan.PoolPublishing;

/**
 * A reverse proxy before the pool's web services: ends the clients' TLS, lets through what its publishing rule names, and
 * opens TLS of its own to the web server, whose certificate it looks at as a careful client does.
 */
final class MockProxy {
    private static final int MOST_REQUEST_BYTES = 64 << 10;
    private static final int IDLE_SECONDS = 120;

    private final PoolState pool;
    private final PoolPublishing rule;
    private final ChannelGroup channels;
    private final Class<? extends SocketChannel> sockets;
    private final Front web;
    private final Supplier<InetSocketAddress> address;

    /**
     * @param channels where every connection is noted, to be closed with the pool
     * @param web the server that it stands before
     * @param address where that one listens, known once the first client comes
     */
    MockProxy(
            PoolState pool,
            PoolPublishing rule,
            ChannelGroup channels,
            Class<? extends SocketChannel> sockets,
            Front web,
            Supplier<InetSocketAddress> address) {
        this.pool = pool;
        this.rule = rule;
        this.channels = channels;
        this.sockets = sockets;
        this.web = web;
        this.address = address;
    }

    /**
     * What a connection goes through.
     *
     * @param contexts asked for by the first connection
     */
    ChannelInitializer<Channel> initializer(Supplier<ServerContexts> contexts) {
        return new ChannelInitializer<>() {
            private @Nullable SslContext toFarm;

            @Override
            protected void initChannel(Channel channel) throws SSLException {
                ServerContexts own = contexts.get();
                SslHandler handler = Objects.requireNonNull(own.of(null)).newHandler(channel.alloc());
                handler.setHandshakeTimeoutMillis(pool.limits().handshakeMillis());
                handler.setCloseNotifyFlushTimeoutMillis(1_000);
                channel.pipeline()
                        .addLast(
                                handler,
                                new ReadTimeoutHandler(IDLE_SECONDS),
                                new HttpServerCodec(),
                                new HttpObjectAggregator(MOST_REQUEST_BYTES),
                                new ProxyConnection(rule, new Farm(toFarm(own), sockets, web, address.get())));
                channels.add(channel);
            }

            private synchronized SslContext toFarm(ServerContexts own) throws SSLException {
                SslContext made = toFarm;
                if (made == null) {
                    SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
                    made = (rule.trustsFarm() ? builder.trustManager(own.ca()) : builder.trustManager(new Distrust()))
                            .build();
                    toFarm = made;
                }
                return made;
            }
        };
    }

    /** The web server as the proxy sees it. */
    record Farm(SslContext tls, Class<? extends SocketChannel> sockets, Front web, InetSocketAddress address) {
        String host() {
            return web.host();
        }

        SslHandler handler(ByteBufAllocator alloc) {
            SslHandler handler = tls.newHandler(alloc, host(), address.getPort());
            SSLParameters parameters = handler.engine().getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            handler.engine().setSSLParameters(parameters);
            return handler;
        }

        /** Whether a handshake failed because of the certificate's name and nothing else. */
        boolean isAboutName(Throwable cause) {
            for (Throwable each = cause; each != null; each = each.getCause()) {
                if (String.valueOf(each.getMessage()).contains("No subject alternative")) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Has no root at all. */
    private static final class Distrust implements X509TrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            throw new CertificateException("the root is missing");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            checkServerTrusted(chain, kind);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
