package rollcall.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.plan.PlanException;

/** A file of certificates or keys that a scenario names (RFC 7468); what is wrong with it is told with the scenario's key. */
final class Pem {
    private static final long MAX_FILE_BYTES = 16 << 20;

    private final String key;
    private final Path file;
    private final byte[] bytes;
    private final String text;

    private Pem(String key, Path file, byte[] bytes) {
        this.key = key;
        this.file = file;
        this.bytes = bytes;
        this.text = new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /**
     * Reads the whole file.
     *
     * @param key as {@code tls.trust}
     * @param instead what to do when there is no such file: one or more sentences
     */
    static Pem read(String key, Path file, String instead) throws PlanException {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new PlanException(
                        key + ": " + file + " is larger than 16 MiB, which no list of certificates is.");
            }
            return new Pem(key, file, Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new PlanException(key + ": the file " + file + " does not exist. " + instead);
        } catch (IOException e) {
            throw new PlanException(key + ": the file " + file + " cannot be read ("
                    + e.getClass().getSimpleName() + ": " + e.getMessage()
                    + "). Make it readable for the user who runs Rollcall.");
        }
    }

    /**
     * Any number of certificates, with whatever stands between them; or a single one in DER, as Windows saves it.
     *
     * @param wanted what certificate the file should hold: completes a sentence
     */
    List<X509Certificate> certificates(String wanted) throws PlanException {
        List<X509Certificate> found = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            if (bytes.length > 0 && bytes[0] == 0x30) { // an ASN.1 SEQUENCE: DER
                found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bytes)));
                return found;
            }
            for (int at = 0; (at = text.indexOf(begin("CERTIFICATE"), at)) >= 0; at++) {
                byte[] der = block("CERTIFICATE", at);
                found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
            }
        } catch (CertificateException | IllegalArgumentException e) {
            throw new PlanException(key + ": certificate " + (found.size() + 1) + " of " + file + " cannot be read ("
                    + e.getMessage() + "). Export it again, as PEM (Base64).");
        }
        if (found.isEmpty()) {
            throw new PlanException(key + ": " + file + " holds no certificate (no line \"" + begin("CERTIFICATE")
                    + "\"). Give a PEM file with " + wanted + '.');
        }
        return found;
    }

    /** The first private key of the file: RSA or elliptic curve, in PKCS #8 and not encrypted. */
    PrivateKey privateKey() throws PlanException {
        int at = text.indexOf(begin("PRIVATE KEY"));
        if (at < 0) {
            boolean encrypted = text.contains(begin("ENCRYPTED PRIVATE KEY")) || text.contains("ENCRYPTED\n");
            boolean other = text.contains(" PRIVATE KEY-----");
            throw new PlanException(key + ": "
                    + (encrypted || other
                            ? "the key in " + file
                                    + (encrypted
                                            ? " is encrypted, and a run asks for no password"
                                            : " is not in the format PKCS #8")
                                    + ". Convert it: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW"
                            : file + " holds no private key (no line \"" + begin("PRIVATE KEY") + "\")."));
        }
        PrivateKey found;
        try {
            PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(block("PRIVATE KEY", at));
            PrivateKey rsa = privateKey("RSA", spec);
            found = rsa == null ? privateKey("EC", spec) : rsa;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            found = null;
        }
        if (found == null) {
            throw new PlanException(
                    key + ": the private key in " + file + " cannot be read. It must be an RSA or EC key in PKCS #8.");
        }
        return found;
    }

    private static @Nullable PrivateKey privateKey(String algorithm, PKCS8EncodedKeySpec spec)
            throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(spec);
        } catch (InvalidKeySpecException e) {
            return null; // of another kind, or broken
        }
    }

    /** What stands between the two lines of a block that begins there. */
    private byte[] block(String label, int at) throws CertificateException {
        int end = text.indexOf("-----END " + label + "-----", at);
        if (end < 0) {
            throw new CertificateException("it has no end line");
        }
        return Base64.getMimeDecoder().decode(text.substring(at + begin(label).length(), end));
    }

    private static String begin(String label) {
        return "-----BEGIN " + label + "-----";
    }
}
