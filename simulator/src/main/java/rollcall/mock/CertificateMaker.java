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
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
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
import rollcall.mock.MockKeys.Owner;
import rollcall.plan.Addresses;
import rollcall.plan.PoolCertificate;
import rollcall.plan.PoolCertificate.KeyKind;
import rollcall.plan.PoolCertificate.Purpose;
import rollcall.plan.PoolCertificate.Signature;

/** Makes certificates as they are described, and the CAs that sign them. */
final class CertificateMaker {
    /** A certificate with the chain that is sent, and its key. */
    record Identity(PrivateKey key, List<X509Certificate> chain) {}

    /** Who signs a certificate. */
    private record Issuer(X500Name name, KeyPair key) {}

    private static final Duration DAY = Duration.ofDays(1);

    private final SecureRandom random = new SecureRandom();
    private final JcaX509ExtensionUtils extensions;
    private final String domain;
    private final Instant now;
    private final MockKeys keys;
    private final KeyKind kind;

    /** @param kind of the CAs' keys */
    CertificateMaker(String domain, Instant now, MockKeys keys, KeyKind kind) throws GeneralSecurityException {
        this.extensions = new JcaX509ExtensionUtils();
        this.domain = domain;
        this.now = now;
        this.keys = keys;
        this.kind = kind;
    }

    /** The CA that clients are told to trust. */
    X509Certificate ca() throws GeneralSecurityException, OperatorCreationException, IOException {
        return authority(Owner.CA, Owner.CA);
    }

    /** A server's certificate. */
    Identity server(PoolCertificate wanted) throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyPair key = keys.of(Owner.SERVER, wanted.key());
        X500Name subject = commonName(wanted.commonName());
        Issuer issuer = switch (wanted.issuer()) {
            case CA -> issuer(Owner.CA);
            case INTERMEDIATE -> issuer(Owner.ISSUING_CA);
            case STRANGER -> issuer(Owner.STRANGER);
            case SELF -> new Issuer(subject, key);
        };
        JcaX509v3CertificateBuilder builder =
                builder(issuer, subject, key, now.plus(wanted.from()), now.plus(wanted.until()));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(
                Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
        if (wanted.purpose() != Purpose.NONE) {
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(
                            wanted.purpose() == Purpose.SERVER
                                    ? KeyPurposeId.id_kp_serverAuth
                                    : KeyPurposeId.id_kp_clientAuth));
        }
        if (!wanted.names().isEmpty()) {
            builder.addExtension(Extension.subjectAlternativeName, false, alternatives(wanted.names()));
        }
        if (wanted.crl()) {
            // TechNet bb870336: a server certificate must have a CRL distribution point.
            builder.addExtension(Extension.cRLDistributionPoints, false, crlDistributionPoint());
        }
        List<X509Certificate> chain = above(wanted);
        chain.add(0, sign(builder, issuer, wanted.signature()));
        return new Identity(key.getPrivate(), chain);
    }

    /** What the server sends beside its own certificate. */
    private List<X509Certificate> above(PoolCertificate wanted)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        List<X509Certificate> above = new ArrayList<>();
        if (wanted.issuer() == PoolCertificate.Issuer.INTERMEDIATE && wanted.sends() != PoolCertificate.Sent.LEAF) {
            above.add(authority(Owner.ISSUING_CA, Owner.POLICY_CA));
            above.add(authority(Owner.POLICY_CA, Owner.CA));
            if (wanted.sends() == PoolCertificate.Sent.SHUFFLED) {
                Collections.reverse(above);
            }
        }
        if (wanted.sends() == PoolCertificate.Sent.ROOT && wanted.issuer() != PoolCertificate.Issuer.SELF) {
            Owner root = wanted.issuer() == PoolCertificate.Issuer.STRANGER ? Owner.STRANGER : Owner.CA;
            above.add(authority(root, root));
        }
        return above;
    }

    /** For a client, that shows it where the server demands one. */
    Identity client() throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyPair key = keys.of(Owner.CLIENT, KeyKind.P_256);
        Issuer ca = issuer(Owner.CA);
        JcaX509v3CertificateBuilder builder =
                builder(ca, commonName("client." + domain), key, now.minus(DAY), now.plus(DAY.multipliedBy(90)));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
        return new Identity(key.getPrivate(), List.of(sign(builder, ca, Signature.SHA256)));
    }

    private X509Certificate authority(Owner owner, Owner signedBy)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        Issuer own = issuer(owner);
        Issuer signer = issuer(signedBy);
        JcaX509v3CertificateBuilder builder =
                builder(signer, own.name, own.key, now.minus(DAY), now.plus(DAY.multipliedBy(365)));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(own.key.getPublic()));
        return sign(builder, signer, Signature.SHA256);
    }

    private Issuer issuer(Owner owner) {
        String name = switch (owner) {
            case STRANGER -> "Nobody's CA";
            case POLICY_CA -> "Rollcall mock policy CA";
            case ISSUING_CA -> "Rollcall mock issuing CA";
            case CA, SERVER, CLIENT -> "Rollcall mock CA";
        };
        return new Issuer(new X500Name("CN=" + name + ", O=" + domain), keys.of(owner, kind));
    }

    /** By a builder, since a name is data and not a syntax: a comma in it changes nothing. */
    private static X500Name commonName(String name) {
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
    }

    private static GeneralNames alternatives(List<String> names) {
        GeneralName[] alternatives = new GeneralName[names.size()];
        for (int i = 0; i < names.size(); i++) {
            boolean address = Addresses.literal(names.get(i)) != null;
            alternatives[i] = new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, names.get(i));
        }
        return new GeneralNames(alternatives);
    }

    private CRLDistPoint crlDistributionPoint() {
        GeneralNames place = new GeneralNames(
                new GeneralName(GeneralName.uniformResourceIdentifier, "http://crl." + domain + "/mock.crl"));
        return new CRLDistPoint(
                new DistributionPoint[] {new DistributionPoint(new DistributionPointName(place), null, null)});
    }

    private JcaX509v3CertificateBuilder builder(
            Issuer issuer, X500Name subject, KeyPair key, Instant from, Instant until) throws IOException {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer.name, new BigInteger(127, random), Date.from(from), Date.from(until), subject, key.getPublic());
        if (!issuer.name.equals(subject)) {
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    extensions.createAuthorityKeyIdentifier(issuer.key.getPublic()));
        }
        return builder;
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, Issuer issuer, Signature hash)
            throws GeneralSecurityException, OperatorCreationException {
        PrivateKey key = issuer.key.getPrivate();
        String algorithm = hash + "with" + (key.getAlgorithm().equals("EC") ? "ECDSA" : "RSA");
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key)));
    }
}
