package rollcall.auth;

import org.jspecify.annotations.Nullable;
import rollcall.sip.AsciiSlice;

/** A hash that Digest may use (RFC 7616 §3.2, RFC 8760 §2). */
public enum DigestAlgorithm {
    SHA_512_256("SHA-512-256", "SHA-512/256", 32),
    SHA_256("SHA-256", "SHA-256", 32),
    MD5("MD5", "MD5", 16);

    private static final DigestAlgorithm[] ALL = values();

    private final String token;
    private final String sessionToken;
    private final String javaName;
    private final int bytes;

    DigestAlgorithm(String token, String javaName, int bytes) {
        this.token = token;
        this.sessionToken = token + "-sess";
        this.javaName = javaName;
        this.bytes = bytes;
    }

    /** The word on the wire. */
    public String token() {
        return token;
    }

    /** The word on the wire of the variant whose secret is bound to a nonce. */
    String sessionToken() {
        return sessionToken;
    }

    String javaName() {
        return javaName;
    }

    /** How many hex digits a hash has. */
    int hexLength() {
        return 2 * bytes;
    }

    int bytes() {
        return bytes;
    }

    /** The algorithm that a challenge or an answer names, plain or {@code -sess}; null when it is none of these. */
    static @Nullable DigestAlgorithm of(AsciiSlice token) {
        for (DigestAlgorithm algorithm : ALL) {
            if (token.isIgnoreCase(algorithm.token) || token.isIgnoreCase(algorithm.sessionToken)) {
                return algorithm;
            }
        }
        return null;
    }
}
