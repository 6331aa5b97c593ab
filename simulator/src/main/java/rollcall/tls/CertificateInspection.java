package rollcall.tls;

import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.plan.PlanException;

/**
 * A server's certificate, and what it sent along, looked at from all sides, each on its own: for somebody who wants to know
 * everything about it, where {@link TlsClient} only asks whether a client may go on.
 */
public final class CertificateInspection {
    private static final String CRL_DISTRIBUTION_POINTS = "2.5.29.31"; // RFC 5280 §4.2.1.13

    private final List<X509Certificate> sent;
    private final X509Certificate leaf;
    private final PeerCertificate peer;
    private final CertificateName name;
    private final TrustRoots roots;
    private final Instant now;

    private CertificateInspection(List<X509Certificate> sent, TrustRoots roots, Instant now) {
        this.sent = List.copyOf(sent);
        this.leaf = sent.get(0);
        this.peer = new PeerCertificate(sent.toArray(new X509Certificate[0]));
        this.name = new CertificateName(leaf);
        this.roots = roots;
        this.now = now;
    }

    /** The certificates in which a chain may end, read once for many inspections. */
    public static final class Roots {
        private final TrustRoots roots;

        /** @param trust a PEM file; null for the system's */
        public Roots(@Nullable Path trust) throws PlanException {
            roots = TrustRoots.of(trust);
        }
    }

    /** Looks at what a server sent: its own certificate first; never empty. */
    public static CertificateInspection of(List<X509Certificate> sent, Roots roots, Instant now) {
        return new CertificateInspection(sent, roots.roots, now);
    }

    /** Whether the name that a client connects to is among the certificate's; null: it is. */
    public @Nullable TlsRefusal name(String host) {
        return peer.judgeName(host);
    }

    public @Nullable TlsRefusal dates() {
        return peer.judgeDates(now);
    }

    public @Nullable TlsRefusal purpose() {
        return peer.judgePurpose();
    }

    public @Nullable TlsRefusal chain() {
        return peer.judgeChain(roots, now);
    }

    /** All names for a person, the common name first. */
    public String names() {
        return name.toString();
    }

    /** The common name, or null. */
    public @Nullable String commonName() {
        return name.commonName();
    }

    /** Whether there is a list of alternative names, and the common name is not on it. */
    public boolean lacksCommonNameAmongAlternatives() {
        return name.lacksCommonName();
    }

    /** Whether this host is covered by a wildcard only. */
    public boolean isByWildcard(String host) {
        return name.isByWildcard(host);
    }

    /** Whether each certificate is followed by that of its issuer: RFC 5246 §7.4.2; TLS 1.3 forgives another order. */
    public boolean isInOrder() {
        for (int i = 1; i < sent.size(); i++) {
            if (!sent.get(i - 1).getIssuerX500Principal().equals(sent.get(i).getSubjectX500Principal())) {
                return false;
            }
        }
        return true;
    }

    /** Whether the server sent its own certificate only, and somebody else issued it. */
    public boolean isAlone() {
        return sent.size() == 1 && !leaf.getIssuerX500Principal().equals(leaf.getSubjectX500Principal());
    }

    public Instant notAfter() {
        return leaf.getNotAfter().toInstant();
    }

    /** As {@code RSA 2048}. */
    public String key() {
        return key(leaf.getPublicKey());
    }

    /** The same of any key. */
    static String key(PublicKey key) {
        return key.getAlgorithm() + " " + bits(key);
    }

    /** Of the server's own key; 0 when the kind is not known. */
    public int keyBits() {
        return bits(leaf.getPublicKey());
    }

    private static int bits(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return rsa.getModulus().bitLength();
        }
        return key instanceof ECPublicKey ec ? ec.getParams().getOrder().bitLength() : 0;
    }

    /** Whether the key is an RSA key. */
    public boolean isRsa() {
        return leaf.getPublicKey() instanceof RSAPublicKey;
    }

    /** As {@code SHA256withRSA}, of the server's own certificate. */
    public String signature() {
        return leaf.getSigAlgName();
    }

    /** Whether revocation lists can be found from it. */
    public boolean namesRevocationList() {
        return leaf.getExtensionValue(CRL_DISTRIBUTION_POINTS) != null;
    }

    /** Who issued it. */
    public String issuer() {
        return leaf.getIssuerX500Principal().getName();
    }

    /** Which certificate this is, the same for the same bytes. */
    public String serial() {
        return leaf.getSerialNumber().toString(16);
    }
}
