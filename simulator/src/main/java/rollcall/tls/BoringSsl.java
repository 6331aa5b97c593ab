package rollcall.tls;

import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.internal.tcnative.CertificateCallback;
import io.netty.internal.tcnative.CertificateVerifier;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLContext;
import io.netty.internal.tcnative.SSLSessionCache;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.FastThreadLocal;
import java.lang.reflect.Field;
import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;
import rollcall.plan.TlsPlan;

/**
 * Netty's context of BoringSSL, used without Netty's engine and handler: those keep 2.5 KiB for each connection and cost
 * a twentieth of a sign-in's CPU (benchmarks/README.md). Thread-safe; the handshakes of one thread take turns.
 */
final class BoringSsl extends CertificateVerifier implements CertificateCallback, SSLSessionCache, AutoCloseable {
    private static final long NO_SESSION = -1;

    private final SslContext owner;
    private final long context;
    private final PlanTrust trust;
    private final @Nullable BoringSslSessions sessions;
    /** Whose connection BoringSSL is at when it calls back. */
    private final FastThreadLocal<@Nullable BoringSslLayer> current = new FastThreadLocal<>();

    private BoringSsl(SslContext owner, long context, PlanTrust trust, @Nullable BoringSslSessions sessions) {
        this.owner = owner;
        this.context = context;
        this.trust = trust;
        this.sessions = sessions;
    }

    /**
     * Takes over the callbacks of a context, which makes no engines from then on.
     *
     * @param context every connection holds on to it
     * @param plan whose versions are offered; Netty tells them to each engine by itself
     * @throws ReflectiveOperationException when Netty keeps its handle of the context elsewhere
     */
    static BoringSsl over(SslContext context, PlanTrust trust, TlsPlan plan) throws ReflectiveOperationException {
        BoringSsl made = new BoringSsl(context, handle(context), trust, plan.resume() ? new BoringSslSessions() : null);
        SSLContext.clearOptions(made.context, TlsContexts.ALL_VERSIONS);
        SSLContext.setOptions(made.context, TlsContexts.versions(plan));
        SSLContext.setCertVerifyCallback(made.context, made);
        SSLContext.setCertificateCallback(made.context, made);
        SSLContext.setSSLSessionCache(made.context, made);
        return made;
    }

    /** Netty itself has no door to the handle, so it is read from its field. */
    static long handle(SslContext context) throws ReflectiveOperationException {
        Field handle = ReferenceCountedOpenSslContext.class.getDeclaredField("ctx");
        handle.setAccessible(true);
        return handle.getLong(context);
    }

    /** A new connection's state, to be given back by {@link #free}. */
    long newConnection(BoringSslLayer layer) {
        ReferenceCountUtil.retain(owner);
        long ssl = SSL.newSSL(context, false);
        if (sessions == null) {
            TlsContexts.forgoTicket(ssl);
        } else {
            sessions.offer(ssl, layer.server());
        }
        return ssl;
    }

    /** Frees a connection's state and its BIO. */
    void free(long ssl) {
        SSL.freeSSL(ssl);
        ReferenceCountUtil.release(owner);
    }

    /** One step of a handshake, with the result of {@code SSL_do_handshake}. */
    int handshake(long ssl, BoringSslLayer layer) {
        current.set(layer);
        int result = SSL.doHandshake(ssl);
        current.set(null);
        return result;
    }

    /** With the result of {@code SSL_read}. Tickets of TLS 1.3 come as late as this. */
    int read(long ssl, BoringSslLayer layer, long address, int room) {
        current.set(sessions == null ? null : layer);
        int result = SSL.readFromSSL(ssl, address, room);
        current.set(null);
        return result;
    }

    @Override
    public int verify(long ssl, byte[][] sent, String keyExchange) {
        BoringSslLayer layer = current.get();
        if (layer == null) {
            return X509_V_ERR_UNSPECIFIED;
        }
        layer.shown(sent);
        try {
            trust.check(sent);
            return X509_V_OK;
        } catch (CertificateException e) {
            layer.refused(e);
            return X509_V_ERR_UNSPECIFIED;
        }
    }

    /** The server asks for a certificate; a plan that has one does not come here. */
    @Override
    public void handle(long ssl, byte @Nullable [] keyTypes, byte @Nullable [][] issuers) {
        BoringSslLayer layer = current.get();
        if (layer != null) {
            layer.askedInVain();
        }
    }

    @Override
    public boolean sessionCreated(long ssl, long session) {
        BoringSslLayer layer = current.get();
        return layer != null && sessions != null && sessions.keep(layer.server(), session);
    }

    /** A question for servers. */
    @Override
    public long getSession(long ssl, byte[] id) {
        return NO_SESSION;
    }

    @Override
    public void close() {
        if (sessions != null) {
            sessions.close();
        }
    }
}
