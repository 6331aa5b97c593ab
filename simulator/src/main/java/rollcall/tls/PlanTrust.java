package rollcall.tls;

import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;

/**
 * Judges chain, dates and purpose during the handshake; the name is judged after it. The same chain is judged once an
 * hour, and whenever one of its dates passes.
 */
final class PlanTrust extends X509ExtendedTrustManager {
    private static final long REMEMBERED_MILLIS = 3_600_000;

    private final @Nullable TrustRoots roots;
    private final LongSupplier wallMillis;
    private final Verdicts verdicts = new Verdicts();
    /** What servers showed; null where nobody will ask. */
    private final @Nullable Map<SSLEngine, List<X509Certificate>> shown;

    /** @param roots null accepts any certificate */
    PlanTrust(@Nullable TrustRoots roots, LongSupplier wallMillis) {
        this(roots, wallMillis, false);
    }

    /** @param keeps whether {@link #shown} is going to be asked for */
    PlanTrust(@Nullable TrustRoots roots, LongSupplier wallMillis, boolean keeps) {
        this.roots = roots;
        this.wallMillis = wallMillis;
        this.shown = keeps ? Collections.synchronizedMap(new WeakHashMap<>()) : null;
    }

    /** What the server at the other end of this engine showed; empty when it showed nothing, or nothing is kept. */
    List<X509Certificate> shown(SSLEngine engine) {
        return shown == null ? List.of() : shown.getOrDefault(engine, List.of());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        if (roots == null) {
            return;
        }
        byte[][] ders = new byte[chain.length][];
        for (int i = 0; i < chain.length; i++) {
            ders[i] = chain[i].getEncoded();
        }
        check(ders);
    }

    /**
     * The same in DER, the server's own certificate first.
     *
     * @throws RefusedCertificate saying why
     */
    void check(byte[][] ders) throws CertificateException {
        if (roots == null) {
            return;
        }
        Verdicts.Key key = new Verdicts.Key(ders, "");
        long now = wallMillis.getAsLong();
        Verdicts.Verdict verdict = verdicts.find(key, now);
        if (verdict == null) {
            verdict = judge(ders, roots, now);
            verdicts.remember(key, verdict);
        }
        if (verdict.refusal() != null) {
            throw new RefusedCertificate(verdict.refusal());
        }
    }

    private static Verdicts.Verdict judge(byte[][] ders, TrustRoots roots, long nowMillis) {
        X509Certificate[] chain;
        try {
            chain = parse(ders);
        } catch (CertificateException e) {
            TlsRefusal unreadable =
                    new TlsRefusal(Fault.TLS_CERT_REJECTED, "the certificate cannot be read: " + e.getMessage());
            return new Verdicts.Verdict(unreadable, nowMillis, nowMillis + REMEMBERED_MILLIS);
        }
        Instant now = Instant.ofEpochMilli(nowMillis);
        PeerCertificate peer = new PeerCertificate(chain);
        Instant change = peer.nextChange(now);
        Instant forgotten = now.plusMillis(REMEMBERED_MILLIS);
        long until = (change.isBefore(forgotten) ? change : forgotten).toEpochMilli();
        return new Verdicts.Verdict(peer.judge(roots, now), nowMillis, until);
    }

    /** Engines hand out lazy views of the bytes; the path builder wants the platform's own certificates. */
    static X509Certificate[] parse(byte[][] ders) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        X509Certificate[] chain = new X509Certificate[ders.length];
        for (int i = 0; i < ders.length; i++) {
            chain[i] = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(ders[i]));
        }
        return chain;
    }

    /** How many chains it remembers. */
    int remembered() {
        return verdicts.size();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        if (shown != null) {
            shown.put(engine, List.of(chain));
        }
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
