package rollcall.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import rollcall.sip.AsciiSlice;

/** The arithmetic of RFC 7616 §3.4 for one algorithm, with one set of buffers. Not thread-safe. */
final class DigestHash {
    private static final byte[] AUTH = "auth".getBytes(UTF_8);

    private final DigestAlgorithm algorithm;
    private final MessageDigest digest;
    private final byte[] raw;
    private final byte[] methodAndUri;

    DigestHash(DigestAlgorithm algorithm) {
        this.algorithm = algorithm;
        this.raw = new byte[algorithm.bytes()];
        this.methodAndUri = new byte[algorithm.hexLength()];
        try {
            this.digest = MessageDigest.getInstance(algorithm.javaName());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm.javaName(), e);
        }
    }

    DigestAlgorithm algorithm() {
        return algorithm;
    }

    /** H(user ":" realm ":" password), as hex into {@code out}. */
    void secret(byte[] user, AsciiSlice realm, byte[] password, byte[] out) {
        digest.update(user);
        colon();
        add(realm);
        colon();
        digest.update(password);
        finish(out);
    }

    /** RFC 7616 §3.4.2: what the {@code -sess} variants use, H(secret ":" nonce ":" cnonce), in place of the secret. */
    void sessionSecret(byte[] secret, AsciiSlice nonce, AsciiSlice cnonce) {
        digest.update(secret, 0, algorithm.hexLength());
        colon();
        add(nonce);
        colon();
        add(cnonce);
        finish(secret);
    }

    /** The response without qop, RFC 2069 §2.1.2: H(secret ":" nonce ":" H(method ":" uri)), as hex into {@code out}. */
    void response(byte[] secret, AsciiSlice nonce, AsciiSlice method, AsciiSlice uri, byte[] out) {
        methodAndUri(method, uri);
        digest.update(secret, 0, algorithm.hexLength());
        colon();
        add(nonce);
        colon();
        finishWithMethodAndUri(out);
    }

    /** The response with qop=auth, RFC 7616 §3.4.1, as hex into {@code out}. */
    void response(
            byte[] secret,
            AsciiSlice nonce,
            AsciiSlice count,
            AsciiSlice cnonce,
            AsciiSlice method,
            AsciiSlice uri,
            byte[] out) {
        methodAndUri(method, uri);
        digest.update(secret, 0, algorithm.hexLength());
        colon();
        add(nonce);
        colon();
        add(count);
        colon();
        add(cnonce);
        colon();
        digest.update(AUTH);
        colon();
        finishWithMethodAndUri(out);
    }

    private void methodAndUri(AsciiSlice method, AsciiSlice uri) {
        add(method);
        colon();
        add(uri);
        finish(methodAndUri);
    }

    private void finishWithMethodAndUri(byte[] out) {
        digest.update(methodAndUri);
        finish(out);
    }

    private void add(AsciiSlice slice) {
        digest.update(slice.array(), slice.offset(), slice.length());
    }

    private void colon() {
        digest.update((byte) ':');
    }

    private void finish(byte[] hex) {
        try {
            digest.digest(raw, 0, raw.length);
        } catch (DigestException e) {
            throw new IllegalStateException("the buffer has the length of the hash", e);
        }
        Hex.write(raw, raw.length, hex, 0);
    }
}
