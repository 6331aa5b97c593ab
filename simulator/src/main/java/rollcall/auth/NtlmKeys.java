package rollcall.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.zip.CRC32;
import rollcall.sip.AsciiSlice;

/**
 * The keys of one association, and signatures with them: datagram mode (MS-NLMP 3.4), where RC4 begins anew for each
 * message, and the sequence number that MS-SIPAE fixes. Both being constant, so are the bytes that RC4 adds to a
 * signature: they are computed once here, and a signature costs a hash and an exclusive-or.
 */
final class NtlmKeys implements SigningKeys {
    private static final int SIGNATURE = 16;

    /** MS-SIPAE 3.2.5.1: the sequence number of every message. */
    private static final int SEQUENCE = 100;

    private static final byte[] SEQUENCE_BYTES = {SEQUENCE, 0, 0, 0};
    private static final byte[] CLIENT_SIGN = magic("session key to client-to-server signing key magic constant\0");
    private static final byte[] CLIENT_SEAL = magic("session key to client-to-server sealing key magic constant\0");
    private static final byte[] SERVER_SIGN = magic("session key to server-to-client signing key magic constant\0");
    private static final byte[] SERVER_SEAL = magic("session key to server-to-client sealing key magic constant\0");

    private final byte[] clientSign = new byte[NtlmFunctions.HASH];
    private final byte[] serverSign = new byte[NtlmFunctions.HASH];
    private long clientStream;
    private long serverStream;
    private boolean extended;

    /** Derives the keys of both directions (MS-NLMP 3.4.5). */
    void derive(NtlmFunctions functions, byte[] exported, int flags) {
        extended = (flags & NtlmFlags.EXTENDED_SESSION_SECURITY) != 0;
        if (!extended) {
            // MS-NLMP 3.4.4.1: one key for both; of its stream, the pad takes the first four bytes
            clientStream = functions.rc4Stream(exported, 4);
            serverStream = clientStream;
            return;
        }
        clientStream = 0;
        serverStream = 0;
        if ((flags & NtlmFlags.KEY_EXCHANGE) != 0) { // MS-NLMP 3.4.4.2: without it the checksum stays as it is
            int strength = (flags & NtlmFlags.KEY_128) != 0 ? 16 : (flags & NtlmFlags.KEY_56) != 0 ? 7 : 5;
            clientStream = stream(functions, exported, strength, CLIENT_SEAL);
            serverStream = stream(functions, exported, strength, SERVER_SEAL);
        }
        hash(functions, exported, exported.length, CLIENT_SIGN, clientSign);
        hash(functions, exported, exported.length, SERVER_SIGN, serverSign);
    }

    /** What RC4 adds to a checksum, the sealing key being bound to the sequence number. */
    private long stream(NtlmFunctions functions, byte[] exported, int strength, byte[] magic) {
        byte[] key = clientSign; // not yet in use
        hash(functions, exported, strength, magic, key);
        hash(functions, key, key.length, SEQUENCE_BYTES, key);
        return functions.rc4Stream(key, 0);
    }

    private static void hash(NtlmFunctions functions, byte[] key, int keyLength, byte[] text, byte[] out) {
        functions.add(key, 0, keyLength);
        functions.add(text, 0, text.length);
        functions.md5End(out, 0);
    }

    @Override
    public int sign(AuthKit kit, boolean asClient, byte[] text, int length, byte[] signature) {
        NtlmFunctions functions = kit.ntlm();
        if (asClient) {
            sign(functions, clientSign, clientStream, text, length, signature);
        } else {
            sign(functions, serverSign, serverStream, text, length, signature);
        }
        return SIGNATURE;
    }

    private void sign(NtlmFunctions functions, byte[] signKey, long stream, byte[] text, int length, byte[] signature) {
        if (!extended) {
            signWithCrc(stream, text, length, signature);
            return;
        }
        functions.hmac(signKey);
        functions.add(SEQUENCE_BYTES, 0, SEQUENCE_BYTES.length);
        functions.add(text, 0, length);
        functions.hmacEnd(signature, 0);
        long checksum = LittleEndian.getLong(signature, 0) ^ stream;
        LittleEndian.putInt(signature, 0, 1);
        LittleEndian.putLong(signature, 4, checksum);
        LittleEndian.putInt(signature, 12, SEQUENCE);
    }

    private static void signWithCrc(long stream, byte[] text, int length, byte[] signature) {
        CRC32 crc = new CRC32();
        crc.update(text, 0, length);
        LittleEndian.putInt(signature, 0, 1);
        LittleEndian.putInt(signature, 4, 0);
        LittleEndian.putLong(signature, 8, (crc.getValue() | ((long) SEQUENCE << 32)) ^ stream);
    }

    /** Without extended security the pad may be anything. */
    @Override
    public boolean isRight(AuthKit kit, boolean byClient, byte[] text, int length, AsciiSlice hex, byte[] scratch) {
        if (hex.length() != 2 * SIGNATURE) {
            return false;
        }
        sign(kit, byClient, text, length, scratch);
        int difference = 0;
        for (int i = 0; i < SIGNATURE; i++) {
            int digits = Hex.pair(hex, i);
            boolean pad = !extended && i >= 4 && i < 8;
            difference |= digits < 0 ? 1 : pad ? 0 : digits ^ (scratch[i] & 0xFF);
        }
        return difference == 0;
    }

    private static byte[] magic(String text) {
        return text.getBytes(US_ASCII);
    }
}
