package rollcall.auth;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import rollcall.sip.AsciiSlice;

/** Base64 (RFC 4648 §4) from and to buffers that exist already, which the JDK's cannot. */
final class Base64 {
    private static final byte[] DIGITS = new byte[64];
    private static final byte[] VALUES = new byte[256];

    static {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < DIGITS.length; i++) {
            DIGITS[i] = (byte) alphabet.charAt(i);
            VALUES[alphabet.charAt(i)] = (byte) i;
        }
    }

    private Base64() {}

    /** How many bytes {@link #decode} writes at most. */
    static int decodedLength(AsciiSlice text) {
        return text.length() / 4 * 3;
    }

    /** The length of what was decoded to the beginning of {@code out}; -1 when the text is not Base64 with padding. */
    static int decode(AsciiSlice text, byte[] out) {
        int length = text.length();
        if (length % 4 != 0) {
            return -1;
        }
        int padding = 0;
        while (padding < 2 && padding < length && text.charAt(length - 1 - padding) == '=') {
            padding++;
        }
        int at = 0;
        int bits = 0;
        int value = 0;
        for (int i = 0; i < length - padding; i++) {
            int digit = VALUES[text.charAt(i)];
            if (digit < 0) {
                return -1;
            }
            value = (value << 6) | digit;
            bits += 6;
            if (bits >= 8) {
                bits -= 8;
                out[at++] = (byte) (value >>> bits);
            }
        }
        return at;
    }

    static void encode(byte[] in, int length, ByteBuf out) {
        int i = 0;
        for (; i + 3 <= length; i += 3) {
            int group = ((in[i] & 0xFF) << 16) | ((in[i + 1] & 0xFF) << 8) | (in[i + 2] & 0xFF);
            writeDigits(group, 4, out);
        }
        if (length - i == 1) {
            writeDigits((in[i] & 0xFF) << 16, 2, out);
            out.writeByte('=').writeByte('=');
        } else if (length - i == 2) {
            writeDigits(((in[i] & 0xFF) << 16) | ((in[i + 1] & 0xFF) << 8), 3, out);
            out.writeByte('=');
        }
    }

    private static void writeDigits(int group, int digits, ByteBuf out) {
        for (int d = 0; d < digits; d++) {
            out.writeByte(DIGITS[(group >>> (18 - 6 * d)) & 0x3F]);
        }
    }
}
