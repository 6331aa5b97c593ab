package rollcall.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Connects as the client room does, and tells how it went. */
final class TestDial {
    private static final EventLoopGroup LOOPS = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    /** Some servers greet; those that speak HTTP want to be asked. */
    private static final String ASKING = "GET / HTTP/1.0\r\n\r\n";

    private TestDial() {}

    /** How it went: a refusal, or what was agreed on by the time the server's greeting came. */
    record Outcome(@Nullable TlsRefusal refusal, String negotiated, boolean resumed) {}

    /** To the server under that name; success is a handshake, a right name and a first byte from the server. */
    static Outcome dial(TlsClient client, InetSocketAddress server, String host) throws Exception {
        return dial(client, server, host, "");
    }

    /** The same as one user. */
    static Outcome dial(TlsClient client, InetSocketAddress server, String host, String user) throws Exception {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Channel channel = new Bootstrap()
                .group(LOOPS)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel ch) {
                        TlsLayer layer = client.layer(ch.alloc(), host, server.getPort(), user);
                        ch.pipeline().addLast(layer, new Watcher(client, layer, host, outcome));
                    }
                })
                .connect(server)
                .sync()
                .channel();
        try {
            return outcome.get(20, TimeUnit.SECONDS);
        } finally {
            channel.close().sync();
        }
    }

    private static final class Watcher extends ChannelInboundHandlerAdapter {
        private final TlsClient client;
        private final TlsLayer layer;
        private final String host;
        private final CompletableFuture<Outcome> outcome;

        Watcher(TlsClient client, TlsLayer layer, String host, CompletableFuture<Outcome> outcome) {
            this.client = client;
            this.layer = layer;
            this.host = host;
            this.outcome = outcome;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent completion) {
                if (!completion.isSuccess()) {
                    fail(completion.cause());
                } else {
                    TlsRefusal refusal = client.judge(layer, host);
                    if (refusal != null) {
                        outcome.complete(new Outcome(refusal, TlsClient.negotiated(layer), layer.resumed()));
                    } else {
                        ChannelFuture unused = ctx.writeAndFlush(Unpooled.copiedBuffer(ASKING, US_ASCII));
                    }
                }
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
            outcome.complete(new Outcome(null, TlsClient.negotiated(layer), layer.resumed()));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (layer.secured()) {
                TlsRefusal late = client.explainLate(layer, cause, host);
                outcome.complete(new Outcome(late, TlsClient.negotiated(layer), false));
            } else {
                fail(cause);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            fail(new ClosedChannelException());
        }

        private void fail(Throwable cause) {
            outcome.complete(new Outcome(client.explain(layer, cause, host), "", false));
        }
    }
}
