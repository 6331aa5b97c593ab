package rollcall.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.internal.tcnative.SSL;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;
import rollcall.plan.Account;
import rollcall.plan.Accounts;
import rollcall.plan.PlanException;
import rollcall.plan.TlsPlan;
import rollcall.tls.ClientCertificates.Asked;

/**
 * Secures connections as one plan says, and judges whom they reached. One per plan; thread-safe.
 *
 * <p>All work of a handshake is done on the connection's event loop. Chain, dates and purpose of the certificate are
 * judged during the handshake, its name after it by {@link #judge}; both verdicts are remembered.
 */
public final class TlsClient implements AutoCloseable {
    private static final Accounts NOBODY = new Accounts() {
        @Override
        public int size() {
            return 0;
        }

        @Override
        public Account at(int index) {
            throw new IndexOutOfBoundsException(index);
        }
    };

    private final TlsPlan.Engine engine;
    private final SslContext context;
    private final boolean resume;
    private final boolean verify;
    private final LongSupplier wallMillis;
    private final ClientCertificates keys;
    private final Verdicts names = new Verdicts();
    private final Map<Verdicts.Key, String> serverKeys = new ConcurrentHashMap<>();
    private final @Nullable KeyLog keyLog;

    private final PlanTrust trust;

    private TlsClient(
            TlsPlan plan, TlsPlan.Engine engine, LongSupplier wallMillis, Accounts accounts, boolean keepsShown)
            throws PlanException {
        this.engine = engine;
        this.resume = plan.resume();
        this.verify = plan.verify();
        this.wallMillis = wallMillis;
        this.keys = ClientCertificates.read(plan.certificate(), accounts);
        TrustRoots roots = plan.verify() ? TrustRoots.of(plan.trust()) : null;
        this.trust = new PlanTrust(roots, wallMillis, keepsShown);
        this.context = TlsContexts.create(plan, engine, trust, keys);
        this.keyLog = openKeyLog(plan.keyLog(), engine, context);
    }

    private static @Nullable KeyLog openKeyLog(@Nullable Path file, TlsPlan.Engine engine, SslContext context)
            throws PlanException {
        if (file == null) {
            return null;
        }
        KeyLog log = null;
        try {
            if (engine != TlsPlan.Engine.BORINGSSL) {
                throw new PlanException("tls.keyLog: the engine " + engine.word() + " does not give its secrets away;"
                        + " only boringssl does. Use tls.engine: boringssl, or leave the key log out.");
            }
            log = KeyLog.open(file);
            TlsContexts.writeKeysTo(log, context);
            return log;
        } catch (PlanException e) {
            ReferenceCountUtil.release(context);
            if (log != null) {
                log.close();
            }
            throw e;
        }
    }

    /**
     * Reads the roots and the clients' certificates, and sets the engine up.
     *
     * @param wallMillis the clock that certificates are judged by, in milliseconds since 1970
     * @param accounts whose certificates are read where each user has its own
     * @throws PlanException when a file is missing or unreadable, when the engine does not know a protocol or a cipher
     *     suite of the plan, when Java forbids a protocol, or when secrets cannot be logged
     */
    public static TlsClient create(TlsPlan plan, LongSupplier wallMillis, Accounts accounts) throws PlanException {
        return new TlsClient(plan, engine(plan), wallMillis, accounts, false);
    }

    private static TlsPlan.Engine engine(TlsPlan plan) {
        return TlsContexts.choose(plan.engine(), OpenSsl.isAvailable() ? null : OpenSsl.unavailabilityCause());
    }

    /** The same for a plan in which no user has a certificate of its own. */
    public static TlsClient create(TlsPlan plan, LongSupplier wallMillis) throws PlanException {
        return create(plan, wallMillis, NOBODY);
    }

    /** One that keeps what servers show it, as long as their handlers live: see {@link #shown}. */
    public static TlsClient onlooker(TlsPlan plan, LongSupplier wallMillis) throws PlanException {
        return new TlsClient(plan, engine(plan), wallMillis, NOBODY, true);
    }

    /**
     * The certificates that the server has shown, its own first, even where the handshake failed afterwards: a port for
     * servers shows its certificate before it refuses whoever has none. Empty when it showed none, and always but for an
     * {@link #onlooker}.
     */
    public List<X509Certificate> shown(SslHandler handler) {
        return trust.shown(handler.engine());
    }

    /** The engine in use: the plan's, or the JDK's where BoringSSL does not load. */
    public TlsPlan.Engine engine() {
        return engine;
    }

