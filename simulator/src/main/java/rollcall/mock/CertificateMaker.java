package rollcall.mock;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
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
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import rollcall.mock.Behaviour.Certificate;

/** Makes certificates for one server key, and the CA that signs them. */
final class CertificateMaker {
    /** A certificate with the chain that is sent, and its key. */
    record Identity(PrivateKey key, List<X509Certificate> chain) {}

    /** A CA. */
    record Authority(X500Name name, KeyPair key, X509Certificate certificate) {}

    private static final Duration DAY = Duration.ofDays(1);

    private final SecureRandom random = new SecureRandom();
    private final JcaX509ExtensionUtils extensions;
    private final String domain;
    private final Instant now;
    private final KeyPair server;

    CertificateMaker(String domain, Instant now, KeyPair server) throws GeneralSecurityException {
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

    /** @param names of the server, the one that it is called by first (TechNet bb870336: the SAN repeats the CN) */
    Identity good(Authority issuer, List<String> names)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        return server(issuer, names, now.minus(DAY), now.plus(DAY.multipliedBy(90)), KeyPurposeId.id_kp_serverAuth);
    }

    Identity faulty(Certificate variant, Authority issuer, @Nullable KeyPair otherCaKey, List<String> names)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyPurposeId purpose = KeyPurposeId.id_kp_serverAuth;
        Instant from = now.minus(DAY.multipliedBy(30));
        Instant to = now.plus(DAY.multipliedBy(90));
        return switch (variant) {
            case WRONG_NAME -> server(issuer, List.of("other." + domain), from, to, purpose);
            case EXPIRED -> server(issuer, names, from, now.minus(DAY), purpose);
            case NOT_YET_VALID -> server(issuer, names, now.plus(DAY), to, purpose);
            case WRONG_PURPOSE -> server(issuer, names, from, to, KeyPurposeId.id_kp_clientAuth);
            case UNKNOWN_ROOT -> {
                if (otherCaKey == null) {
                    throw new IllegalStateException("no key for the other CA");
                }
                yield server(authority("Nobody's CA", otherCaKey), names, from, to, purpose);
            }
            case SELF_SIGNED -> {
                X500Name self = new X500Name("CN=" + names.get(0));
                yield server(self, server, names, from, to, purpose);
            }
        };
    }

    /** For a client, that shows it where the server demands one. */
    Identity client(Authority issuer, KeyPair key)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        JcaX509v3CertificateBuilder builder = builder(
                issuer.name, new X500Name("CN=client." + domain), key, now.minus(DAY), now.plus(DAY.multipliedBy(90)));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
        return new Identity(key.getPrivate(), List.of(sign(builder, issuer.key.getPrivate())));
    }

    private Identity server(Authority issuer, List<String> names, Instant from, Instant to, KeyPurposeId purpose)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        return server(issuer.name, issuer.key, names, from, to, purpose);
    }

    private Identity server(
            X500Name issuer, KeyPair issuerKey, List<String> names, Instant from, Instant to, KeyPurposeId purpose)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        GeneralName[] alternatives = new GeneralName[names.size()];
        for (int i = 0; i < names.size(); i++) {
            alternatives[i] = new GeneralName(GeneralName.dNSName, names.get(i));
        }
        JcaX509v3CertificateBuilder builder = builder(issuer, new X500Name("CN=" + names.get(0)), server, from, to);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(
                Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
        // TechNet bb870336: a server certificate must have a CRL distribution point.
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
