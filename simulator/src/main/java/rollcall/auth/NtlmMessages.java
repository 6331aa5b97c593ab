package rollcall.auth;

import java.util.Arrays;

/**
 * Writes the messages of NTLM (MS-NLMP 2.2.1) into one buffer that grows to the largest: in datagram mode, which has no
 * NEGOTIATE_MESSAGE, and on a connection. Not thread-safe.
 */
final class NtlmMessages {
    static final int NEGOTIATE = 1;
    static final int CHALLENGE = 2;
    static final int AUTHENTICATE = 3;

    /** "NTLMSSP" and a zero byte. */
    private static final long SIGNATURE = 0x0050_5353_4D4C_544EL;

    /** 5.2.3790, revision 15: what both sides of a pool say, as Windows Server 2003 does. */
    private static final long VERSION = 0x0F00_0000_0ECE_0205L;

    /** Seconds from 1601 to 1970, in units of 100 ns. */
    private static final long EPOCH = 116_444_736_000_000_000L;

    private static final int LM_FIELDS = 12;
    private static final int NT_FIELDS = 20;
    private static final int DOMAIN_FIELDS = 28;
    private static final int USER_FIELDS = 36;
    private static final int WORKSTATION_FIELDS = 44;
    private static final int KEY_FIELDS = 52;
    private static final int FLAGS = 60;
    private static final int VERSION_AT = 64;
    static final int MIC_AT = 72;
    private static final int PAYLOAD = 72;
    private static final int LM_RESPONSE = 24;
    private static final int NEGOTIATE_LENGTH = 40;
    private static final byte[] NOTHING = {};
    private static final int FLAGS_PAIR = AvPairs.HEAD + AvPairs.FLAGS_LENGTH;

    private final NtlmFunctions functions;
    private final byte[] ntowf = new byte[NtlmFunctions.HASH];
    private final byte[] sessionBaseKey = new byte[NtlmFunctions.HASH];
    private byte[] bytes = new byte[1024];

    NtlmMessages(NtlmFunctions functions) {
        this.functions = functions;
    }

    /** Where the last message was written, from its beginning on. */
    byte[] bytes() {
        return bytes;
    }

    /** Does this begin as a message of that type? */
    static boolean isMessage(byte[] bytes, int type) {
        return LittleEndian.getLong(bytes, 0) == SIGNATURE && LittleEndian.getInt(bytes, 8) == type;
    }

    /** Nanoseconds since 1970 as NTLM counts them: 100 ns since 1601. */
    static long fileTime(long wallNanos) {
        return wallNanos / 100 + EPOCH;
    }

    /** Writes the NEGOTIATE_MESSAGE (MS-NLMP 2.2.1.1) of a client that says neither domain nor workstation. */
    int negotiate() {
        Arrays.fill(bytes, 0, NEGOTIATE_LENGTH, (byte) 0);
        head(NEGOTIATE);
        LittleEndian.putInt(bytes, 12, NtlmFlags.CONNECTION_ASKED);
        LittleEndian.putLong(bytes, 32, VERSION);
        return NEGOTIATE_LENGTH;
    }

    /**
     * Writes the AUTHENTICATE_MESSAGE (MS-NLMP 2.2.1.3, 3.1.5.1.2) as Communicator does; when the challenge has a
     * timestamp, as newer Windows does: with that time, a message integrity code and no LM response.
     *
     * @param fileTime the time, when the challenge has none
     * @param clientChallenge 8 random bytes
     * @param exportedSessionKey 16 random bytes; replaced where no key is exchanged
     * @return how long it is
     */
    int authenticate(
            NtlmChallenge challenge,
            Credentials credentials,
            String workstation,
            long fileTime,
            byte[] clientChallenge,
            byte[] exportedSessionKey) {
        return authenticate(
                challenge,
                credentials,
                workstation,
                fileTime,
                clientChallenge,
                exportedSessionKey,
                NtlmFlags.answer(challenge.flags()),
                NOTHING);
    }

    /**
     * The same on a connection.
     *
     * @param flags what is left of the server's offer
     * @param negotiate the message that the client began with; empty in datagram mode
     */
    int authenticate(
            NtlmChallenge challenge,
            Credentials credentials,
            String workstation,
            long fileTime,
            byte[] clientChallenge,
            byte[] exportedSessionKey,
            int flags,
            byte[] negotiate) {
        boolean mic = challenge.hasTimestamp();
        int infoLength = challenge.targetInfoEnd() - challenge.targetInfoFrom();
        int ntResponse = 16 + 28 + infoLength + addedPair(challenge) + AvPairs.HEAD + 4;
        int at = PAYLOAD + (mic ? NtlmFunctions.HASH : 0);
        int capacity = at
                + 2 * (credentials.domain().length() + credentials.user().length() + workstation.length())
                + LM_RESPONSE
                + ntResponse
                + NtlmFunctions.HASH;
        ensure(capacity);
        Arrays.fill(bytes, 0, capacity, (byte) 0);
        head(AUTHENTICATE);
        at = putText(DOMAIN_FIELDS, credentials.domain(), at);
        at = putText(USER_FIELDS, credentials.user(), at);
        at = putText(WORKSTATION_FIELDS, workstation, at);
        int lmAt = at;
        at = putFields(LM_FIELDS, at, LM_RESPONSE);
        int ntAt = at;
        at = putFields(NT_FIELDS, at, ntResponse);
        LittleEndian.putInt(bytes, FLAGS, flags);
        LittleEndian.putLong(bytes, VERSION_AT, VERSION);

        functions.ntowfV2(credentials, ntowf);
        if (!mic) {
            putLmResponse(challenge, clientChallenge, lmAt);
        }
        putNtResponse(challenge, mic ? challenge.timestamp() : fileTime, clientChallenge, ntAt, ntResponse);
        if ((flags & NtlmFlags.KEY_EXCHANGE) != 0) {
            int keyAt = at;
            at = putFields(KEY_FIELDS, at, NtlmFunctions.HASH);
            functions.rc4(sessionBaseKey, NtlmFunctions.HASH, exportedSessionKey, ntowf, NtlmFunctions.HASH);
            System.arraycopy(ntowf, 0, bytes, keyAt, NtlmFunctions.HASH);
        } else {
            putFields(KEY_FIELDS, at, 0);
            System.arraycopy(sessionBaseKey, 0, exportedSessionKey, 0, NtlmFunctions.HASH);
        }
        if (mic) {
            functions.hmac(exportedSessionKey);
            functions.add(negotiate, 0, negotiate.length);
            functions.add(challenge.bytes(), 0, challenge.length());
            functions.add(bytes, 0, at);
            functions.hmacEnd(bytes, MIC_AT);
        }
        return at;
    }

