package rollcall.mock;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.IdentityHashMap;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rollcall.auth.KerberosServer;
import rollcall.mock.Behaviour.OfConnection;
import rollcall.mock.Behaviour.OfTls;
import rollcall.plan.PlanException;
import rollcall.plan.PoolServer;
import rollcall.plan.Transport;
import rollcall.sip.SipFrameDecoder;

/** One server at one place: a registrar, or an Access Edge, on each event loop, and how a connection begins. */
final class MockServer {
    private final PoolState pool;
    private final Front front;
    private final ChannelGroup channels;
    /** What it does of itself at the ClientHello; null: shakes hands. */
    private final @Nullable OfTls greeting;

    /** Complete before the first connection; only read then. */
    private final IdentityHashMap<EventLoop, RegistrarLoop> loops = new IdentityHashMap<>();

    private final Runnable firstClient;
    private volatile boolean dead;

    /** Places each connection to the TLS port in the script. */
    private final AtomicInteger tlsConnections = new AtomicInteger();

    /**
     * @param channels where every connection is noted, to be closed with the pool
     * @param firstClient called when the first connection of all has come
     */
    MockServer(
            PoolState pool,
            Front front,
            @Nullable KerberosServer tickets,
            EventLoopGroup workers,
            ChannelGroup channels,
            Runnable firstClient)
            throws PlanException {
        this.firstClient = firstClient;
        this.pool = pool;
        this.front = front;
        this.channels = channels;
        this.greeting = greeting(front.server().tls());
        workers.forEach(worker -> {
            EventLoop loop = (EventLoop) worker;
            RequestTaker taker = front.isEdge()
                    ? new AccessEdge(pool, front, new SplittableRandom())
                    : new Registrar(pool, front, tickets, new SplittableRandom(), new SplittableRandom());
            loops.put(loop, new RegistrarLoop(pool, taker, loop));
        });
    }

    /** What a server does of itself at the ClientHello; null: shakes hands. */
    static @Nullable OfTls greeting(String tls) throws PlanException {
        return switch (tls) {
            case PoolServer.HANDSHAKE -> null;
            case "plain-text" -> (OfTls) Behaviour.parse(tls);
            default -> (OfTls) Behaviour.parse("tls-" + tls);
        };
    }

    Front front() {
        return front;
    }

    /**
     * What a connection goes through.
     *
     * @param contexts asked for by the first connection over TLS
     */
    ChannelInitializer<Channel> initializer(Supplier<ServerContexts> contexts) {
        boolean overTls = front.transport() == Transport.TLS;
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                if (overTls) {
                    secure(channel, contexts.get());
                }
                begin(channel, overTls ? "TLS" : "TCP");
                channels.add(channel);
            }
        };
    }

    /** All connections are reset, as are those that were accepted and have not got here yet. */
    void die() {
        dead = true;
        front.isDown(true);
        loops.forEach((loop, registrar) -> loop.execute(registrar::reset));
    }

    void live() {
        dead = false;
        front.isDown(false);
    }

    private void secure(Channel channel, ServerContexts contexts) {
        OfTls scripted = (OfTls) pool.script().at(Behaviour.Kind.TLS, Script.pointOf(tlsConnections.getAndIncrement()));
        OfTls behaviour = scripted == null ? greeting : scripted;
        SslContext context = contexts.of(behaviour);
        if (context != null) {
            SslHandler handler = context.newHandler(channel.alloc());
            handler.setHandshakeTimeoutMillis(pool.limits().handshakeMillis());
            handler.setCloseNotifyFlushTimeoutMillis(1_000);
            channel.pipeline().addLast(handler);
        } else if (behaviour != null) {
            channel.pipeline().addLast(new BrokenTls(behaviour, pool.stats()));
        }
    }

    private void begin(Channel channel, String transport) {
        RegistrarLoop loop = loops.get(channel.eventLoop());
        if (loop == null) {
            throw new IllegalStateException("a connection came on a foreign event loop");
        }
        int number = pool.connections().incrementAndGet();
        if (number == 1) {
            firstClient.run();
        }
        MockConnection connection = new MockConnection(channel, number, transport, loop);
        connection.listen(SipFrameDecoder.to(connection, pool.limits().sip()));
        loop.onOpen(connection);
        if (dead) {
            connection.reset();
            return;
        }
        OfConnection cut = (OfConnection) pool.script().at(Behaviour.Kind.CONNECTION, Script.pointOf(number));
        if (cut != null) {
            connection.cut(cut);
        }
    }
}
