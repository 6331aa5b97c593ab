package rollcall.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLContext;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.plan.PlanException;
import rollcall.plan.TlsPlan;

/** Plan → TLS context, for each of the engines; says in words what an engine cannot do. */
final class TlsContexts {
    private static final Logger LOG = LoggerFactory.getLogger(TlsContexts.class);
    private static final AtomicBoolean FALL_BACK_SAID = new AtomicBoolean();

    private static final List<String> BORINGSSL_PROTOCOLS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");
    /** For each of them, the option that turns it off. */
    private static final int[] NO_VERSION = {
        SSL.SSL_OP_NO_TLSv1, SSL.SSL_OP_NO_TLSv1_1, SSL.SSL_OP_NO_TLSv1_2, SSL.SSL_OP_NO_TLSv1_3
    };

    static final int ALL_VERSIONS = Arrays.stream(NO_VERSION).reduce(0, (some, one) -> some | one);

    private static final List<String> TLS13_CIPHERS =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");
    /** The first one's key share is sent unasked; the others cost a round trip, and only with servers that want them. */
    private static final String[] GROUPS = {"x25519", "secp256r1", "secp384r1", "secp521r1"};
    /** A server on TLS 1.3 sends two tickets a handshake, each about 2 KiB of native memory here. */
    private static final int CACHED_SESSIONS = 4096;

    /**
     * What BoringSSL may write while it reads, kept for each connection until it is closed: the end of the client's part
     * of a handshake, an alert. What does not fit is written when the engine is asked to write.
     */
    private static final int UNASKED_BYTES = 256;

    private TlsContexts() {}

    /**
     * The engine to use: the plan's, or the JDK's where BoringSSL does not load.
     *
     * @param unavailable why BoringSSL does not load; null when it does
     */
    static TlsPlan.Engine choose(TlsPlan.Engine wanted, @Nullable Throwable unavailable) {
        if (wanted != TlsPlan.Engine.BORINGSSL || unavailable == null) {
            return wanted;
        }
        if (FALL_BACK_SAID.compareAndSet(false, true)) {
            LOG.warn(
                    "BoringSSL does not load here ({}); the JDK's TLS is used instead, at about four times the CPU per"
                            + " handshake",
                    unavailable.toString());
        }
        return TlsPlan.Engine.JDK;
    }

    static SslContext create(TlsPlan plan, TlsPlan.Engine engine, TrustManager trust, KeyManager keys)
            throws PlanException {
        try {
            return engine == TlsPlan.Engine.BORINGSSL ? boringSsl(plan, trust, keys) : jsse(plan, engine, trust, keys);
        } catch (GeneralSecurityException | SSLException e) {
            throw new PlanException("tls: the engine " + engine.word() + " cannot be set up as the plan wants it ("
                    + e.getMessage() + "). Try another tls.engine, or leave tls.ciphers and tls.protocols out.");
        }
    }

