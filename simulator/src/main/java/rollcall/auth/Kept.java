package rollcall.auth;

import rollcall.sip.AsciiSlice;

/** A copy of bytes that were lent. Its array is used again, so that a pooled session settles and allocates no more. */
final class Kept {
    private final AsciiSlice slice = new AsciiSlice();
    private byte[] bytes = {};

    void set(AsciiSlice lent) {
        int length = lent.length();
        if (bytes.length < length) {
            bytes = new byte[length];
        }
        System.arraycopy(lent.array(), lent.offset(), bytes, 0, length);
        slice.set(bytes, 0, length);
    }

    void clear() {
        slice.clear();
    }

    AsciiSlice slice() {
        return slice;
    }
}
