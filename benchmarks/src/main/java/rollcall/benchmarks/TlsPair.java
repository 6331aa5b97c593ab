package rollcall.benchmarks;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.internal.tcnative.SSL;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import rollcall.mock.ServerIdentity;
import rollcall.plan.PlanException;
import rollcall.plan.PoolCertificate.KeyKind;
import rollcall.plan.TlsPlan;
import rollcall.tls.TlsClient;
import rollcall.tls.TlsRefusal;

/**
 * A client as Rollcall sets it up, and a server on BoringSSL that would resume any session, in memory: what one writes, the
 * other reads. Whether a handshake was a full one is asked of the server, which knows.
 */
final class TlsPair implements AutoCloseable {
    private static final String HOST = "pool01.example.com";
    private static final int MOST_FLIGHTS = 20;
    private static final int WIRE_BYTES = 64 * 1024;
    private static final ByteBufAllocator ALLOC = PooledByteBufAllocator.DEFAULT;

    private final boolean resume;
    private final TlsClient client;
    private final SslContext server;
    /** Written and not read yet lies between position and limit. */
    private final ByteBuffer toNear;

    private final ByteBuffer toFar;
    private final ByteBuffer plain;
    private final ByteBuffer nothing = ByteBuffer.allocate(0);
    private final ByteBuffer line = ByteBuffer.wrap("SIP/2.0 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));

    TlsPair(TlsPlan.Engine engine, String protocol, KeyKind key, boolean resume) {
        ServerIdentity identity = ServerIdentity.make(HOST, key);
        this.resume = resume;
        try {
            client = TlsClient.create(
                    new TlsPlan(engine, identity.root(), List.of(protocol), List.of(), resume, true, null),
                    System::currentTimeMillis);
            server = SslContextBuilder.forServer(
                            identity.key(), identity.chain().toArray(new X509Certificate[0]))
                    .sslProvider(SslProvider.OPENSSL_REFCNT)
                    .protocols(protocol)
                    .build();
        } catch (PlanException | SSLException e) {
            throw new IllegalStateException(e);
        }
        OpenSslServerSessionContext sessions = (OpenSslServerSessionContext) server.sessionContext();
        sessions.setSessionCacheEnabled(true);
        sessions.setSessionIdContext(HOST.getBytes(StandardCharsets.US_ASCII));
        sessions.setTicketKeys(new OpenSslSessionTicketKey(new byte[16], new byte[16], new byte[16]));
        boolean direct = engine == TlsPlan.Engine.BORINGSSL; // each engine as Netty's handler feeds it
        toNear = buffer(direct);
        toFar = buffer(direct);
        plain = buffer(direct);
        if (resume) {
            connect(); // nothing to resume yet
        }
    }

    private static ByteBuffer buffer(boolean direct) {
        return direct ? ByteBuffer.allocateDirect(WIRE_BYTES) : ByteBuffer.allocate(WIRE_BYTES);
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
        SslHandler handler = client.handler(ALLOC, HOST, 5061);
        SSLEngine near = handler.engine();
        SSLEngine far = server.newEngine(ALLOC);
        toNear.clear().flip();
        toFar.clear().flip();
        try {
            near.beginHandshake();
            far.beginHandshake();
            for (int i = 0; isShaking(near) || isShaking(far); i++) {
                if (i == MOST_FLIGHTS) {
                    throw new IllegalStateException("the handshake does not end");
                }
                advance(near, toNear, toFar);
                advance(far, toFar, toNear);
            }
            say(near, toFar, far, toNear);
            say(far, toNear, near, toFar); // behind the tickets of TLS 1.3
            TlsRefusal refusal = client.judge(handler, HOST);
            if (refusal != null) {
                throw new IllegalStateException(refusal.toString());
            }
            return SSL.isSessionReused(((ReferenceCountedOpenSslEngine) far).sslPointer());
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        } finally {
            ReferenceCountUtil.release(near);
            ReferenceCountUtil.release(far);
        }
    }

    private static boolean isShaking(SSLEngine engine) {
        return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    }

    private void say(SSLEngine from, ByteBuffer wire, SSLEngine to, ByteBuffer back) throws SSLException {
        line.rewind();
        wire.compact();
        while (line.hasRemaining()) {
            from.wrap(line, wire);
        }
        wire.flip();
        if (advance(to, wire, back) != line.limit()) {
            throw new IllegalStateException("the line did not arrive");
        }
    }

    /**
     * Lets one end read and write as far as it can.
     *
     * @return how many bytes of text came out
     */
    private int advance(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        int produced = 0;
        while (true) {
            runTasks(engine);
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                out.compact();
                engine.wrap(nothing, out);
                out.flip();
                continue;
            }
            // With nothing to read, too: BoringSSL notices only now that what it read was the last of the handshake.
            SSLEngineResult result = engine.unwrap(in, plain.clear());
            produced += result.bytesProduced();
            if (result.bytesConsumed() == 0 && !wantsTurn(engine)) {
                return produced;
            }
        }
    }

    private static boolean wantsTurn(SSLEngine engine) {
        HandshakeStatus status = engine.getHandshakeStatus();
        return status == HandshakeStatus.NEED_WRAP || status == HandshakeStatus.NEED_TASK;
    }

    private static void runTasks(SSLEngine engine) {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    @Override
    public void close() {
        client.close();
        ReferenceCountUtil.release(server);
    }
}
