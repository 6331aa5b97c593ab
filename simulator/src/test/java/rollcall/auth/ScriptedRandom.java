package rollcall.auth;

import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Queue;
import java.util.random.RandomGenerator;

/** Gives what it was told, in that order; numbers are big-endian. */
public final class ScriptedRandom implements RandomGenerator {
    private final Queue<byte[]> script = new ArrayDeque<>();

    public ScriptedRandom(String... hex) {
        for (String bytes : hex) {
            script.add(HexFormat.of().parseHex(bytes));
        }
    }

    @Override
    public void nextBytes(byte[] bytes) {
        byte[] next = script.remove();
        if (next.length != bytes.length) {
            throw new IllegalStateException("asked for " + bytes.length + " bytes, told " + next.length);
        }
        System.arraycopy(next, 0, bytes, 0, next.length);
    }

    @Override
    public int nextInt() {
        return (int) number(4);
    }

    @Override
    public long nextLong() {
        return number(8);
    }

    private long number(int size) {
        byte[] bytes = new byte[size];
        nextBytes(bytes);
        long value = 0;
        for (byte b : bytes) {
            value = (value << 8) | (b & 0xFF);
        }
        return value;
    }
}