    /**
     * A handler for one connection, to be added to a pipeline: one that never was holds memory. It has no time limit of
     * its own. The server is told the host's name (SNI, RFC 6066 §3) unless that is an address or a single label.
     *
     * @param host the name that the client connects to; also the key under which a session is found again
     * @param user whose connection it is, as {@code alice@example.com}: whose certificate is shown to a server that asks
     */
    public SslHandler handler(ByteBufAllocator alloc, String host, int port, String user) {
        SslHandler handler = engine == TlsPlan.Engine.BORINGSSL
                ? boringSslHandler(alloc, host, port)
                : jsseHandler(alloc, host, port);
        keys.belongs(handler.engine(), user);
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    /** The same for a connection that is nobody's: a certificate for all may be shown, no user's own. */
    public SslHandler handler(ByteBufAllocator alloc, String host, int port) {
        return handler(alloc, host, port, "");
    }

    private SslHandler boringSslHandler(ByteBufAllocator alloc, String host, int port) {
        SslHandler handler = context.newHandler(alloc, host, port);
        if (!resume && handler.engine() instanceof ReferenceCountedOpenSslEngine openSsl) {
            TlsContexts.forgoTicket(openSsl.sslPointer());
        }
        return handler;
    }

    private SslHandler jsseHandler(ByteBufAllocator alloc, String host, int port) {
        if (resume) {
            return new JsseHandler(context.newEngine(alloc, host, port), wallMillis.getAsLong());
        }
        // An engine that is not told its peer can neither store a session nor find one.
        SSLEngine fresh = context.newEngine(alloc);
        if (host.indexOf('.') > 0 && !host.endsWith(".") && !isAddress(host)) {
            SSLParameters parameters = fresh.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(host)));
            fresh.setSSLParameters(parameters);
        }
        return new JsseHandler(fresh, wallMillis.getAsLong());
    }

    private static boolean isAddress(String host) {
        return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    }

    /** Remembers when it was made: a session older than that was resumed. */
    private static final class JsseHandler extends SslHandler {
        private final long createdMillis;

        JsseHandler(SSLEngine engine, long createdMillis) {
            super(engine);
            this.createdMillis = createdMillis;
        }
    }

    /**
     * Judges the name after the handshake.
     *
     * @param host the name that the client connected to
     * @return null when the certificate is right for that host, or when the plan does not verify
     */
    public @Nullable TlsRefusal judge(SslHandler handler, String host) {
        if (!verify) {
            return null;
        }
        try {
            byte[][] leaf = {
                handler.engine().getSession().getPeerCertificates()[0].getEncoded()
            };
            Verdicts.Key key = new Verdicts.Key(leaf, host);
            Verdicts.Verdict verdict = names.find(key, 0);
            if (verdict == null) {
                TlsRefusal refusal = new PeerCertificate(PlanTrust.parse(leaf)).judgeName(host);
                verdict = new Verdicts.Verdict(refusal, 0, Long.MAX_VALUE);
                names.remember(key, verdict);
            }
            return verdict.refusal();
        } catch (SSLPeerUnverifiedException | CertificateException e) {
            return new TlsRefusal(Fault.TLS_CERT_REJECTED, "the server showed no readable certificate");
        }
    }

    /**
     * Says what a failed handshake means, knowing what went before on this connection: the same alert stands for a
     * missing cipher suite before, and for a missing client certificate after, the server asked for one.
     */
    public TlsRefusal explain(SslHandler handler, Throwable failure, String host) {
        return TlsFaults.explain(failure, host, keys.askedOf(handler.engine()));
    }

    /**
     * Says what an exception on a secured connection means for the handshake. Under TLS 1.3 the client's part of it is
     * over before the server has looked at the client's certificate, so a refusal arrives later, as an alert among the
     * first records (RFC 8446 §4.4.2.4, §6.2).
     *
     * @return null when the exception is about something else
     */
    public @Nullable TlsRefusal explainLate(SslHandler handler, Throwable failure, String host) {
        return TlsFaults.explainLate(failure, host, keys.askedOf(handler.engine()));
    }

    /** The same from the exception alone. */
    public static TlsRefusal explain(Throwable failure, String host) {
        return TlsFaults.explain(failure, host, Asked.NO);
    }

    /** What was agreed on, as {@code TLSv1.3 TLS_AES_128_GCM_SHA256}. */
    public String negotiated(SslHandler handler) {
        SSLSession session = handler.engine().getSession();
        return session.getProtocol() + ' ' + session.getCipherSuite();
    }

    /**
     * All that was agreed on, after a handshake.
     *
     * @throws SSLPeerUnverifiedException when the server showed no certificate
     * @throws CertificateException when it showed one that cannot be read
     */
    public Agreed agreed(SslHandler handler) throws SSLPeerUnverifiedException, CertificateException {
        SSLSession session = handler.engine().getSession();
        byte[][] leaf = {session.getPeerCertificates()[0].getEncoded()};
        Verdicts.Key certificate = new Verdicts.Key(leaf, "");
        String key = serverKeys.get(certificate);
        if (key == null) {
            key = CertificateInspection.key(PlanTrust.parse(leaf)[0].getPublicKey());
            if (serverKeys.size() < Verdicts.LIMIT) {
                serverKeys.put(certificate, key);
            }
        }
        return new Agreed(session.getProtocol(), session.getCipherSuite(), key, resumed(handler));
    }

    /**
     * Whether the handshake was abbreviated. BoringSSL says so itself; for the others it is concluded from the session's
     * age, which misses a session that was made in the same millisecond.
     */
    public boolean resumed(SslHandler handler) {
        if (handler.engine() instanceof ReferenceCountedOpenSslEngine openSsl) {
            long ssl = openSsl.sslPointer();
            return ssl != 0 && SSL.isSessionReused(ssl);
        }
        return handler instanceof JsseHandler jsse
                && handler.engine().getSession().getCreationTime() < jsse.createdMillis;
    }

    /** Gives native memory back, once the last connection is closed. */
    @Override
    public void close() {
        ReferenceCountUtil.release(context);
        if (keyLog != null) {
            keyLog.close();
        }
    }
}
