package rollcall.mock;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import rollcall.mock.Behaviour.Certificate;

/** TLS as a server, by certificate: BoringSSL where it loads, else the JDK's. Clients may resume their sessions. */
final class ServerContexts implements MockRegistrar.TlsContexts, AutoCloseable {
    private final SslContext good;
    private final Map<Certificate, SslContext> bad = new EnumMap<>(Certificate.class);

    ServerContexts(MockCertificates certificates, Set<Certificate> variants) throws SSLException {
        good = context(certificates.identity(null));
        for (Certificate variant : variants) {
            bad.put(variant, context(certificates.identity(variant)));
        }
    }

    @Override
    public SslContext of(@Nullable Certificate variant) {
        return variant == null ? good : bad.getOrDefault(variant, good);
    }

    @Override
    public void close() {
        ReferenceCountUtil.release(good);
        bad.values().forEach(ReferenceCountUtil::release);
    }

    private static SslContext context(MockCertificates.Identity identity) throws SSLException {
        boolean boring = OpenSsl.isAvailable();
        SslContext context = SslContextBuilder.forServer(
                        identity.key(), identity.chain().toArray(new X509Certificate[0]))
                .sslProvider(boring ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK)
                .build();
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
