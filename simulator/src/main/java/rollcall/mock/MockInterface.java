package rollcall.mock;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rollcall.mock.Behaviour.OfTls;
import rollcall.plan.PlanException;
import rollcall.plan.Transport;

/**
 * A part of an edge that is there and says nothing: it accepts connections, shakes hands where it speaks TLS, and listens
 * for a while. No server and no media comes that would say more to it.
 */
final class MockInterface {
    private static final int IDLE_SECONDS = 120;

    private final PoolState pool;
    private final Front front;
    private final ChannelGroup channels;
    /** What it does at the ClientHello; null: shakes hands. */
    private final @Nullable OfTls greeting;

    /** @param channels where every connection is noted, to be closed with the pool */
    MockInterface(PoolState pool, Front front, ChannelGroup channels) throws PlanException {
        this.pool = pool;
        this.front = front;
        this.channels = channels;
        this.greeting = MockServer.greeting(front.server().tls());
    }

    /**
     * What a connection goes through.
     *
     * @param contexts asked for by the first connection over TLS
     */
    ChannelInitializer<Channel> initializer(Supplier<ServerContexts> contexts) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                if (greeting != null) {
                    channel.pipeline().addLast(new BrokenTls(greeting, pool.stats()));
                } else if (front.transport() == Transport.TLS) {
                    SslContext context = Objects.requireNonNull(contexts.get().of(null));
                    SslHandler handler = context.newHandler(channel.alloc());
                    handler.setHandshakeTimeoutMillis(pool.limits().handshakeMillis());
                    handler.setCloseNotifyFlushTimeoutMillis(1_000);
                    channel.pipeline().addLast(handler);
                }
                channel.pipeline().addLast(new ReadTimeoutHandler(IDLE_SECONDS), new Listener());
                channels.add(channel);
            }
        };
    }

    /** Takes what comes for nothing; a time limit, a failed handshake or a reset ends the connection. */
    private static final class Listener extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var unused = context.close();
        }
    }
}
