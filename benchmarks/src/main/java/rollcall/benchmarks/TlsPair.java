package rollcall.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.internal.tcnative.SSL;
import io.netty.util.ReferenceCountUtil;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import rollcall.mock.ServerIdentity;
import rollcall.plan.PlanException;
import rollcall.plan.PoolCertificate.KeyKind;
import rollcall.plan.TlsPlan;
import rollcall.tls.TlsClient;
import rollcall.tls.TlsLayer;
import rollcall.tls.TlsRefusal;

/**
 * A client as Rollcall sets it up, and a server on BoringSSL that would resume any session, in memory: what one writes, the
 * other reads. Whether a handshake was a full one is asked of the server, which knows.
 */
final class TlsPair implements AutoCloseable {
    private static final String HOST = "pool01.example.com";
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final ByteBufAllocator ALLOC = PooledByteBufAllocator.DEFAULT;

    private final boolean resume;
    private final TlsClient client;
    private final SslContext context;
    private long clientNanos;
    private final ByteBuf line = Unpooled.unreleasableBuffer(
            Unpooled.directBuffer().writeBytes("SIP/2.0 200 OK\r\n".getBytes(StandardCharsets.US_ASCII)));

    TlsPair(TlsPlan.Engine engine, String protocol, KeyKind key, boolean resume) {
        ServerIdentity identity = ServerIdentity.make(HOST, key);
        this.resume = resume;
        try {
            client = TlsClient.create(
                    new TlsPlan(engine, identity.root(), List.of(protocol), List.of(), resume, true, null),
                    System::currentTimeMillis);
            context = SslContextBuilder.forServer(
                            identity.key(), identity.chain().toArray(new X509Certificate[0]))
                    .sslProvider(SslProvider.OPENSSL_REFCNT)
                    .protocols(protocol)
                    .build();
        } catch (PlanException | SSLException e) {
            throw new IllegalStateException(e);
        }
        OpenSslServerSessionContext sessions = (OpenSslServerSessionContext) context.sessionContext();
        sessions.setSessionCacheEnabled(true);
        sessions.setSessionIdContext(HOST.getBytes(StandardCharsets.US_ASCII));
        sessions.setTicketKeys(new OpenSslSessionTicketKey(new byte[16], new byte[16], new byte[16]));
        if (resume) {
            connect(); // nothing to resume yet
        }
    }

    /** CPU time in nanoseconds of all handshakes so far that was spent at the client's end. */
    long clientNanos() {
        return clientNanos;
    }

    /** A handshake, the server's name judged, and a line each way. */
    void handshake() {
        if (connect() != resume) {
            throw new IllegalStateException(
                    resume ? "a full handshake where a session was to be resumed" : "a session was resumed");
        }
    }

    /** @return whether the session was resumed */
    private boolean connect() {
        SslHandler server = context.newHandler(ALLOC);
        EmbeddedChannel far = new EmbeddedChannel(server);
        long before = cpuNanos();
        TlsLayer layer = client.layer(ALLOC, HOST, 5061);
        EmbeddedChannel near = new EmbeddedChannel(layer);
        clientNanos += cpuNanos() - before;
        try {
            exchange(near, far);
            if (!layer.secured() || !server.handshakeFuture().isSuccess()) {
                throw new IllegalStateException("the handshake does not end");
            }
            say(near, far);
            say(far, near); // behind the tickets of TLS 1.3
            before = cpuNanos();
            TlsRefusal refusal = client.judge(layer, HOST);
            clientNanos += cpuNanos() - before;
            if (refusal != null) {
                throw new IllegalStateException(refusal.toString());
            }
            return SSL.isSessionReused(((ReferenceCountedOpenSslEngine) server.engine()).sslPointer());
        } finally {
            before = cpuNanos();
            near.finishAndReleaseAll();
            clientNanos += cpuNanos() - before;
            far.finishAndReleaseAll();
        }
    }

    private static long cpuNanos() {
        return THREADS.getCurrentThreadCpuTime();
    }

    private void say(EmbeddedChannel from, EmbeddedChannel to) {
        from.writeOutbound(line.duplicate());
        move(from, to);
        ByteBuf came = to.readInbound();
        if (came == null || !came.equals(line)) {
            throw new IllegalStateException("the line did not arrive");
        }
        came.release();
    }

    /** What each writes, the other reads, until neither has anything to write. */
    private void exchange(EmbeddedChannel near, EmbeddedChannel far) {
        boolean moved;
        do {
            moved = move(near, far);
            long before = cpuNanos();
            moved |= move(far, near);
            clientNanos += cpuNanos() - before;
        } while (moved);
    }

    private static boolean move(EmbeddedChannel from, EmbeddedChannel to) {
        boolean moved = false;
        for (Object each = from.readOutbound(); each != null; each = from.readOutbound()) {
            to.writeInbound(each);
            moved = true;
        }
        return moved;
    }

    @Override
    public void close() {
        client.close();
        ReferenceCountUtil.release(context);
    }
}