    private static SslContext boringSsl(TlsPlan plan, TrustManager trust, KeyManager keys)
            throws PlanException, SSLException {
        checkProtocols(plan, TlsPlan.Engine.BORINGSSL, BORINGSSL_PROTOCOLS);
        checkCiphers(plan, TlsPlan.Engine.BORINGSSL, new ArrayList<>(OpenSsl.availableJavaCipherSuites()));
        checkTls13CiphersAreAll(plan);
        SslContext context = SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL_REFCNT)
                .trustManager(trust)
                .keyManager(keys)
                .protocols(plan.protocols())
                .ciphers(plan.ciphers().isEmpty() ? null : plan.ciphers())
                // The name is judged by TlsClient, after the rules of Communicator and not those of HTTPS.
                .endpointIdentificationAlgorithm(null)
                .sessionCacheSize(CACHED_SESSIONS)
                // Certificates are judged on the event loop: a hand-over costs more than a remembered verdict.
                .option(OpenSslContextOption.USE_TASKS, false)
                .option(OpenSslContextOption.GROUPS, GROUPS)
                .build();
        ((ReferenceCountedOpenSslContext) context).setBioNonApplicationBufferSize(UNASKED_BYTES);
        OpenSslSessionContext sessions = (OpenSslSessionContext) context.sessionContext();
        sessions.setSessionCacheEnabled(plan.resume());
        if (plan.resume()) {
            sessions.setTicketKeys(); // offers tickets below TLS 1.3 too
        }
        return context;
    }

    /**
     * The versions of the plan as options of BoringSSL, which knows a range of them. Who names cipher suites of TLS 1.3
     * alone wants no older version, and who names only others does not want TLS 1.3.
     *
     * @return the options to be set; the others are to be cleared
     */
    static int versions(TlsPlan plan) {
        List<String> wanted = new ArrayList<>(plan.protocols());
        if (!plan.ciphers().isEmpty()) {
            boolean tls13 = !Collections.disjoint(plan.ciphers(), TLS13_CIPHERS);
            boolean older = !TLS13_CIPHERS.containsAll(plan.ciphers());
            wanted.removeIf(version -> version.equals("TLSv1.3") ? !tls13 : !older);
        }
        int lowest = BORINGSSL_PROTOCOLS.size();
        int highest = -1;
        for (String version : wanted) {
            int index = BORINGSSL_PROTOCOLS.indexOf(version);
            lowest = Math.min(lowest, index);
            highest = Math.max(highest, index);
        }
        int without = 0;
        for (int i = 0; i < NO_VERSION.length; i++) {
            without |= i < lowest || i > highest ? NO_VERSION[i] : 0;
        }
        return without;
    }

    /** Does not ask for a ticket, where nobody would keep it; with TLS 1.3 on, Netty asks for one on its own. */
    static void forgoTicket(long ssl) {
        SSL.setOptions(ssl, SSL.SSL_OP_NO_TICKET);
    }

    static void writeKeysTo(KeyLog log, SslContext context) throws PlanException {
        try {
            SSLContext.setKeyLogCallback(BoringSsl.handle(context), log);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new PlanException(
                    "tls.keyLog: the secrets of BoringSSL cannot be had here (" + e + "). Leave the key log out.");
        }
    }

    private static SslContext jsse(TlsPlan plan, TlsPlan.Engine engine, TrustManager trust, KeyManager keys)
            throws PlanException, GeneralSecurityException {
        javax.net.ssl.SSLContext jsse = engine == TlsPlan.Engine.BOUNCYCASTLE
                ? javax.net.ssl.SSLContext.getInstance("TLS", BouncyCastleTls.provider())
                : javax.net.ssl.SSLContext.getInstance("TLS");
        jsse.init(new KeyManager[] {keys}, new TrustManager[] {trust}, new SecureRandom());
        checkProtocols(
                plan, engine, Arrays.asList(jsse.getSupportedSSLParameters().getProtocols()));
        checkNotDisabled(plan, engine);
        checkCiphers(
                plan, engine, Arrays.asList(jsse.getSupportedSSLParameters().getCipherSuites()));
        if (!plan.resume()) {
            // No engine is told its peer then, so none finds a session again; zero would mean "without limit".
            jsse.getClientSessionContext().setSessionCacheSize(1);
        }
        return new JdkSslContext(
                jsse,
                true,
                ciphers(plan, engine, jsse),
                IdentityCipherSuiteFilter.INSTANCE,
                ApplicationProtocolConfig.DISABLED,
                ClientAuth.NONE,
                plan.protocols().toArray(new String[0]),
                false);
    }

    /** RC4 is among those that Java can, and never among those that it uses unasked. */
    private static List<String> ciphers(TlsPlan plan, TlsPlan.Engine engine, javax.net.ssl.SSLContext jsse) {
        if (!plan.ciphers().isEmpty()) {
            return plan.ciphers();
        }
        SSLParameters parameters =
                engine == TlsPlan.Engine.JDK_LEGACY ? jsse.getSupportedSSLParameters() : jsse.getDefaultSSLParameters();
        return Arrays.asList(parameters.getCipherSuites());
    }

    private static void checkProtocols(TlsPlan plan, TlsPlan.Engine engine, List<String> known) throws PlanException {
        for (String protocol : plan.protocols()) {
            if (!known.contains(protocol)) {
                throw new PlanException("tls.protocols: the engine " + engine.word() + " does not know \"" + protocol
                        + "\"; it knows " + String.join(", ", known) + '.');
            }
        }
    }

    private static void checkNotDisabled(TlsPlan plan, TlsPlan.Engine engine) throws PlanException {
        String disabled = Security.getProperty("jdk.tls.disabledAlgorithms");
        List<String> words = new ArrayList<>();
        for (String word : disabled == null ? new String[0] : disabled.split(",", -1)) {
            words.add(word.trim());
        }
        for (String protocol : plan.protocols()) {
            if (words.contains(protocol)) {
                throw new PlanException(
                        "tls.protocols: this Java forbids " + protocol + " to the engine " + engine.word()
                                + " (jdk.tls.disabledAlgorithms in java.security). Use tls.engine: boringssl or jdk-legacy,"
                                + " which do not heed that, or take " + protocol + " out of that property.");
            }
        }
    }

    private static void checkCiphers(TlsPlan plan, TlsPlan.Engine engine, List<String> known) throws PlanException {
        for (String cipher : plan.ciphers()) {
            if (!known.contains(cipher)) {
                throw new PlanException("tls.ciphers: the engine " + engine.word() + " does not know \"" + cipher
                        + "\". Use an IANA name such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256; this engine knows "
                        + String.join(", ", known) + '.');
            }
        }
    }

    /** BoringSSL offers all suites of TLS 1.3 or none. */
    private static void checkTls13CiphersAreAll(TlsPlan plan) {
        List<String> named = new ArrayList<>(TLS13_CIPHERS);
        named.retainAll(plan.ciphers());
        if (!named.isEmpty()
                && named.size() < TLS13_CIPHERS.size()
                && plan.protocols().contains("TLSv1.3")) {
            LOG.warn(
                    "tls.ciphers: BoringSSL offers all cipher suites of TLS 1.3 when one is named; use tls.engine: jdk"
                            + " to offer {} alone",
                    String.join(", ", named));
        }
    }
}
