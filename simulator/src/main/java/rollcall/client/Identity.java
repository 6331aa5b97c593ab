package rollcall.client;

import io.netty.buffer.ByteBuf;
import rollcall.sip.InstanceId;

/**
 * The identifiers of one endpoint: what a Communicator makes up and what it remembers. The epid, and the instance that
 * follows from it, belong to a user on a machine and are the same in every run with the same seed; Call-ID and tag are
 * new with each login, {@code ms-opaque} with each connection (as captured). All lower-case hexadecimal.
 *
 * <p>One byte array for a session, written again for each life.
 */
class Identity {
    static final int EPID = 0;
    static final int EPID_LENGTH = 10;
    static final int TAG = EPID + EPID_LENGTH;
    static final int TAG_LENGTH = 10;
    static final int CALL_ID = TAG + TAG_LENGTH;
    static final int CALL_ID_LENGTH = 32;
    static final int OPAQUE = CALL_ID + CALL_ID_LENGTH;
    static final int OPAQUE_LENGTH = 10;
    static final int INSTANCE = OPAQUE + OPAQUE_LENGTH;
    private static final int LENGTH = INSTANCE + InstanceId.TEXT_LENGTH;

    private final byte[] text = new byte[LENGTH];
    private long random;
    private long dialogs;

    /**
     * The identity of an endpoint.
     *
     * @param seed of the run
     * @param user the user's number
     * @param endpoint which of the user's machines
     * @param life something that differs from login to login: the arrival
     */
    void begin(long seed, int user, int endpoint, int life, InstanceId instances) {
        random = mix(seed ^ mix(((long) user << 32) + endpoint));
        hex(EPID, EPID_LENGTH);
        instances.of(text, EPID, EPID_LENGTH).writeUpper(text, INSTANCE);
        random = mix(random + life);
        newLogin();
    }

    /** A new login: Call-ID and From tag. */
    void newLogin() {
        hex(TAG, TAG_LENGTH);
        hex(CALL_ID, CALL_ID_LENGTH);
        dialogs = nextRandom();
        newConnection();
    }

    /** A new connection: ms-opaque. */
    void newConnection() {
        hex(OPAQUE, OPAQUE_LENGTH);
    }

    /** The next number of this life's sequence. */
    long nextRandom() {
        random += 0x9e3779b97f4a7c15L;
        return mix(random);
    }

    /** Finaliser of SplittableRandom: Steele, Lea and Flood, OOPSLA 2014. */
    private static long mix(long z) {
        long y = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        y = (y ^ (y >>> 27)) * 0x94d049bb133111ebL;
        return y ^ (y >>> 31);
    }

    private void hex(int offset, int length) {
        for (int i = 0; i < length; i += 16) {
            hex(nextRandom(), text, offset + i, Math.min(16, length - i));
        }
    }

    private static void hex(long bits, byte[] target, int offset, int digits) {
        for (int i = 0; i < digits; i++) {
            target[offset + i] = (byte) "0123456789abcdef".charAt((int) (bits >>> (4 * i)) & 15);
        }
    }

    /**
     * Call-ID and, behind it, From tag of a dialog beside the registration. They are not kept: the same numbers give the
     * same text again, as long as the login lasts.
     *
     * @param slot which dialog
     * @param attempt how often it was tried before, below 16
     */
    void dialog(int slot, int attempt, byte[] target) {
        long base = dialogs + 64L * slot + 4L * attempt;
        hex(mix(base), target, 0, 16);
        hex(mix(base + 1), target, 16, 16);
        hex(mix(base + 2), target, CALL_ID_LENGTH, TAG_LENGTH);
    }

    /** The instance of what this device publishes: the first eight digits of its epid, as a number. */
    long deviceInstance() {
        long number = 0;
        for (int i = EPID; i < EPID + 8; i++) {
            number = 16 * number + Character.digit(text[i], 16);
        }
        return number;
    }

    /** The instance of the state of this machine, which is made of the device's. */
    long machineInstance() {
        return (deviceInstance() >>> 4) | 0x30000000;
    }

    /** The bytes themselves, for signing; see the offsets. */
    byte[] array() {
        return text;
    }

    void writeEpid(ByteBuf out) {
        out.writeBytes(text, EPID, EPID_LENGTH);
    }

    void writeTag(ByteBuf out) {
        out.writeBytes(text, TAG, TAG_LENGTH);
    }

    void writeCallId(ByteBuf out) {
        out.writeBytes(text, CALL_ID, CALL_ID_LENGTH);
    }

    void writeOpaque(ByteBuf out) {
        out.writeBytes(text, OPAQUE, OPAQUE_LENGTH);
    }

    void writeInstance(ByteBuf out) {
        out.writeBytes(text, INSTANCE, InstanceId.TEXT_LENGTH);
    }

    /** Whether these bytes are this login's Call-ID. */
    boolean isCallId(byte[] bytes, int offset, int length) {
        return matches(CALL_ID, CALL_ID_LENGTH, bytes, offset, length);
    }

    /** Whether these bytes hold this endpoint's instance UUID, in either case. */
    boolean isInstance(byte[] bytes, int offset, int length) {
        return matches(INSTANCE, InstanceId.TEXT_LENGTH, bytes, offset, length);
    }

    /** Whether these bytes are this connection's ms-opaque. */
    boolean isOpaque(byte[] bytes, int offset, int length) {
        return matches(OPAQUE, OPAQUE_LENGTH, bytes, offset, length);
    }

    private boolean matches(int from, int expected, byte[] bytes, int offset, int length) {
        if (length != expected) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            int theirs = bytes[offset + i];
            int ours = text[from + i];
            if (theirs != ours && (theirs | 0x20) != (ours | 0x20)) {
                return false;
            }
        }
        return true;
    }
}
