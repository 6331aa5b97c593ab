package rollcall.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
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
    /** BoringSSL without Netty's engine; null where clients have certificates, which Netty shows. */
    private final @Nullable BoringSsl direct;

    private final boolean resume;
    private final boolean verify;
    private final LongSupplier wallMillis;
    private final ClientCertificates keys;
    private final Verdicts names = new Verdicts();
    private final Map<Verdicts.Key, String> serverKeys = new ConcurrentHashMap<>();
    private final PlanTrust trust;
    private final @Nullable KeyLog keyLog;

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
        this.direct = engine == TlsPlan.Engine.BORINGSSL && keys.none() ? direct(context, trust, plan) : null;
        this.keyLog = openKeyLog(plan.keyLog(), engine, context);
    }

    private static @Nullable BoringSsl direct(SslContext context, PlanTrust chains, TlsPlan plan) {
        try {
            return BoringSsl.over(context, chains, plan);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null; // an engine of Netty's does the same, and takes a little more
        }
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

    /** One that keeps what servers show it, as long as their layers live: see {@link #shown}. */
    public static TlsClient onlooker(TlsPlan plan, LongSupplier wallMillis) throws PlanException {
        return new TlsClient(plan, engine(plan), wallMillis, NOBODY, true);
    }

    /**
     * The certificates that the server has shown, its own first, even where the handshake failed afterwards: a port for
     * servers shows its certificate before it refuses whoever has none. Empty when it showed none or one that
     * cannot be read, and perhaps but for an {@link #onlooker}.
     */
    public List<X509Certificate> shown(TlsLayer layer) {
        if (layer instanceof EngineLayer netty) {
            return trust.shown(netty.engine());
        }
        try {
            return List.of(PlanTrust.parse(layer.sent()));
        } catch (CertificateException e) {
            return List.of();
        }
    }

    /** The engine in use: the plan's, or the JDK's where BoringSSL does not load. */
    public TlsPlan.Engine engine() {
        return engine;
    }

    /**
     * A layer for one connection, to be added to a pipeline: one that never was holds memory. The server is told the
     * host's name (SNI, RFC 6066 §3) unless that is an address or a single label.
     *
     * @param host the name that the client connects to; also the key under which a session is found again
     * @param user whose connection it is, as {@code alice@example.com}: whose certificate is shown to a server that asks
     */
    public TlsLayer layer(ByteBufAllocator alloc, String host, int port, String user) {
        if (direct != null) {
            return new BoringSslLayer(direct, host, port);
        }
        SSLEngine made = engine == TlsPlan.Engine.BORINGSSL ? boringSsl(alloc, host, port) : jsse(alloc, host, port);
        keys.belongs(made, user);
        return new EngineLayer(made, wallMillis.getAsLong());
    }

    /** The same for a connection that is nobody's: a certificate for all may be shown, no user's own. */
    public TlsLayer layer(ByteBufAllocator alloc, String host, int port) {
        return layer(alloc, host, port, "");
    }

    private SSLEngine boringSsl(ByteBufAllocator alloc, String host, int port) {
        // Netty's handler asks for an engine that wraps all there is in one go; newEngine() makes one for other
        // callers.
        SSLEngine made = context.newHandler(alloc, host, port).engine();
        if (!resume && made instanceof ReferenceCountedOpenSslEngine openSsl) {
            TlsContexts.forgoTicket(openSsl.sslPointer());
        }
        return made;
    }

    private SSLEngine jsse(ByteBufAllocator alloc, String host, int port) {
        if (resume) {
            return context.newEngine(alloc, host, port);
        }
        // An engine that is not told its peer can neither store a session nor find one.
        SSLEngine fresh = context.newEngine(alloc);
        if (isServerName(host)) {
            SSLParameters parameters = fresh.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(host)));
            fresh.setSSLParameters(parameters);
        }
        return fresh;
    }

    /** Whether a host is told to the server (SNI). */
    static boolean isServerName(String host) {
        return host.indexOf('.') > 0 && !host.endsWith(".") && !isAddress(host);
    }

    private static boolean isAddress(String host) {
        return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    }

    /**
     * Judges the name after the handshake.
     *
     * @param host the name that the client connected to
     * @return null when the certificate is right for that host, or when the plan does not verify
     */
    public @Nullable TlsRefusal judge(TlsLayer layer, String host) {
        if (!verify) {
            return null;
        }
        try {
            byte[][] leaf = {leaf(layer)};
            Verdicts.Key key = new Verdicts.Key(leaf, host);
            Verdicts.Verdict verdict = names.find(key, 0);
            if (verdict == null) {
                TlsRefusal refusal = new PeerCertificate(PlanTrust.parse(leaf)).judgeName(host);
                verdict = new Verdicts.Verdict(refusal, 0, Long.MAX_VALUE);
                names.remember(key, verdict);
            }
            return verdict.refusal();
        } catch (CertificateException e) {
            return new TlsRefusal(Fault.TLS_CERT_REJECTED, "the server showed no readable certificate");
        }
    }

    private static byte[] leaf(TlsLayer layer) throws CertificateException {
        byte[][] sent = layer.sent();
        if (sent.length == 0) {
            throw new CertificateException("the server showed no certificate");
        }
        return sent[0];
    }

    private Asked asked(TlsLayer layer) {
        return layer instanceof EngineLayer netty ? keys.askedOf(netty.engine()) : ((BoringSslLayer) layer).asked();
    }

    /**
     * Says what a failed handshake means, knowing what went before on this connection: the same alert stands for a
     * missing cipher suite before, and for a missing client certificate after, the server asked for one.
     */
    public TlsRefusal explain(TlsLayer layer, Throwable failure, String host) {
        return TlsFaults.explain(failure, host, asked(layer));
    }

    /**
     * Says what an exception on a secured connection means for the handshake. Under TLS 1.3 the client's part of it is
     * over before the server has looked at the client's certificate, so a refusal arrives later, as an alert among the
     * first records (RFC 8446 §4.4.2.4, §6.2).
     *
     * @return null when the exception is about something else
     */
    public @Nullable TlsRefusal explainLate(TlsLayer layer, Throwable failure, String host) {
        return TlsFaults.explainLate(failure, host, asked(layer));
    }

    /** The same from the exception alone. */
    public static TlsRefusal explain(Throwable failure, String host) {
        return TlsFaults.explain(failure, host, Asked.NO);
    }

    /** What was agreed on, as {@code TLSv1.3 TLS_AES_128_GCM_SHA256}. */
    public static String negotiated(TlsLayer layer) {
        return layer.protocol() + ' ' + layer.cipherSuite();
    }

    /**
     * All that was agreed on, after a handshake.
     *
     * @throws CertificateException when the server showed no certificate, or one that cannot be read
     */
    public Agreed agreed(TlsLayer layer) throws CertificateException {
        byte[][] leaf = {leaf(layer)};
        Verdicts.Key certificate = new Verdicts.Key(leaf, "");
        String key = serverKeys.get(certificate);
        if (key == null) {
            key = CertificateInspection.key(PlanTrust.parse(leaf)[0].getPublicKey());
            if (serverKeys.size() < Verdicts.LIMIT) {
                serverKeys.put(certificate, key);
            }
        }
        return new Agreed(layer.protocol(), layer.cipherSuite(), key, layer.resumed());
    }

    /** Gives native memory back, once the last connection is closed. */
    @Override
    public void close() {
        if (direct != null) {
            direct.close();
        }
        ReferenceCountUtil.release(context);
        if (keyLog != null) {
            keyLog.close();
        }
    }
}
