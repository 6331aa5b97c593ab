package rollcall.auth;

import java.util.Arrays;
import rollcall.sip.AsciiSlice;

/**
 * The text that a signature is made over (MS-SIPAE 3.2.5.2): parts of the message between angle brackets, spelled as in
 * the message, an empty pair where a part is missing. One buffer for all messages of an event loop.
 */
final class SigningBuffer {
    private byte[] bytes = new byte[512];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /**
     * @param version of the protocol: 2 leaves out To's URI and the asserted identity, 3 and 4 have them
     * @param random crand or srand
     * @param number cnum or snum
     */
    void set(
            Scheme scheme,
            int version,
            AsciiSlice random,
            AsciiSlice number,
            AsciiSlice realm,
            AsciiSlice targetName,
            AuthFacts message) {
        length = 0;
        add(scheme.word());
        add(random);
        add(number);
        add(realm);
        add(targetName);
        add(message.callId());
        add(message.cseq());
        add(message.method());
        add(message.fromUri());
        add(message.fromTag());
        if (version >= 3) {
            add(message.toUri());
        }
        add(message.toTag());
        if (version >= 3) {
            add(message.assertedSipUri());
            add(message.assertedTelUri());
        }
        add(message.expires());
        if (message.status() != 0) {
            add(message.status());
        }
    }

    private void add(AsciiSlice text) {
        open(text.length());
        System.arraycopy(text.array(), text.offset(), bytes, length, text.length());
        length += text.length();
        close();
    }

    private void add(String text) {
        open(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
        close();
    }

    /** A number below zero is one that the message does not have. */
    private void add(long natural) {
        if (natural < 0) {
            add("");
            return;
        }
        int digits = 1;
        for (long rest = natural; rest >= 10; rest /= 10) {
            digits++;
        }
        open(digits);
        long rest = natural;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        close();
    }

    private void open(int size) {
        int needed = length + size + 2;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
        }
        bytes[length++] = '<';
    }

    private void close() {
        bytes[length++] = '>';
    }
}
