package rollcall.mock;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.time.InstantSource;
import java.util.IdentityHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import rollcall.mock.Behaviour.Certificate;
import rollcall.mock.Behaviour.OfTls;
import rollcall.plan.MockPlan;
import rollcall.sip.SipFrameDecoder;

/** The registrar: what its event loops share, and how a connection begins. */
final class MockRegistrar {
    private final MockPlan plan;
    private final Script script;
    private final MockLimits limits;
    private final InstantSource clock;
    private final MockStats stats;
    private final AnswerLog log;
    private final Bindings bindings;
    /** Complete before the first connection; only read then. */
    private final IdentityHashMap<EventLoop, RegistrarLoop> loops = new IdentityHashMap<>();

    /** Gives each connection its id. */
    private final AtomicInteger connections = new AtomicInteger();

    /** Places each connection to the TLS port in the script. */
    private final AtomicInteger tlsConnections = new AtomicInteger();

    MockRegistrar(
            MockPlan plan,
            Script script,
            MockLimits limits,
            InstantSource clock,
            MockStats stats,
            AnswerLog log,
            EventLoopGroup workers) {
        this.plan = plan;
        this.script = script;
        this.limits = limits;
        this.clock = clock;
        this.stats = stats;
        this.log = log;
        this.bindings = new Bindings(plan.users(), stats);
        workers.forEach(worker -> {
            EventLoop loop = (EventLoop) worker;
            loops.put(loop, new RegistrarLoop(this, loop));
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
    ChannelInitializer<Channel> overTls(TlsContexts contexts) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                OfTls behaviour =
                        (OfTls) script.at(Behaviour.Kind.TLS, Script.pointOf(tlsConnections.getAndIncrement()));
                if (behaviour == null || behaviour instanceof Certificate) {
                    SslContext context = contexts.of((Certificate) behaviour);
                    SslHandler handler = context.newHandler(channel.alloc());
                    handler.setHandshakeTimeoutMillis(limits.handshakeMillis());
                    handler.setCloseNotifyFlushTimeoutMillis(1_000);
                    channel.pipeline().addLast(handler);
                } else {
                    channel.pipeline().addLast(new BrokenTls(behaviour, stats));
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
        connection.listen(new SipFrameDecoder(connection, limits.sip()));
        loop.onOpen(connection);
    }

    /** The certificate contexts by variant. */
    @FunctionalInterface
    interface TlsContexts {
        SslContext of(@Nullable Certificate variant);
    }

    /** The name that certificate, SRV record and ms-diagnostics share. */
    String poolHost() {
        return "pool01." + plan.domain();
    }

    MockPlan plan() {
        return plan;
    }

    Script script() {
        return script;
    }

    MockLimits limits() {
        return limits;
    }

    InstantSource clock() {
        return clock;
    }

    MockStats stats() {
        return stats;
    }

    AnswerLog log() {
        return log;
    }

    Bindings bindings() {
        return bindings;
    }
}
