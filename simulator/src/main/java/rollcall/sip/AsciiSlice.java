package rollcall.sip;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * A view on a range of a byte array, made once and set anew for each value read: what the parsers hand out instead of a
 * {@code String}. It is lent: it shows the array it was set to, and is worthless once that array holds something else.
 *
 * <p>As a {@link CharSequence} one byte is one character; {@link #utf8()} decodes.
 */
public final class AsciiSlice implements CharSequence {
    private static final byte[] NOTHING = {};

    private byte[] array = NOTHING;
    private int offset;
    private int length;

    /** A slice over the ASCII bytes of {@code text}, for callers that have text in hand. */
    public static AsciiSlice of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        AsciiSlice slice = new AsciiSlice();
        slice.set(bytes, 0, bytes.length);
        return slice;
    }

    /** Looks at {@code length} bytes of {@code array} from {@code offset} on. */
    public void set(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** Looks at nothing. */
    public void clear() {
        set(NOTHING, 0, 0);
    }

    void setRange(byte[] array, int from, int to) {
        set(array, from, to - from);
    }

    public byte[] array() {
        return array;
    }

    public int offset() {
        return offset;
    }

    int end() {
        return offset + length;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public boolean isEmpty() {
        return length == 0;
    }

    @Override
    public char charAt(int index) {
        if (index < 0 || index >= length) {
            throw new IndexOutOfBoundsException("no character " + index + " of " + length);
        }
        return (char) (array[offset + index] & 0xFF);
    }

    /** The number these digits spell, or -1: see {@link Ascii#natural}. */
    public long natural() {
        return Ascii.natural(array, offset, end());
    }

    /** Is this exactly {@code text}? */
    public boolean is(String text) {
        return Ascii.equals(array, offset, end(), text);
    }

    /** Is this {@code text}, the case of ASCII letters aside? */
    public boolean isIgnoreCase(String text) {
        return Ascii.equalsIgnoreCase(array, offset, end(), text);
    }

    /** Appends the bytes to {@code out}. */
    public void copyTo(ByteBuf out) {
        out.writeBytes(array, offset, length);
    }

    /** A part of this, as text: allocates, not for the hot path. */
    @Override
    public CharSequence subSequence(int start, int end) {
        return toString().substring(start, end);
    }

    /** One character a byte: allocates, not for the hot path. */
    @Override
    public String toString() {
        return new String(array, offset, length, StandardCharsets.ISO_8859_1);
    }

    /** The bytes read as UTF-8 (display names, reason phrases): allocates, not for the hot path. */
    public String utf8() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }
}
