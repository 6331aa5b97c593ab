package rollcall.auth;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;

/**
 * The primitives of NTLM (MS-NLMP 3.3, 3.4, 6), with one set of buffers: no call allocates, but for the upper-case user
 * name. Keys and hashes are 16 bytes. Not thread-safe.
 */
final class NtlmFunctions {
    static final int HASH = 16;

    private static final int BLOCK = 64;

    private final Md4 md4 = new Md4();
    private final MessageDigest md5;
    private final byte[] innerPad = new byte[BLOCK];
    private final byte[] outerPad = new byte[BLOCK];
    private final byte[] inner = new byte[HASH];
    private final byte[] rc4 = new byte[256];
    private final byte[] stream = new byte[16];
    private byte[] text = new byte[256];

    NtlmFunctions() {
        try {
            md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    /** MS-NLMP 3.3.1: MD4 of the password in UTF-16LE. */
    void ntowfV1(String password, byte[] out) {
        int length = putText(password, 0);
        md4.hash(text, length, out);
        Arrays.fill(text, 0, length, (byte) 0);
    }

    /** MS-NLMP 3.3.2: bound to the user, in upper case, and the domain, in the case in which it is sent. */
    void ntowfV2(Credentials credentials, byte[] out) {
        ntowfV1(credentials.password(), out);
        int length = putText(credentials.user().toUpperCase(Locale.ROOT), 0);
        length = putText(credentials.domain(), length);
        hmac(out);
        add(text, 0, length);
        hmacEnd(out, 0);
    }

    private int putText(String value, int at) {
        int end = at + 2 * value.length();
        if (text.length < end) {
            text = Arrays.copyOf(text, end);
        }
        putUtf16(value, text, at);
        return end;
    }

    /** Writes the characters in UTF-16LE. */
    static void putUtf16(String value, byte[] out, int at) {
        for (int i = 0; i < value.length(); i++) {
            LittleEndian.putShort(out, at + 2 * i, value.charAt(i));
        }
    }

    /** Begins an HMAC-MD5 (RFC 2104); {@link #add} its text, then {@link #hmacEnd}. */
    void hmac(byte[] key) {
        for (int i = 0; i < BLOCK; i++) {
            int k = i < HASH ? key[i] : 0;
            innerPad[i] = (byte) (k ^ 0x36);
            outerPad[i] = (byte) (k ^ 0x5c);
        }
        md5.update(innerPad);
    }

    void hmacEnd(byte[] out, int at) {
        md5End(inner, 0);
        md5.update(outerPad);
        md5.update(inner);
        md5End(out, at);
    }

    /** Adds to the hash that was begun; without {@link #hmac} before it, to a plain MD5. */
    void add(byte[] in, int from, int length) {
        md5.update(in, from, length);
    }

    void md5End(byte[] out, int at) {
        try {
            md5.digest(out, at, HASH);
        } catch (DigestException e) {
            throw new IllegalStateException("no room for the hash", e);
        }
    }

    /** Eight bytes of RC4's key stream, from its byte {@code from} (0 to 8) on, little-endian. */
    long rc4Stream(byte[] key, int from) {
        Arrays.fill(stream, (byte) 0);
        rc4(key, key.length, stream, stream, stream.length);
        return LittleEndian.getLong(stream, from);
    }

    /** RC4 over {@code in} from its beginning; {@code out} may be {@code in}. */
    void rc4(byte[] key, int keyLength, byte[] in, byte[] out, int length) {
        byte[] s = rc4;
        for (int i = 0; i < 256; i++) {
            s[i] = (byte) i;
        }
        int j = 0;
        for (int i = 0, k = 0; i < 256; i++) {
            byte si = s[i];
            j = (j + si + key[k]) & 0xFF;
            s[i] = s[j];
            s[j] = si;
            k = k + 1 == keyLength ? 0 : k + 1;
        }
        j = 0;
        for (int n = 0; n < length; n++) {
            int i = (n + 1) & 0xFF;
            byte si = s[i];
            j = (j + si) & 0xFF;
            byte sj = s[j];
            s[i] = sj;
            s[j] = si;
            out[n] = (byte) (in[n] ^ s[(si + sj) & 0xFF]);
        }
    }
}
