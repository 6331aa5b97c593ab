package rollcall.plan;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How connections are secured.
 *
 * @param trust a PEM file with the trusted roots; null means the system's
 * @param protocols as {@code TLSv1.2}; never empty
 * @param ciphers IANA names; empty means the engine's default
 * @param resume whether sessions may be resumed; false means every handshake is a full one
 * @param verify false accepts any certificate (said loudly in the report)
 * @param keyLog a file for TLS secrets in NSS key-log format, or null
 * @param certificate what clients show to a pool that asks for a certificate, or null
 */
public record TlsPlan(
        Engine engine,
        @Nullable Path trust,
        List<String> protocols,
        List<String> ciphers,
        boolean resume,
        boolean verify,
        @Nullable Path keyLog,
        @Nullable ClientCertificate certificate) {
    /** Without a certificate of the client's own. */
    public TlsPlan(
            Engine engine,
            @Nullable Path trust,
            List<String> protocols,
            List<String> ciphers,
            boolean resume,
            boolean verify,
            @Nullable Path keyLog) {
        this(engine, trust, protocols, ciphers, resume, verify, keyLog, null);
    }

    /** Who does the cryptography. */
    public enum Engine {
        BORINGSSL("boringssl"),
        JDK("jdk"),
        /** The JDK with everything that it can do, for old pools; only where its restrictions were taken away at the start. */
        JDK_LEGACY("jdk-legacy"),
        BOUNCYCASTLE("bouncycastle");

        private final String word;

        Engine(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** The same, writing TLS secrets to a file. */
    public TlsPlan withKeyLog(Path file) {
        return new TlsPlan(engine, trust, protocols, ciphers, resume, verify, file, certificate);
    }

    /** The same with other roots and no other change. */
    public TlsPlan withTrust(Path pem) {
        return new TlsPlan(engine, pem, protocols, ciphers, resume, verify, keyLog, certificate);
    }
}
