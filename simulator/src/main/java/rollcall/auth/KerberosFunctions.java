package rollcall.auth;

import java.security.DigestException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** The primitives of Kerberos signatures with AES (RFC 3961, 3962), with one set of buffers. Not thread-safe. */
final class KerberosFunctions {
    /** SHA-1 cut to 96 bits. */
    static final int MAC = 12;

    private static final int HASH = 20;
    private static final int BLOCK = 64;

    private final MessageDigest sha1;
    private final Cipher aes;
    private final byte[] innerPad = new byte[BLOCK];
    private final byte[] outerPad = new byte[BLOCK];
    private final byte[] hash = new byte[HASH];
    private final byte[] mac = new byte[MAC];

    KerberosFunctions() {
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
            aes = Cipher.getInstance("AES/ECB/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-1 and AES", e);
        }
    }

    /**
     * DK (RFC 3961 §5.1) for AES: as many bytes as the key has, from encrypting the constant, and that again.
     *
     * @param constant what the key is for, folded to the 16 bytes of a block
     */
    byte[] derive(byte[] key, byte[] constant) {
        byte[] derived = new byte[key.length];
        try {
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            aes.doFinal(constant, 0, constant.length, derived, 0);
            if (derived.length > constant.length) {
                aes.doFinal(derived, 0, constant.length, derived, constant.length);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES of 128 and 256 bits", e);
        }
        return derived;
    }

    /**
     * HMAC-SHA1-96 (RFC 2104) of a text and what follows it; allocates nothing.
     *
     * @param key of up to 64 bytes
     * @return {@value #MAC} bytes, valid until the next call
     */
    byte[] mac(byte[] key, byte[] text, int length, byte[] more, int moreLength) {
        for (int i = 0; i < BLOCK; i++) {
            int k = i < key.length ? key[i] : 0;
            innerPad[i] = (byte) (k ^ 0x36);
            outerPad[i] = (byte) (k ^ 0x5c);
        }
        sha1.update(innerPad);
        sha1.update(text, 0, length);
        sha1.update(more, 0, moreLength);
        end();
        sha1.update(outerPad);
        sha1.update(hash);
        end();
        System.arraycopy(hash, 0, mac, 0, MAC);
        return mac;
    }

    private void end() {
        try {
            sha1.digest(hash, 0, HASH);
        } catch (DigestException e) {
            throw new IllegalStateException("no room for the hash", e);
        }
    }
}
