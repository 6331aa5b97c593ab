package rollcall.auth;

import java.util.HexFormat;
import rollcall.sip.AsciiSlice;

/**
 * The keys of one Kerberos association, and signatures with them: MIC tokens of RFC 4121 for AES and of RFC 1964 with RFC
 * 4757 for RC4. The JDK's own do the same at ten times the cost, and keep a whole context for it.
 */
final class KerberosKeys implements SigningKeys {
    /** RFC 3962 §7: aes128-cts-hmac-sha1-96, aes256-cts-hmac-sha1-96. */
    private static final int AES128 = 17;

    private static final int AES256 = 18;

    /** RFC 4757 §4. */
    private static final int RC4 = 23;

    /** RFC 4121 §2, RFC 3961 §5.3: the key usages 25 (initiator's sign) and 23 (acceptor's), folded for derivation. */
    private static final byte[] CLIENT_USAGE = HexFormat.of().parseHex("5dfb7dbf5368ce69984ba5d2e64334ba");

    private static final byte[] SERVER_USAGE = HexFormat.of().parseHex("4df3fa7d3357cd609449a4d26642f49a");

    /** RFC 4121 §4.2.6.1: token id, flags, filler, sequence number, checksum. */
    private static final byte[] AES_HEAD = HexFormat.of().parseHex("040400ffffffffff");

    private static final int AES_HEADER = 16;
    private static final int AES_SIGNATURE = AES_HEADER + KerberosFunctions.MAC;
    private static final int AES_FLAGS = 2;
    private static final int SENT_BY_ACCEPTOR = 1;

    /** RFC 1964 §1.2.1, RFC 4757 §7.2: framing and mechanism; token id, HMAC, filler; sequence number; checksum. */
    private static final byte[] RC4_HEAD = HexFormat.of().parseHex("602306092a864886f71201020201011100ffffffff");

    private static final int RC4_HEADER_AT = 13;
    private static final int RC4_HEADER = 8;
    private static final int RC4_SEQUENCE_AT = 21;
    private static final int RC4_CHECKSUM_AT = 29;
    private static final int RC4_SIGNATURE = 37;

    /** RFC 4757 §7.2: what the checksum of a MIC begins with. */
    private static final byte[] RC4_USAGE = {15, 0, 0, 0};

    private static final byte[] ZERO = new byte[4];
    private static final byte[] SIGNATURE_KEY = {'s', 'i', 'g', 'n', 'a', 't', 'u', 'r', 'e', 'k', 'e', 'y', 0};

    private boolean aes;
    private byte[] clientKey = {};
    private byte[] serverKey = {};
    private byte[] sequenceKey = {};
    private long sequence;

    /** Can this class sign with keys of that type (RFC 3961 §8)? */
    static boolean isKnown(int type) {
        return type == AES128 || type == AES256 || type == RC4;
    }

    /**
     * Derives the keys of both directions.
     *
     * @param type one that {@linkplain #isKnown is known}
     * @param session the association's key, 16 or 32 bytes
     * @param first a signature of our own side, not sent: ours go on from its sequence number, which Kerberos draws
     */
    void derive(AuthKit kit, int type, byte[] session, byte[] first) {
        aes = type != RC4;
        if (aes) {
            clientKey = kit.kerberosFunctions().derive(session, CLIENT_USAGE);
            serverKey = kit.kerberosFunctions().derive(session, SERVER_USAGE);
            sequence = bigEndian(first, AES_HEADER - Integer.BYTES);
        } else {
            clientKey = hmac(kit.ntlm(), session, SIGNATURE_KEY);
            serverKey = clientKey;
            sequenceKey = hmac(kit.ntlm(), session, ZERO);
            byte[] plain = new byte[Long.BYTES];
            LittleEndian.putLong(plain, 0, LittleEndian.getLong(first, RC4_SEQUENCE_AT) ^ sequenceStream(kit, first));
            sequence = bigEndian(plain, 0);
        }
    }

    private static byte[] hmac(NtlmFunctions functions, byte[] key, byte[] text) {
        byte[] out = new byte[NtlmFunctions.HASH];
        functions.hmac(key);
        functions.add(text, 0, text.length);
        functions.hmacEnd(out, 0);
        return out;
    }

    private static long bigEndian(byte[] bytes, int at) {
        return Integer.toUnsignedLong(Integer.reverseBytes(LittleEndian.getInt(bytes, at)));
    }

