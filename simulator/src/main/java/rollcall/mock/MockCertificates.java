package rollcall.mock;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.jspecify.annotations.Nullable;
import rollcall.mock.Behaviour.Certificate;
import rollcall.mock.Behaviour.Demand;
import rollcall.mock.Behaviour.OfTls;
import rollcall.mock.CertificateMaker.Authority;
import rollcall.mock.CertificateMaker.Identity;

/**
 * The pool's CA and its certificates, made anew at each start; nothing is kept but the CA's own certificate. One server
 * key serves every variant, so a start costs two key pairs, made at the same time.
 */
final class MockCertificates {
    /** What one server can show: the usual certificate, and faulty ones. */
    private record Server(Identity good, Map<Certificate, Identity> bad) {}

    private final X509Certificate ca;
    private final Map<Front, Server> servers;
    private final @Nullable Identity client;

    private MockCertificates(X509Certificate ca, Map<Front, Server> servers, @Nullable Identity client) {
        this.ca = ca;
        this.servers = servers;
        this.client = client;
    }

    /**
     * @param fronts who needs certificates; the first is known as {@code sip.<domain>} as well
     * @param key {@code rsa} (2048 bits) or {@code ecdsa} (P-256); the CA's key is of the same kind
     * @param behaviours those that need certificates of their own are prepared for
     */
    static MockCertificates make(List<Front> fronts, String key, Instant now, Set<OfTls> behaviours) {
        CompletableFuture<KeyPair> caKey = CompletableFuture.supplyAsync(() -> keyPair(key));
        CompletableFuture<KeyPair> serverKey = CompletableFuture.supplyAsync(() -> keyPair(key));
        CompletableFuture<@Nullable KeyPair> otherCaKey = CompletableFuture.supplyAsync(
                () -> behaviours.contains(Certificate.UNKNOWN_ROOT) ? keyPair(key) : null);
        try {
            String domain = fronts.get(0).domain();
            CertificateMaker maker = new CertificateMaker(domain, now, serverKey.join());
            Authority authority = maker.authority("Rollcall mock CA", caKey.join());
            Map<Front, Server> servers = new HashMap<>();
            for (Front front : fronts) {
                // TechNet bb870336: for automatic sign-in, whoever the SRV records name is sip.<domain>, too.
                List<String> names = servers.isEmpty() ? List.of(front.host(), "sip." + domain) : List.of(front.host());
                Map<Certificate, Identity> bad = new EnumMap<>(Certificate.class);
                for (OfTls behaviour : behaviours) {
                    if (behaviour instanceof Certificate variant) {
                        bad.put(variant, maker.faulty(variant, authority, otherCaKey.join(), names));
                    }
                }
                servers.put(front, new Server(maker.good(authority, names), bad));
            }
            Identity client =
                    behaviours.contains(Demand.CLIENT_CERTIFICATE) ? maker.client(authority, keyPair("ecdsa")) : null;
            return new MockCertificates(authority.certificate(), servers, client);
        } catch (CompletionException | GeneralSecurityException | OperatorCreationException | IOException e) {
            // Ours to get right: no input of a user leads here.
            throw new IllegalStateException("the mock pool's certificates could not be made", e);
        }
    }

    /** What a server shows: the usual certificate, or the faulty variant. */
    Identity identity(Front front, @Nullable Certificate variant) {
        Server server = servers.get(front);
        Identity identity = server == null ? null : variant == null ? server.good : server.bad.get(variant);
        if (identity == null) {
            throw new IllegalArgumentException("no certificate was made for " + front.host() + " " + variant);
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
}
