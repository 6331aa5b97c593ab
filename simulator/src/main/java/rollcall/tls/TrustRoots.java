package rollcall.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
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
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";
    private static final long MAX_FILE_BYTES = 16 << 20;

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
        byte[] bytes;
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new PlanException(
                        "tls.trust: " + file + " is larger than 16 MiB, which no list of certificates is.");
            }
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new PlanException(
                    "tls.trust: the file " + file + " does not exist. Give a PEM file with the certificate of"
                            + " the authority that issued the pool's, or leave tls.trust out to trust the system's.");
        } catch (IOException e) {
            throw new PlanException("tls.trust: the file " + file + " cannot be read ("
                    + e.getClass().getSimpleName() + ": " + e.getMessage()
                    + "). Make it readable for the user who runs Rollcall.");
        }
        return new TrustRoots(parse(bytes, file), file.toString());
    }

    private static List<X509Certificate> parse(byte[] bytes, Path file) throws PlanException {
        List<X509Certificate> found = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            if (bytes.length > 0 && bytes[0] == 0x30) { // an ASN.1 SEQUENCE: DER
                found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bytes)));
                return found;
            }
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at + 1)) {
                int end = text.indexOf(END, at);
                if (end < 0) {
                    throw new CertificateException("it has no end line");
                }
                byte[] der = Base64.getMimeDecoder().decode(text.substring(at + BEGIN.length(), end));
                found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
            }
        } catch (CertificateException | IllegalArgumentException e) {
            throw new PlanException("tls.trust: certificate " + (found.size() + 1) + " of " + file + " cannot be read ("
                    + e.getMessage() + "). Export it again, as PEM (Base64).");
        }
        if (found.isEmpty()) {
            throw new PlanException("tls.trust: " + file + " holds no certificate (no line \"" + BEGIN
                    + "\"). Give a PEM file with the certificate of the authority that issued the pool's.");
        }
        return found;
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
