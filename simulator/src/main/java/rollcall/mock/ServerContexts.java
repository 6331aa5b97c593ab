package rollcall.mock;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.ReferenceCountUtil;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import rollcall.mock.Behaviour.Certificate;
import rollcall.mock.Behaviour.Demand;
import rollcall.mock.Behaviour.OfTls;
import rollcall.plan.PoolServer;

/** TLS as one server: BoringSSL where it loads, else the JDK's. Clients may resume their sessions. */
final class ServerContexts implements AutoCloseable {
    /** What TLS 1.0 and 1.1 have beside what everybody has: unasked the engine offers no CBC suite for an EC key. */
    private static final List<String> OLD_SUITES = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
            "TLS_RSA_WITH_AES_128_CBC_SHA",
            "TLS_RSA_WITH_AES_256_CBC_SHA",
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256");

    private final PoolServer server;
    private final X509Certificate ca;
    private final SslContext usual;
    private final Map<OfTls, SslContext> others = new HashMap<>();

    ServerContexts(PoolServer server, String domain, MockCertificates certificates, Set<OfTls> behaviours)
            throws SSLException {
        this.server = server;
        this.ca = certificates.ca();
        CertificateMaker.Identity good = certificates.identity(server, null, domain);
        usual = context(good, certificates.ca(), server.clientCertificate());
        for (OfTls behaviour : behaviours) {
            if (behaviour instanceof Certificate variant) {
                others.put(variant, context(certificates.identity(server, variant, domain), certificates.ca(), false));
            } else if (behaviour instanceof Demand) {
                others.put(behaviour, context(good, certificates.ca(), true));
            }
        }
    }

    /** The context for a connection; null when this behaviour is no handshake. */
    @Nullable
    SslContext of(@Nullable OfTls behaviour) {
        return behaviour == null ? usual : others.get(behaviour);
    }

    /** The pool's CA. */
    X509Certificate ca() {
        return ca;
    }

    @Override
    public void close() {
        ReferenceCountUtil.release(usual);
        others.values().forEach(ReferenceCountUtil::release);
    }

    /**
     * @param clientCa who must have signed the client's certificate; said even if none is asked for, since the engine
     *     otherwise reads every root that Java knows, which takes longer than all the rest
     */
    private SslContext context(CertificateMaker.Identity identity, X509Certificate clientCa, boolean asksClient)
            throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forServer(
                        identity.key(), identity.chain().toArray(new X509Certificate[0]))
                .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK)
                // The other kind of store refuses a chain in the wrong order.
                .keyStoreType("JKS")
                .trustManager(clientCa)
                .clientAuth(asksClient ? ClientAuth.REQUIRE : ClientAuth.NONE);
        if (!server.protocols().isEmpty()) {
            builder.protocols(server.protocols());
        }
        if (server.protocols().contains("TLSv1") || server.protocols().contains("TLSv1.1")) {
            builder.ciphers(OLD_SUITES, SupportedCipherSuiteFilter.INSTANCE);
        }
        SslContext context = builder.build();
        if (context.sessionContext() instanceof OpenSslServerSessionContext sessions) {
            // Without keys of its own the library hands out no tickets; the session cache would cost memory a client.
            SecureRandom random = new SecureRandom();
            sessions.setSessionCacheEnabled(false);
            sessions.setTicketKeys(
                    new OpenSslSessionTicketKey(bytes(random, 16), bytes(random, 16), bytes(random, 16)));
        }
        return context;
    }

    private static byte[] bytes(SecureRandom random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
