package rollcall.mock;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import rollcall.mock.Behaviour.Certificate;

/**
 * The pool's CA and its certificates, made anew at each start; nothing is kept but the CA's own certificate. One server
 * key serves every variant, so a start costs two key pairs, made at the same time.
 */
final class MockCertificates {
    /** A certificate with the chain a server sends, and its key. */
    record Identity(PrivateKey key, List<X509Certificate> chain) {}

    private final X509Certificate ca;
    private final Identity good;
    private final Map<Certificate, Identity> bad;

    private MockCertificates(X509Certificate ca, Identity good, Map<Certificate, Identity> bad) {
        this.ca = ca;
        this.good = good;
        this.bad = bad;
    }

    /**
     * @param domain the SIP domain: the pool is {@code pool01.<domain>}
     * @param key {@code rsa} (2048 bits) or {@code ecdsa} (P-256); the CA's key is of the same kind
     * @param variants the faulty certificates that will be asked for
     */
    static MockCertificates make(String domain, String key, Instant now, Set<Certificate> variants) {
        CompletableFuture<KeyPair> caKey = CompletableFuture.supplyAsync(() -> keyPair(key));
        CompletableFuture<KeyPair> serverKey = CompletableFuture.supplyAsync(() -> keyPair(key));
        CompletableFuture<@Nullable KeyPair> otherCaKey =
                CompletableFuture.supplyAsync(() -> variants.contains(Certificate.UNKNOWN_ROOT) ? keyPair(key) : null);
        try {
            Maker maker = new Maker(domain, now, serverKey.join());
            Authority authority = maker.authority("Rollcall mock CA", caKey.join());
            Map<Certificate, Identity> bad = new EnumMap<>(Certificate.class);
            for (Certificate variant : variants) {
                bad.put(variant, maker.faulty(variant, authority, otherCaKey.join()));
            }
            return new MockCertificates(authority.certificate, maker.good(authority), bad);
        } catch (CompletionException | GeneralSecurityException | OperatorCreationException | IOException e) {
            // Ours to get right: no input of a user leads here.
            throw new IllegalStateException("the mock pool's certificates could not be made", e);
        }
    }

    /** What the pool shows: the usual certificate, or the faulty variant. */
    Identity identity(@Nullable Certificate variant) {
        Identity identity = variant == null ? good : bad.get(variant);
        if (identity == null) {
            throw new IllegalArgumentException("no certificate was made for " + variant);
        }
        return identity;
    }

    /** The CA's certificate, for a client's trust store. */
    String caPem() throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(ca);
        }
        return text.toString();
    }

    private static KeyPair keyPair(String kind) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.equals("ecdsa") ? "EC" : "RSA");
            if (kind.equals("ecdsa")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java makes no " + kind + " keys", e);
        }
    }

    private record Authority(X500Name name, KeyPair key, X509Certificate certificate) {}

    /** Makes certificates for one server key. */
    private static final class Maker {
        private static final Duration DAY = Duration.ofDays(1);

        private final SecureRandom random = new SecureRandom();
        private final JcaX509ExtensionUtils extensions;
        private final String domain;
        private final Instant now;
        private final KeyPair server;

        Maker(String domain, Instant now, KeyPair server) throws GeneralSecurityException {
            this.extensions = new JcaX509ExtensionUtils();
            this.domain = domain;
            this.now = now;
            this.server = server;
        }

        Authority authority(String name, KeyPair key)
                throws GeneralSecurityException, OperatorCreationException, IOException {
            X500Name subject = new X500Name("CN=" + name + ", O=" + domain);
            JcaX509v3CertificateBuilder builder =
                    builder(subject, subject, key, now.minus(DAY), now.plus(DAY.multipliedBy(365)));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(key.getPublic()));
            return new Authority(subject, key, sign(builder, key.getPrivate()));
        }

        Identity good(Authority issuer) throws GeneralSecurityException, OperatorCreationException, IOException {
            return server(
                    issuer, poolNames(), now.minus(DAY), now.plus(DAY.multipliedBy(90)), KeyPurposeId.id_kp_serverAuth);
        }

        Identity faulty(Certificate variant, Authority issuer, @Nullable KeyPair otherCaKey)
                throws GeneralSecurityException, OperatorCreationException, IOException {
            KeyPurposeId purpose = KeyPurposeId.id_kp_serverAuth;
            Instant from = now.minus(DAY.multipliedBy(30));
            Instant to = now.plus(DAY.multipliedBy(30));
            return switch (variant) {
                case WRONG_NAME -> server(issuer, new String[] {"other." + domain}, from, to, purpose);
                case EXPIRED -> server(issuer, poolNames(), from, now.minus(DAY), purpose);
                case NOT_YET_VALID -> server(issuer, poolNames(), now.plus(DAY), to, purpose);
                case WRONG_PURPOSE -> server(issuer, poolNames(), from, to, KeyPurposeId.id_kp_clientAuth);
                case UNKNOWN_ROOT -> {
                    if (otherCaKey == null) {
                        throw new IllegalStateException("no key for the other CA");
                    }
                    yield server(authority("Nobody's CA", otherCaKey), poolNames(), from, to, purpose);
                }
                case SELF_SIGNED -> {
                    X500Name self = new X500Name("CN=" + poolNames()[0]);
                    yield server(self, server, poolNames(), from, to, purpose);
                }
            };
        }

        /** TN:bb870336: CN is the pool's name, the SAN repeats it and has {@code sip.<domain>} for automatic sign-in. */
        private String[] poolNames() {
            return new String[] {"pool01." + domain, "sip." + domain};
        }

        private Identity server(Authority issuer, String[] names, Instant from, Instant to, KeyPurposeId purpose)
                throws GeneralSecurityException, OperatorCreationException, IOException {
            return server(issuer.name, issuer.key, names, from, to, purpose);
        }

        private Identity server(
                X500Name issuer, KeyPair issuerKey, String[] names, Instant from, Instant to, KeyPurposeId purpose)
                throws GeneralSecurityException, OperatorCreationException, IOException {
            GeneralName[] alternatives = new GeneralName[names.length];
            for (int i = 0; i < names.length; i++) {
                alternatives[i] = new GeneralName(GeneralName.dNSName, names[i]);
            }
            JcaX509v3CertificateBuilder builder = builder(issuer, new X500Name("CN=" + names[0]), server, from, to);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(
                    Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
            // TN:bb870336: a server certificate must have a CRL distribution point.
            builder.addExtension(Extension.cRLDistributionPoints, false, crlDistributionPoint());
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    extensions.createAuthorityKeyIdentifier(issuerKey.getPublic()));
            return new Identity(server.getPrivate(), List.of(sign(builder, issuerKey.getPrivate())));
        }

        private CRLDistPoint crlDistributionPoint() {
            GeneralNames place = new GeneralNames(
                    new GeneralName(GeneralName.uniformResourceIdentifier, "http://crl." + domain + "/mock.crl"));
            return new CRLDistPoint(
                    new DistributionPoint[] {new DistributionPoint(new DistributionPointName(place), null, null)});
        }

        private JcaX509v3CertificateBuilder builder(
                X500Name issuer, X500Name subject, KeyPair key, Instant from, Instant to) {
            return new JcaX509v3CertificateBuilder(
                    issuer, new BigInteger(127, random), Date.from(from), Date.from(to), subject, key.getPublic());
        }

        private X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
                throws GeneralSecurityException, OperatorCreationException {
            String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key)));
        }
    }
}