    /** MS-NLMP 3.3.2: LMv2. */
    private void putLmResponse(NtlmChallenge challenge, byte[] clientChallenge, int at) {
        functions.hmac(ntowf);
        functions.add(challenge.bytes(), challenge.serverChallengeAt(), 8);
        functions.add(clientChallenge, 0, 8);
        functions.hmacEnd(bytes, at);
        System.arraycopy(clientChallenge, 0, bytes, at + NtlmFunctions.HASH, 8);
    }

    /** MS-NLMP 2.2.2.7, 3.3.2: the proof and what it is made over; leaves the session base key behind. */
    private void putNtResponse(NtlmChallenge challenge, long fileTime, byte[] clientChallenge, int at, int length) {
        int temp = at + NtlmFunctions.HASH;
        LittleEndian.putShort(bytes, temp, 0x0101);
        LittleEndian.putLong(bytes, temp + 8, fileTime);
        System.arraycopy(clientChallenge, 0, bytes, temp + 16, 8);
        int info = temp + 28;
        int infoLength = challenge.targetInfoEnd() - challenge.targetInfoFrom();
        System.arraycopy(challenge.bytes(), challenge.targetInfoFrom(), bytes, info, infoLength);
        if (challenge.hasTimestamp()) {
            announceMic(challenge, info, info + infoLength);
        }
        functions.hmac(ntowf);
        functions.add(challenge.bytes(), challenge.serverChallengeAt(), 8);
        functions.add(bytes, temp, length - NtlmFunctions.HASH);
        functions.hmacEnd(bytes, at);
        functions.hmac(ntowf);
        functions.add(bytes, at, NtlmFunctions.HASH);
        functions.hmacEnd(sessionBaseKey, 0);
    }

    /** MS-NLMP 3.1.5.1.2: in the flags that the server sent, else in a pair of their own at the end of the list. */
    private void announceMic(NtlmChallenge challenge, int info, int end) {
        int at = end + AvPairs.HEAD;
        if (addedPair(challenge) != 0) {
            LittleEndian.putShort(bytes, end, AvPairs.FLAGS);
            LittleEndian.putShort(bytes, end + 2, AvPairs.FLAGS_LENGTH);
        } else {
            at = info + challenge.avFlagsAt() - challenge.targetInfoFrom();
        }
        LittleEndian.putInt(bytes, at, LittleEndian.getInt(bytes, at) | AvPairs.FLAG_MIC);
    }

    private static int addedPair(NtlmChallenge challenge) {
        return challenge.hasTimestamp() && challenge.avFlagsAt() < 0 ? FLAGS_PAIR : 0;
    }

    /** Writes the CHALLENGE_MESSAGE of a pool's front end (MS-NLMP 2.2.1.2) and returns its length. */
    int challenge(byte[] serverChallenge, NtlmServer server) {
        return challenge(serverChallenge, server, NtlmFlags.OFFERED);
    }

    int challenge(byte[] serverChallenge, NtlmServer server, int flags) {
        byte[] info = server.targetInfo();
        int payload = 56;
        ensure(payload + info.length);
        Arrays.fill(bytes, 0, payload, (byte) 0);
        head(CHALLENGE);
        putFields(12, payload, 0); // no target name
        LittleEndian.putInt(bytes, 20, flags);
        System.arraycopy(serverChallenge, 0, bytes, 24, 8);
        putFields(40, payload, info.length);
        LittleEndian.putLong(bytes, 48, VERSION);
        System.arraycopy(info, 0, bytes, payload, info.length);
        return payload + info.length;
    }

    private void head(int type) {
        LittleEndian.putLong(bytes, 0, SIGNATURE);
        LittleEndian.putInt(bytes, 8, type);
    }

    private int putText(int fields, String text, int at) {
        NtlmFunctions.putUtf16(text, bytes, at);
        return putFields(fields, at, 2 * text.length());
    }

    private int putFields(int fields, int at, int length) {
        LittleEndian.putShort(bytes, fields, length);
        LittleEndian.putShort(bytes, fields + 2, length);
        LittleEndian.putInt(bytes, fields + 4, at);
        return at + length;
    }

    private void ensure(int capacity) {
        if (bytes.length < capacity) {
            bytes = new byte[capacity];
        }
    }
}
