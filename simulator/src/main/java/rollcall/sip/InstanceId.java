package rollcall.sip;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * From an endpoint identifier (epid) to the {@code +sip.instance} UUID, as client and registrar must agree on it.
 *
 * <p>[MS-SIPRE] 3.2.3.1: SHA-1 over a name-space GUID in little-endian byte order and the epid; version and variant bits
 * set; printed as a little-endian GUID. It is <em>not</em> the byte order of RFC 4122 version 5.
 */
public final class InstanceId {
    /** Characters of a UUID in text form. */
    public static final int TEXT_LENGTH = 36;

    /** {@code fcacfb03-8a73-46ef-91b1-e5ebeeaba4fe} as a little-endian GUID. */
    private static final byte[] NAMESPACE = {
        0x03,
        (byte) 0xfb,
        (byte) 0xac,
        (byte) 0xfc,
        0x73,
        (byte) 0x8a,
        (byte) 0xef,
        0x46,
        (byte) 0x91,
        (byte) 0xb1,
        (byte) 0xe5,
        (byte) 0xeb,
        (byte) 0xee,
        (byte) 0xab,
        (byte) 0xa4,
        (byte) 0xfe
    };

    /** Which byte stands where in the text; -1 is a dash. */
    private static final int[] ORDER = {3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15};

    private static final byte[] DIGITS = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private final MessageDigest sha1;
    private final byte[] hash = new byte[20];

    /** Not thread-safe: one for each event loop. */
    public InstanceId() {
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has SHA-1
        }
    }

    /** Takes the epid that the following calls are about. */
    public InstanceId of(byte[] epid, int offset, int length) {
        sha1.update(NAMESPACE);
        sha1.update(epid, offset, length);
        try {
            sha1.digest(hash, 0, hash.length);
        } catch (java.security.DigestException e) {
            throw new IllegalStateException(e); // the array is as long as the digest
        }
        hash[7] = (byte) ((hash[7] & 0x0f) | 0x50);
        hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
        return this;
    }

    /** Writes the UUID, upper case as a client does, {@value #TEXT_LENGTH} bytes. */
    public void writeUpper(byte[] target, int offset) {

        int at = offset;
        for (int index : ORDER) {
            if (index < 0) {
                target[at++] = '-';
            } else {
                target[at++] = DIGITS[(hash[index] >> 4) & 0x0f];
                target[at++] = DIGITS[hash[index] & 0x0f];
            }
        }
    }

    /** Copies the sixteen bytes of the GUID, in the byte order of a Windows GUID, in which a GRUU carries them. */
    public void copyGuid(byte[] target) {
        System.arraycopy(hash, 0, target, 0, 16);
    }
}
