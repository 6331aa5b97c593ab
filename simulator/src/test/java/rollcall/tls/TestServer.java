package rollcall.tls;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.ReferenceCountedOpenSslServerContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslProvider;
import io.netty.internal.tcnative.SSL;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** A TLS server on BoringSSL that greets whoever completes a handshake, and counts full and resumed ones. */
final class TestServer implements AutoCloseable {
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Channel channel;
    private final @Nullable SslContext context;
    final AtomicInteger full = new AtomicInteger();
    final AtomicInteger resumed = new AtomicInteger();
    /** Who showed a certificate, by the subjects' names, in order. */
    final List<String> shown = new CopyOnWriteArrayList<>();

    /** What the server is like; as it stands, it speaks TLS 1.2 and 1.3 with every suite it has, and resumes. */
    record Setting(
            TestCertificates.Issued identity,
            List<String> protocols,
            @Nullable List<String> ciphers,
            ClientAuth auth,
            @Nullable X509Certificate clientsRoot) {
        Setting(TestCertificates.Issued identity, String... protocols) {
            this(identity, List.of(protocols), null, ClientAuth.NONE);
        }

        Setting(
                TestCertificates.Issued identity,
                List<String> protocols,
                @Nullable List<String> ciphers,
                ClientAuth auth) {
            this(identity, protocols, ciphers, auth, null);
        }
    }

    static TestServer speaking(Setting setting) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forServer(
                setting.identity().key(), setting.identity().sent());
        if (setting.clientsRoot() != null) {
            builder.trustManager(setting.clientsRoot());
        }
        SslContext context = builder.sslProvider(SslProvider.OPENSSL_REFCNT)
                .protocols(setting.protocols())
                .ciphers(setting.ciphers())
                .clientAuth(setting.auth())
                .build();
        ((ReferenceCountedOpenSslServerContext) context).sessionContext().setTicketKeys();
        ((ReferenceCountedOpenSslServerContext) context).sessionContext().setSessionCacheEnabled(true);
        ((ReferenceCountedOpenSslServerContext) context).sessionContext().setSessionIdContext(new byte[] {1});
        return new TestServer(context, () -> new ChannelInboundHandlerAdapter());
    }

    /** A server that does not speak TLS; one handler a connection. */
    static TestServer without(Supplier<ChannelHandler> behaviour) {
        return new TestServer(null, behaviour);
    }

    private TestServer(@Nullable SslContext context, Supplier<ChannelHandler> behaviour) {
        this.context = context;
        this.channel = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel ch) {
                        connections.add(ch);
                        if (context != null) {
                            ch.pipeline().addLast(context.newHandler(ch.alloc()), new Greeter());
                        } else {
                            ch.pipeline().addLast(behaviour.get());
                        }
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    private final class Greeter extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event == SslHandshakeCompletionEvent.SUCCESS) {
                ReferenceCountedOpenSslEngine engine = (ReferenceCountedOpenSslEngine)
                        ctx.pipeline().get(SslHandler.class).engine();
                (SSL.isSessionReused(engine.sslPointer()) ? resumed : full).incrementAndGet();
                noteWho(engine);
                ChannelFuture unused = ctx.writeAndFlush(Unpooled.copiedBuffer("hello", StandardCharsets.US_ASCII));
            }
        }

        private void noteWho(SSLEngine engine) {
            try {
                X509Certificate peer = (X509Certificate) engine.getSession().getPeerCertificates()[0];
                shown.add(peer.getSubjectX500Principal().getName());
            } catch (SSLPeerUnverifiedException e) {
                // nobody showed one
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ChannelFuture unused = ctx.close();
        }
    }

    /** Answers the first bytes with these, and closes. */
    static final class Answering extends ChannelInboundHandlerAdapter {
        private final byte[] answer;

        Answering(byte[] answer) {
            this.answer = answer;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
            ctx.writeAndFlush(Unpooled.wrappedBuffer(answer)).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        connections.close().syncUninterruptibly();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        if (context != null) {
            ReferenceCountUtil.release(context);
        }
    }
}
