package rollcall.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import rollcall.plan.PlanException;

/** The certificates in which a chain may end. Any certificate may stand here: a root, an issuer, or a server's own. */
final class TrustRoots {
    private final List<X509Certificate> certificates;
    private final String source;

    private TrustRoots(List<X509Certificate> certificates, String source) {
        this.certificates = certificates;
        this.source = source;
    }

    /** From a file, or the system's when there is none. */
    static TrustRoots of(@Nullable Path file) throws PlanException {
        return file == null ? ofSystem() : ofFile(file);
    }

    /** Any number of certificates in PEM, with whatever stands between them; or a single one in DER, as Windows saves it. */
    static TrustRoots ofFile(Path file) throws PlanException {
        String wanted = "the certificate of the authority that issued the pool's";
        Pem pem = Pem.read(
                "tls.trust",
                file,
                "Give a PEM file with " + wanted + ", or leave tls.trust out to trust the system's.");
        return new TrustRoots(pem.certificates(wanted), file.toString());
    }

    /** The roots that this Java trusts: the file {@code cacerts}, or what {@code javax.net.ssl.trustStore} names. */
    static TrustRoots ofSystem() throws PlanException {
        List<X509Certificate> found = new ArrayList<>();
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager x509) {
                    found.addAll(List.of(x509.getAcceptedIssuers()));
                }
            }
        } catch (GeneralSecurityException e) {
            throw new PlanException("tls.trust: the system's list of roots, " + systemSource() + ", cannot be read ("
                    + e.getMessage() + "). Name a PEM file under tls.trust instead.");
        }
        if (found.isEmpty()) {
            throw new PlanException("tls.trust: the system's list of roots, " + systemSource()
                    + ", is empty. Name a PEM file under tls.trust instead.");
        }
        return new TrustRoots(found, systemSource());
    }

    /** The file behind the default trust manager, links resolved: Debian's Java reads /etc/ssl/certs/java/cacerts. */
    private static String systemSource() {
        String named = System.getProperty("javax.net.ssl.trustStore");
        if (named != null) {
            return named;
        }
        Path security = Path.of(System.getProperty("java.home"), "lib", "security");
        Path own = security.resolve("jssecacerts");
        Path file = Files.exists(own) ? own : security.resolve("cacerts");
        try {
            return file.toRealPath().toString();
        } catch (IOException e) {
            return file.toString();
        }
    }

    int size() {
        return certificates.size();
    }

    /** Where they came from, for a person: a path. */
    String source() {
        return source;
    }

    boolean contains(X509Certificate certificate) {
        return certificates.contains(certificate);
    }

    boolean knowsIssuerOf(X509Certificate certificate) {
        for (X509Certificate root : certificates) {
            if (root.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
                return true;
            }
        }
        return false;
    }

    Set<TrustAnchor> anchors() {
        Set<TrustAnchor> anchors = new LinkedHashSet<>();
        for (X509Certificate root : certificates) {
            anchors.add(new TrustAnchor(root, null));
        }
        return anchors;
    }

    X509Certificate[] certificates() {
        return certificates.toArray(new X509Certificate[0]);
    }
}