    @Override
    public int sign(AuthKit kit, boolean asClient, byte[] text, int length, byte[] signature) {
        long number = sequence++;
        if (aes) {
            System.arraycopy(AES_HEAD, 0, signature, 0, AES_HEAD.length);
            signature[AES_FLAGS] = asClient ? 0 : (byte) SENT_BY_ACCEPTOR;
            LittleEndian.putLong(signature, AES_HEAD.length, Long.reverseBytes(number));
            byte[] mac = aesChecksum(kit, asClient, text, length, signature);
            System.arraycopy(mac, 0, signature, AES_HEADER, mac.length);
            return AES_SIGNATURE;
        }
        System.arraycopy(RC4_HEAD, 0, signature, 0, RC4_HEAD.length);
        byte[] checksum = rc4Checksum(kit, text, length);
        System.arraycopy(checksum, 0, signature, RC4_CHECKSUM_AT, Long.BYTES);
        long plain = Integer.toUnsignedLong(Integer.reverseBytes((int) number)) | direction(asClient);
        LittleEndian.putLong(signature, RC4_SEQUENCE_AT, plain ^ sequenceStream(kit, signature));
        return RC4_SIGNATURE;
    }

    /** RFC 1964 §1.2.1.2: four bytes behind the sequence number, ones when the acceptor sends. */
    private static long direction(boolean byClient) {
        return byClient ? 0 : 0xFFFFFFFF_00000000L;
    }

    @Override
    public boolean isRight(AuthKit kit, boolean byClient, byte[] text, int length, AsciiSlice hex, byte[] scratch) {
        int size = aes ? AES_SIGNATURE : RC4_SIGNATURE;
        if (hex.length() != 2 * size) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            int digits = Hex.pair(hex, i);
            if (digits < 0) {
                return false;
            }
            scratch[i] = (byte) digits;
        }
        return aes
                ? isRightAes(kit, byClient, text, length, scratch)
                : isRightRc4(kit, byClient, text, length, scratch);
    }

    private boolean isRightAes(AuthKit kit, boolean byClient, byte[] text, int length, byte[] signature) {
        int difference = 0;
        for (int i = 0; i < AES_HEAD.length; i++) {
            int expected = i == AES_FLAGS && !byClient ? SENT_BY_ACCEPTOR : AES_HEAD[i];
            difference |= signature[i] ^ expected;
        }
        byte[] mac = aesChecksum(kit, byClient, text, length, signature);
        return (difference | difference(mac, 0, signature, AES_HEADER, mac.length)) == 0;
    }

    /** RFC 4121 §4.2.4: of the text and then the token's header. */
    private byte[] aesChecksum(AuthKit kit, boolean byClient, byte[] text, int length, byte[] signature) {
        return kit.kerberosFunctions().mac(byClient ? clientKey : serverKey, text, length, signature, AES_HEADER);
    }

    private boolean isRightRc4(AuthKit kit, boolean byClient, byte[] text, int length, byte[] signature) {
        long plain = LittleEndian.getLong(signature, RC4_SEQUENCE_AT) ^ sequenceStream(kit, signature);
        byte[] checksum = rc4Checksum(kit, text, length);
        int difference = difference(RC4_HEAD, 0, signature, 0, RC4_HEAD.length)
                | difference(checksum, 0, signature, RC4_CHECKSUM_AT, Long.BYTES);
        return difference == 0 && (plain & 0xFFFFFFFF_00000000L) == direction(byClient);
    }

    /** RFC 4757 §7.2: of the usage, the token's header and then the text; valid until the next call. */
    private byte[] rc4Checksum(AuthKit kit, byte[] text, int length) {
        NtlmFunctions functions = kit.ntlm();
        byte[] hash = kit.sessionKey();
        functions.add(RC4_USAGE, 0, RC4_USAGE.length);
        functions.add(RC4_HEAD, RC4_HEADER_AT, RC4_HEADER);
        functions.add(text, 0, length);
        functions.md5End(hash, 0);
        functions.hmac(clientKey);
        functions.add(hash, 0, hash.length);
        functions.hmacEnd(hash, 0);
        return hash;
    }

    /** RFC 4757 §7.2: what hides the sequence number of the signature with this checksum. */
    private long sequenceStream(AuthKit kit, byte[] signature) {
        NtlmFunctions functions = kit.ntlm();
        byte[] key = kit.sessionKey();
        functions.hmac(sequenceKey);
        functions.add(signature, RC4_CHECKSUM_AT, Long.BYTES);
        functions.hmacEnd(key, 0);
        return functions.rc4Stream(key, 0);
    }

    private static int difference(byte[] a, int fromA, byte[] b, int fromB, int length) {
        int difference = 0;
        for (int i = 0; i < length; i++) {
            difference |= a[fromA + i] ^ b[fromB + i];
        }
        return difference;
    }
}
