package rollcall.auth;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian numbers in byte arrays. The caller has checked the bounds. */
final class LittleEndian {
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    /** Unsigned. */
    static int getShort(byte[] a, int at) {
        return (short) SHORTS.get(a, at) & 0xFFFF;
    }

    static int getInt(byte[] a, int at) {
        return (int) INTS.get(a, at);
    }

    static long getLong(byte[] a, int at) {
        return (long) LONGS.get(a, at);
    }

    static void putShort(byte[] a, int at, int value) {
        SHORTS.set(a, at, (short) value);
    }

    static void putInt(byte[] a, int at, int value) {
        INTS.set(a, at, value);
    }

    static void putLong(byte[] a, int at, long value) {
        LONGS.set(a, at, value);
    }
}
