package rollcall.mock;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.IdentityHashMap;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rollcall.auth.KerberosServer;
import rollcall.mock.Behaviour.OfTls;
import rollcall.sip.SipFrameDecoder;

/** One server: a registrar on each event loop, and how a connection begins. */
final class MockServer {
    private final PoolState pool;
    /** Complete before the first connection; only read then. */
    private final IdentityHashMap<EventLoop, RegistrarLoop> loops = new IdentityHashMap<>();

    /** Gives each connection its id. */
    private final AtomicInteger connections = new AtomicInteger();

    /** Places each connection to the TLS port in the script. */
    private final AtomicInteger tlsConnections = new AtomicInteger();

    MockServer(PoolState pool, Front front, @Nullable KerberosServer tickets, EventLoopGroup workers) {
        this.pool = pool;
        workers.forEach(worker -> {
            EventLoop loop = (EventLoop) worker;
            Registrar registrar = new Registrar(pool, front, tickets, new SplittableRandom(), new SplittableRandom());
            loops.put(loop, new RegistrarLoop(pool, registrar, loop));
        });
    }

    /** What a connection to the TCP port goes through. */
    ChannelInitializer<Channel> overTcp() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                begin(channel, "TCP");
            }
        };
    }

    /** What a connection to the TLS port goes through. */
    ChannelInitializer<Channel> overTls(Supplier<ServerContexts> contexts) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                OfTls behaviour =
                        (OfTls) pool.script().at(Behaviour.Kind.TLS, Script.pointOf(tlsConnections.getAndIncrement()));
                SslContext context = contexts.get().of(behaviour);
                if (context != null) {
                    SslHandler handler = context.newHandler(channel.alloc());
                    handler.setHandshakeTimeoutMillis(pool.limits().handshakeMillis());
                    handler.setCloseNotifyFlushTimeoutMillis(1_000);
                    channel.pipeline().addLast(handler);
                } else if (behaviour != null) {
                    channel.pipeline().addLast(new BrokenTls(behaviour, pool.stats()));
                }
                begin(channel, "TLS");
            }
        };
    }

    private void begin(Channel channel, String transport) {
        RegistrarLoop loop = loops.get(channel.eventLoop());
        if (loop == null) {
            throw new IllegalStateException("a connection came on a foreign event loop");
        }
        MockConnection connection = new MockConnection(channel, connections.incrementAndGet(), transport, loop);
        connection.listen(new SipFrameDecoder(connection, pool.limits().sip()));
        loop.onOpen(connection);
    }
}
