package rollcall.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A view on an AUTHENTICATE_MESSAGE (MS-NLMP 2.2.1.3), which may be anything: each offset is checked before it is
 * followed. Judges the NTLMv2 proof in it and takes out the session key (3.2.5.1.2). Set anew for each message.
 */
final class NtlmProof {
    private static final int NT_FIELDS = 20;
    private static final int DOMAIN_FIELDS = 28;
    private static final int USER_FIELDS = 36;
    private static final int KEY_FIELDS = 52;
    private static final int FLAGS = 60;
    private static final int FIXED = 64;
    private static final int MIC_END = NtlmMessages.MIC_AT + NtlmFunctions.HASH;

    private static final byte[] NOTHING = {};

    /** Proof, head of what it is made over, and the end of an empty attribute list. */
    private static final int LEAST_NT_RESPONSE = 16 + 28 + AvPairs.HEAD;

    private final NtlmFunctions functions;
    private final AvPairs pairs = new AvPairs();
    private final byte[] ntowf = new byte[NtlmFunctions.HASH];
    private final byte[] expected = new byte[NtlmFunctions.HASH];
    private final byte[] key = new byte[NtlmFunctions.HASH];
    private byte[] bytes = {};
    private int length;
    private boolean hasMic;

    NtlmProof(NtlmFunctions functions) {
        this.functions = functions;
    }

    /** Looks at the first {@code length} bytes, which may be -1 for none; whether they are a message that can be judged. */
    boolean parse(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
        if (length < FIXED || !NtlmMessages.isMessage(bytes, NtlmMessages.AUTHENTICATE)) {
            return false;
        }
        boolean within = holds(NT_FIELDS) && holds(DOMAIN_FIELDS) && holds(USER_FIELDS) && holds(KEY_FIELDS);
        return within && (flags() & NtlmFlags.UNICODE) != 0 && isVersion2() && hasKey();
    }

    private boolean holds(int fields) {
        int from = LittleEndian.getInt(bytes, fields + 4);
        return from >= 0 && from <= length - size(fields);
    }

    private boolean isVersion2() {
        int size = size(NT_FIELDS);
        if (size < LEAST_NT_RESPONSE) {
            return false;
        }
        int from = from(NT_FIELDS);
        hasMic = false;
        pairs.parse(bytes, from + 16 + 28, from + size);
        while (pairs.next()) {
            if (pairs.id() == AvPairs.FLAGS && pairs.length() == AvPairs.FLAGS_LENGTH) {
                hasMic = (LittleEndian.getInt(bytes, pairs.valueFrom()) & AvPairs.FLAG_MIC) != 0;
            }
        }
        return pairs.isComplete() && (!hasMic || length >= MIC_END);
    }

    private boolean hasKey() {
        return (flags() & NtlmFlags.KEY_EXCHANGE) == 0 || size(KEY_FIELDS) == NtlmFunctions.HASH;
    }

    int flags() {
        return LittleEndian.getInt(bytes, FLAGS);
    }

    /** Who claims to be here, without a password. */
    Credentials account() {
        return new Credentials(text(DOMAIN_FIELDS), text(USER_FIELDS), "");
    }

    /** Was this made with that password, for that challenge? Destroys the integrity code in the message. */
    boolean isRight(Credentials credentials, byte[] challenge, int challengeLength) {
        return isRight(credentials, NOTHING, challenge, challengeLength);
    }

    /** @param negotiate the message that the client began with; empty in datagram mode */
    boolean isRight(Credentials credentials, byte[] negotiate, byte[] challenge, int challengeLength) {
        int nt = from(NT_FIELDS);
        functions.ntowfV2(credentials, ntowf);
        functions.hmac(ntowf);
        functions.add(challenge, 24, 8);
        functions.add(bytes, nt + 16, size(NT_FIELDS) - 16);
        functions.hmacEnd(expected, 0);
        if (!same(expected, nt)) {
            return false;
        }
        functions.hmac(ntowf);
        functions.add(expected, 0, expected.length);
        functions.hmacEnd(key, 0);
        if ((flags() & NtlmFlags.KEY_EXCHANGE) != 0) {
            System.arraycopy(bytes, from(KEY_FIELDS), expected, 0, expected.length);
            functions.rc4(key, key.length, expected, key, key.length);
        }
        return !hasMic || isWhole(negotiate, challenge, challengeLength);
    }

    /** MS-NLMP 3.2.5.1.2: the integrity code is made over all messages, itself zero. */
    private boolean isWhole(byte[] negotiate, byte[] challenge, int challengeLength) {
        System.arraycopy(bytes, NtlmMessages.MIC_AT, ntowf, 0, ntowf.length);
        Arrays.fill(bytes, NtlmMessages.MIC_AT, MIC_END, (byte) 0);
        functions.hmac(key);
        functions.add(negotiate, 0, negotiate.length);
        functions.add(challenge, 0, challengeLength);
        functions.add(bytes, 0, length);
        functions.hmacEnd(expected, 0);
        return MessageDigest.isEqual(expected, ntowf);
    }

    /** The key that signatures come from; after {@link #isRight} said so. */
    byte[] exportedSessionKey() {
        return key;
    }

    private boolean same(byte[] hash, int at) {
        int difference = 0;
        for (int i = 0; i < hash.length; i++) {
            difference |= hash[i] ^ bytes[at + i];
        }
        return difference == 0;
    }

    private String text(int fields) {
        return new String(bytes, from(fields), size(fields), StandardCharsets.UTF_16LE);
    }

    private int size(int fields) {
        return LittleEndian.getShort(bytes, fields);
    }

    private int from(int fields) {
        return LittleEndian.getInt(bytes, fields + 4);
    }
}
