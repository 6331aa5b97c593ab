package rollcall.plan;

import java.time.Duration;
import java.util.List;

/**
 * A server certificate of a mock pool, right or wrong.
 *
 * @param names alternative names, addresses among them; empty: the certificate has no such extension
 * @param commonName of the subject
 * @param from when it begins to be valid, relative to the start of the pool
 * @param until when it ceases to be
 * @param crl whether it names a CRL distribution point
 */
public record PoolCertificate(
        List<String> names,
        String commonName,
        Issuer issuer,
        Sent sends,
        KeyKind key,
        Signature signature,
        Duration from,
        Duration until,
        Purpose purpose,
        boolean crl) {
    public static final Duration FROM = Duration.ofDays(-1);
    public static final Duration UNTIL = Duration.ofDays(90);

    public PoolCertificate {
        names = List.copyOf(names);
    }

    /** Who signs it. */
    public enum Issuer {
        /** The pool's CA, whose certificate clients are given. */
        CA,
        /** A CA below another CA below the pool's. */
        INTERMEDIATE,
        /** A CA that nobody knows. */
        STRANGER,
        SELF
    }

    /** What a server sends of the chain. */
    public enum Sent {
        /** Each certificate, then the one that signed it (RFC 8446 §4.4.2), without the root. */
        CHAIN,
        /** The chain and the root, as some servers do. */
        ROOT,
        /** The server's own and nothing else. */
        LEAF,
        /** The server's own, then the others in the wrong order. */
        SHUFFLED
    }

    /** Kind and length of the server's key. */
    public enum KeyKind {
        RSA_1024,
        RSA_2048,
        P_256,
        P_384;

        public boolean isRsa() {
            return this == RSA_1024 || this == RSA_2048;
        }
    }

    /** The hash that is signed. */
    public enum Signature {
        SHA256,
        SHA1,
        MD5
    }

    /** The extended key usage: what the certificate is for. */
    public enum Purpose {
        SERVER,
        CLIENT,
        /** There is no such extension. */
        NONE
    }

    /**
     * A certificate with which nothing is wrong.
     *
     * @param names the one that the server is called by first (TechNet bb870336: the SAN repeats the CN)
     */
    public static PoolCertificate good(List<String> names, KeyKind key) {
        return new PoolCertificate(
                names, names.get(0), Issuer.CA, Sent.CHAIN, key, Signature.SHA256, FROM, UNTIL, Purpose.SERVER, true);
    }

    public PoolCertificate named(String name) {
        return new PoolCertificate(List.of(name), name, issuer, sends, key, signature, from, until, purpose, crl);
    }

    public PoolCertificate by(Issuer other) {
        return new PoolCertificate(names, commonName, other, sends, key, signature, from, until, purpose, crl);
    }

    public PoolCertificate valid(Duration begin, Duration end) {
        return new PoolCertificate(names, commonName, issuer, sends, key, signature, begin, end, purpose, crl);
    }

    public PoolCertificate meant(Purpose other) {
        return new PoolCertificate(names, commonName, issuer, sends, key, signature, from, until, other, crl);
    }
}
