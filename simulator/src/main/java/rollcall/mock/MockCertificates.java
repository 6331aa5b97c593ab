package rollcall.mock;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.jspecify.annotations.Nullable;
import rollcall.mock.Behaviour.Certificate;
import rollcall.mock.Behaviour.Demand;
import rollcall.mock.Behaviour.OfTls;
import rollcall.mock.CertificateMaker.Identity;
import rollcall.mock.MockKeys.Owner;
import rollcall.plan.MockPlan;
import rollcall.plan.PoolCertificate;
import rollcall.plan.PoolCertificate.Issuer;
import rollcall.plan.PoolCertificate.KeyKind;
import rollcall.plan.PoolCertificate.Purpose;
import rollcall.plan.PoolCertificate.Signature;
import rollcall.plan.PoolServer;
import rollcall.plan.Transport;

/** The pool's CA and its certificates, made anew at each start; nothing is kept but the CA's own certificate. */
final class MockCertificates {
    private final X509Certificate ca;
    private final Map<PoolCertificate, Identity> servers;
    private final @Nullable Identity client;

    private MockCertificates(X509Certificate ca, Map<PoolCertificate, Identity> servers, @Nullable Identity client) {
        this.ca = ca;
        this.servers = servers;
        this.client = client;
    }

    /** @param behaviours those that need certificates of their own are prepared for */
    static MockCertificates make(
            MockPlan plan, List<PoolServer> servers, Instant now, Set<OfTls> behaviours, MockKeys keys) {
        List<PoolCertificate> usual = servers.stream()
                .filter(server -> server.transport() == Transport.TLS)
                .map(PoolServer::certificate)
                .distinct()
                .toList();
        List<PoolCertificate> wanted = usual.stream()
                .flatMap(certificate -> Stream.concat(
                        Stream.of(certificate),
                        behaviours.stream()
                                .filter(Certificate.class::isInstance)
                                .map(variant -> faulty((Certificate) variant, certificate, plan.domain()))))
                .distinct()
                .toList();
        KeyKind kind = authorityKind(plan, wanted);
        keys.begin(Owner.CA, kind);
        wanted.forEach(certificate -> keys.begin(Owner.SERVER, certificate.key()));
        try {
            CertificateMaker maker = new CertificateMaker(plan.domain(), now, keys, kind);
            Map<PoolCertificate, Identity> made = new HashMap<>();
            for (PoolCertificate certificate : wanted) {
                made.put(certificate, maker.server(certificate));
            }
            boolean demanded = behaviours.contains(Demand.CLIENT_CERTIFICATE)
                    || servers.stream()
                            .anyMatch(server ->
                                    server.clientCertificate() && server.role().isSip());
            return new MockCertificates(maker.ca(), made, demanded ? maker.client() : null);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            // Ours to get right: no input of a user leads here.
            throw new IllegalStateException("the mock pool's certificates could not be made", e);
        }
    }

    /** As the plan says; MD5 goes with RSA only. */
    private static KeyKind authorityKind(MockPlan plan, List<PoolCertificate> wanted) {
        boolean md5 = wanted.stream().anyMatch(certificate -> certificate.signature() == Signature.MD5);
        return md5 || plan.key().equals("rsa") ? KeyKind.RSA_2048 : KeyKind.P_256;
    }

    /** What becomes of a certificate under a behaviour. */
    private static PoolCertificate faulty(Certificate variant, PoolCertificate usual, String domain) {
        return switch (variant) {
            case WRONG_NAME -> usual.named("other." + domain);
            case EXPIRED -> usual.valid(Duration.ofDays(-30), Duration.ofDays(-1));
            case NOT_YET_VALID -> usual.valid(Duration.ofDays(1), Duration.ofDays(90));
            case WRONG_PURPOSE -> usual.meant(Purpose.CLIENT);
            case UNKNOWN_ROOT -> usual.by(Issuer.STRANGER);
            case SELF_SIGNED -> usual.by(Issuer.SELF);
        };
    }

    /** What a server shows: its usual certificate, or the faulty variant. */
    Identity identity(PoolServer server, @Nullable Certificate variant, String domain) {
        PoolCertificate certificate =
                variant == null ? server.certificate() : faulty(variant, server.certificate(), domain);
        Identity identity = servers.get(certificate);
        if (identity == null) {
            throw new IllegalArgumentException("no certificate was made for " + server.host() + " " + variant);
        }
        return identity;
    }

    X509Certificate ca() {
        return ca;
    }

    /** Writes {@code ca.pem} for a client's trust store, and where clients need one {@code client.pem} and {@code client.key}. */
    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve("ca.pem"), pem(ca));
        if (client != null) {
            Files.writeString(folder.resolve("client.pem"), pem(client.chain().get(0)));
            Files.writeString(folder.resolve("client.key"), pem(new JcaPKCS8Generator(client.key(), null)));
        }
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(object);
        }
        return text.toString();
    }
}
