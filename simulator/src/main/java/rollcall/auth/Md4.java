package rollcall.auth;

import java.util.Arrays;

/** MD4 (RFC 1320), which the JDK no longer has and NTLM still hashes passwords with. Not thread-safe. */
final class Md4 {
    private static final int BLOCK = 64;

    private final int[] x = new int[16];
    private final byte[] tail = new byte[2 * BLOCK];
    private int a;
    private int b;
    private int c;
    private int d;

    /** Writes the 16 bytes of the hash to the beginning of {@code out}, which may be {@code in}. */
    void hash(byte[] in, int length, byte[] out) {
        a = 0x67452301;
        b = 0xefcdab89;
        c = 0x98badcfe;
        d = 0x10325476;
        int done = 0;
        for (; done + BLOCK <= length; done += BLOCK) {
            compress(in, done);
        }
        int rest = length - done;
        System.arraycopy(in, done, tail, 0, rest);
        tail[rest] = (byte) 0x80;
        int end = rest < BLOCK - 8 ? BLOCK : 2 * BLOCK;
        Arrays.fill(tail, rest + 1, end, (byte) 0);
        LittleEndian.putLong(tail, end - 8, 8L * length);
        for (int at = 0; at < end; at += BLOCK) {
            compress(tail, at);
        }
        Arrays.fill(tail, (byte) 0); // it held a password's end
        LittleEndian.putInt(out, 0, a);
        LittleEndian.putInt(out, 4, b);
        LittleEndian.putInt(out, 8, c);
        LittleEndian.putInt(out, 12, d);
    }

    private void compress(byte[] in, int from) {
        for (int i = 0; i < 16; i++) {
            x[i] = LittleEndian.getInt(in, from + 4 * i);
        }
        int aa = a;
        int bb = b;
        int cc = c;
        int dd = d;
        // RFC 1320 §3.4: each round goes through the words in its own order, four steps at a time
        for (int i = 0; i < 16; i += 4) {
            a = Integer.rotateLeft(a + f(b, c, d) + x[i], 3);
            d = Integer.rotateLeft(d + f(a, b, c) + x[i + 1], 7);
            c = Integer.rotateLeft(c + f(d, a, b) + x[i + 2], 11);
            b = Integer.rotateLeft(b + f(c, d, a) + x[i + 3], 19);
        }
        for (int i = 0; i < 4; i++) {
            a = Integer.rotateLeft(a + g(b, c, d) + x[i] + 0x5a827999, 3);
            d = Integer.rotateLeft(d + g(a, b, c) + x[i + 4] + 0x5a827999, 5);
            c = Integer.rotateLeft(c + g(d, a, b) + x[i + 8] + 0x5a827999, 9);
            b = Integer.rotateLeft(b + g(c, d, a) + x[i + 12] + 0x5a827999, 13);
        }
        for (int j = 0; j < 4; j++) {
            int i = ((j & 1) << 1) | (j >> 1); // 0, 2, 1, 3
            a = Integer.rotateLeft(a + h(b, c, d) + x[i] + 0x6ed9eba1, 3);
            d = Integer.rotateLeft(d + h(a, b, c) + x[i + 8] + 0x6ed9eba1, 9);
            c = Integer.rotateLeft(c + h(d, a, b) + x[i + 4] + 0x6ed9eba1, 11);
            b = Integer.rotateLeft(b + h(c, d, a) + x[i + 12] + 0x6ed9eba1, 15);
        }
        a += aa;
        b += bb;
        c += cc;
        d += dd;
    }

    private static int f(int x, int y, int z) {
        return (x & y) | (~x & z);
    }

    private static int g(int x, int y, int z) {
        return (x & y) | (x & z) | (y & z);
    }

    private static int h(int x, int y, int z) {
        return x ^ y ^ z;
    }
}
