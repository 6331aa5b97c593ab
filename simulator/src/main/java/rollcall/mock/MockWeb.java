package rollcall.mock;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rollcall.auth.AuthKit;
import rollcall.auth.HttpKerberosVerifier;
import rollcall.auth.KerberosServer;
import rollcall.auth.NtlmServer;
import rollcall.auth.NtlmVerifier;
import rollcall.mock.Behaviour.Certificate;
import rollcall.mock.Behaviour.OfWeb;
import rollcall.mock.Behaviour.WebCertificate;
import rollcall.plan.Secret;

/** One web server of a pool: how its connections begin, and whom it lets in. */
final class MockWeb {
    private static final int MOST_REQUEST_BYTES = 64 << 10;
    private static final int IDLE_SECONDS = 120;

    private final PoolState pool;
    private final Front front;
    private final ChannelGroup channels;
    private final NtlmServer ntlm;
    private final NtlmVerifier.Passwords passwords;
    private final @Nullable HttpKerberosVerifier tickets;
    /** Places each connection in the script. */
    private final AtomicInteger connections = new AtomicInteger();

    private final IdentityHashMap<EventLoop, AuthKit> kits = new IdentityHashMap<>();

    /**
     * One server.
     *
     * @param channels where every connection is noted, to be closed with the pool
     * @param keys what opens tickets for it; null where it takes none
     */
    MockWeb(PoolState pool, Front front, EventLoopGroup workers, ChannelGroup channels, @Nullable KerberosServer keys) {
        this.tickets = keys == null ? null : new HttpKerberosVerifier(keys);
        this.pool = pool;
        this.front = front;
        this.channels = channels;
        ntlm = new NtlmServer("", 0, front.netbiosDomain(), front.computer(), front.domain(), front.host());
        Secret password = pool.plan().auth().password();
        passwords = account -> password == null || pool.users().of(account) < 0 ? null : password.reveal();
        workers.forEach(worker -> kits.put(
                (EventLoop) worker,
                new AuthKit(new SplittableRandom(), () -> pool.clock().millis() * 1_000_000, front.computer())));
    }

    /**
     * What a connection goes through.
     *
     * @param contexts asked for by the first connection
     */
    ChannelInitializer<Channel> initializer(Supplier<ServerContexts> contexts) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                OfWeb behaviour =
                        (OfWeb) pool.script().at(Behaviour.Kind.WEB, Script.pointOf(connections.getAndIncrement()));
                Certificate shown = behaviour instanceof WebCertificate bad ? bad.certificate() : null;
                SslContext context = Objects.requireNonNull(contexts.get().of(shown));
                SslHandler handler = context.newHandler(channel.alloc());
                handler.setHandshakeTimeoutMillis(pool.limits().handshakeMillis());
                handler.setCloseNotifyFlushTimeoutMillis(1_000);
                AuthKit kit = Objects.requireNonNull(kits.get(channel.eventLoop()));
                channel.pipeline()
                        .addLast(
                                handler,
                                new ReadTimeoutHandler(IDLE_SECONDS),
                                new HttpServerCodec(),
                                new HttpObjectAggregator(MOST_REQUEST_BYTES),
                                new WebConnection(pool, front, kit, ntlm, passwords, tickets, behaviour));
                channels.add(channel);
            }
        };
    }
}
