package rollcall.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** Authorities and server certificates, right and wrong. Keys are made once: RSA-2048 takes its time. */
final class TestCertificates {
    static final KeyPair RSA = keys("RSA", null);
    static final KeyPair OTHER_RSA = keys("RSA", null);
    static final KeyPair P256 = keys("EC", "secp256r1");
    static final KeyPair P384 = keys("EC", "secp384r1");

    private static final AtomicLong SERIAL = new AtomicLong(1000);

    private TestCertificates() {}

    /** A certificate with its key and the certificates above it, root last. */
    record Issued(KeyPair keys, List<X509Certificate> chain) {
        X509Certificate certificate() {
            return chain.get(0);
        }

        PrivateKey key() {
            return keys.getPrivate();
        }

        /** What a server sends: all but the root. */
        X509Certificate[] sent() {
            return chain.subList(0, Math.max(1, chain.size() - 1)).toArray(new X509Certificate[0]);
        }

        String pem() {
            return TestCertificates.pem("CERTIFICATE", encoded(certificate()));
        }

        String keyPem() {
            return TestCertificates.pem("PRIVATE KEY", key().getEncoded());
        }
    }

    static Issued authority(String name) {
        return new Request(name).authority().issue();
    }

    static Request request(String name) {
        return new Request(name);
    }

    /** What a certificate shall say; as it stands, all is well with it. */
    static final class Request {
        private final String commonName;
        private final List<GeneralName> names = new ArrayList<>();
        private final List<KeyPurposeId> purposes = new ArrayList<>(List.of(KeyPurposeId.id_kp_serverAuth));
        private Instant from = Instant.now().minus(Duration.ofDays(1));
        private Instant until = Instant.now().plus(Duration.ofDays(300));
        private KeyPair keys = RSA;
        private String hash = "SHA256";
        private boolean authority;

        Request(String commonName) {
            this.commonName = commonName;
        }

        Request dnsName(String name) {
            names.add(new GeneralName(GeneralName.dNSName, name));
            return this;
        }

        Request address(String address) {
            names.add(new GeneralName(GeneralName.iPAddress, address));
            return this;
        }

        Request valid(Instant from, Instant until) {
            this.from = from;
            this.until = until;
            return this;
        }

        Request keys(KeyPair keys) {
            this.keys = keys;
            return this;
        }

        Request hash(String hash) {
            this.hash = hash;
            return this;
        }

        Request purposes(KeyPurposeId... purposes) {
            this.purposes.clear();
            this.purposes.addAll(List.of(purposes));
            return this;
        }

        Request authority() {
            authority = true;
            return purposes();
        }

        /** Signed by itself. */
        Issued issue() {
            return issueBy(null);
        }

        Issued issueBy(@Nullable Issued issuer) {
            X500Name subject = new X500Name(commonName.isEmpty() ? "O=Nameless" : "CN=" + commonName);
            X500Name above = issuer == null
                    ? subject
                    : X500Name.getInstance(
                            issuer.certificate().getSubjectX500Principal().getEncoded());
            KeyPair signing = issuer == null ? keys : issuer.keys();
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    above,
                    BigInteger.valueOf(SERIAL.incrementAndGet()),
                    Date.from(from),
                    Date.from(until),
                    subject,
                    keys.getPublic());
            try {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
                if (!names.isEmpty()) {
                    builder.addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(names.toArray(new GeneralName[0])));
                }
                if (!purposes.isEmpty()) {
                    builder.addExtension(
                            Extension.extendedKeyUsage,
                            false,
                            new ExtendedKeyUsage(purposes.toArray(new KeyPurposeId[0])));
                }
                String algorithm =
                        hash + "with" + (signing.getPrivate().getAlgorithm().equals("RSA") ? "RSA" : "ECDSA");
                X509Certificate certificate = new JcaX509CertificateConverter()
                        .getCertificate(
                                builder.build(new JcaContentSignerBuilder(algorithm).build(signing.getPrivate())));
                List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
                if (issuer != null) {
                    chain.addAll(issuer.chain());
                }
                return new Issued(keys, chain);
            } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String kind, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
    }

    private static KeyPair keys(String algorithm, @Nullable String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (curve == null) {
                generator.initialize(2048);
            } else {
                generator.initialize(new ECGenParameterSpec(curve));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
