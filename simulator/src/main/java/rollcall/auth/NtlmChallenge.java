package rollcall.auth;

/**
 * A view on a CHALLENGE_MESSAGE (MS-NLMP 2.2.1.2), which may be anything: each offset is checked before it is followed,
 * and what does not hold is an answer, never an exception. Set anew for each message.
 */
final class NtlmChallenge {
    private static final int FLAGS = 20;
    private static final int SERVER_CHALLENGE = 24;
    private static final int TARGET_INFO_FIELDS = 40;
    private static final int FIXED = 48;

    private final AvPairs pairs = new AvPairs();
    private byte[] bytes = {};
    private int length;
    private int targetInfoFrom;
    private int targetInfoEnd;
    private int timestampAt;
    private int avFlagsAt;

    /** Looks at the first {@code length} bytes, -1 for none; whether they are a challenge that this client can answer. */
    boolean parse(byte[] bytes, int length) {
        return parse(bytes, length, NtlmFlags.NEEDED);
    }

    /** @param needed flags without which it cannot be answered */
    boolean parse(byte[] bytes, int length, int needed) {
        this.bytes = bytes;
        this.length = length;
        if (length < FIXED || !NtlmMessages.isMessage(bytes, NtlmMessages.CHALLENGE)) {
            return false;
        }
        if ((flags() & needed) != needed) {
            return false;
        }
        int size = LittleEndian.getShort(bytes, TARGET_INFO_FIELDS);
        targetInfoFrom = LittleEndian.getInt(bytes, TARGET_INFO_FIELDS + 4);
        if (targetInfoFrom < FIXED || targetInfoFrom > length - size) {
            return false;
        }
        timestampAt = -1;
        avFlagsAt = -1;
        pairs.parse(bytes, targetInfoFrom, targetInfoFrom + size);
        while (pairs.next()) {
            if (pairs.id() == AvPairs.TIMESTAMP && pairs.length() == Long.BYTES) {
                timestampAt = pairs.valueFrom();
            } else if (pairs.id() == AvPairs.FLAGS && pairs.length() == AvPairs.FLAGS_LENGTH) {
                avFlagsAt = pairs.valueFrom();
            }
        }
        targetInfoEnd = pairs.end();
        return pairs.isComplete();
    }

    int flags() {
        return LittleEndian.getInt(bytes, FLAGS);
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Where the 8 bytes of the server's challenge stand. */
    int serverChallengeAt() {
        return SERVER_CHALLENGE;
    }

    /** Where the attribute list begins. */
    int targetInfoFrom() {
        return targetInfoFrom;
    }

    /** Where the attribute that ends the list stands; four bytes behind it the list is over. */
    int targetInfoEnd() {
        return targetInfoEnd;
    }

    /** Does the server say what time it is? Then it expects a message integrity code (MS-NLMP 3.1.5.1.2). */
    boolean hasTimestamp() {
        return timestampAt >= 0;
    }

    /** Where the value of the server's own {@link AvPairs#FLAGS} stands; -1 when it has none. */
    int avFlagsAt() {
        return avFlagsAt;
    }

    /** In 100 ns since 1601; only with {@link #hasTimestamp}. */
    long timestamp() {
        return LittleEndian.getLong(bytes, timestampAt);
    }
}
