package rollcall.sip;

import java.util.Arrays;

/**
 * A view on {@code Scheme name=value, name="value"}: a challenge, credentials, or Authentication-Info (RFC 3261 §20.7,
 * §20.44, MS-SIPAE 2.2). Made once, set anew for each value, allocating nothing. Parameters come in any order and any
 * case; of one given twice the first counts.
 */
public final class AuthParams {
    private byte[] array = {};
    private int schemeFrom;
    private int schemeEnd;
    private final int[] valueFrom = new int[AuthParam.COUNT];
    private final int[] valueEnd = new int[AuthParam.COUNT];

    /**
     * Looks at {@code value}. A scheme may be missing, as in RFC 7615's Authentication-Info.
     *
     * @return whether it is well formed; if not, what stands before the fault can be read
     */
    public boolean parse(AsciiSlice value) {
        byte[] a = value.array();
        int end = value.end();
        array = a;
        Arrays.fill(valueFrom, -1);
        int i = scheme(Ascii.skipSpace(a, value.offset(), end), end);
        while (i < end) {
            if (a[i] == ',' || Ascii.isSpace(a[i])) {
                i++;
                continue;
            }
            int nameFrom = i;
            int equals = Ascii.indexOf(a, i, end, '=');
            AuthParam param = equals < 0 ? AuthParam.OTHER : AuthParam.of(a, nameFrom, equals);
            if (param == AuthParam.OTHER) {
                // Not one of ours, or not written as usual.
                int nameEnd = Ascii.skipToken(a, i, end);
                equals = Ascii.skipSpace(a, nameEnd, end);
                if (nameEnd == nameFrom || equals == end || a[equals] != '=') {
                    return false;
                }
                param = AuthParam.of(a, nameFrom, nameEnd);
            }
            int from = Ascii.skipSpace(a, equals + 1, end);
            boolean quoted = from < end && a[from] == '"';
            int to = quoted ? Ascii.skipQuoted(a, from, end) : bareEnd(a, from, end);
            if (to < 0) {
                return false;
            }
            if (valueFrom[param.ordinal()] < 0) {
                valueFrom[param.ordinal()] = quoted ? from + 1 : from;
                valueEnd[param.ordinal()] = quoted ? to - 1 : to;
            }
            i = to;
        }
        return true;
    }

    /** The first token is the scheme unless an equals sign follows it. */
    private int scheme(int from, int end) {
        schemeFrom = from;
        schemeEnd = Ascii.skipToken(array, from, end);
        int next = Ascii.skipSpace(array, schemeEnd, end);
        if (next < end && array[next] == '=') {
            schemeEnd = from;
        }
        return schemeEnd;
    }

    private static int bareEnd(byte[] a, int from, int end) {
        int i = from;
        while (i < end && a[i] != ',' && !Ascii.isSpace(a[i])) {
            i++;
        }
        return i;
    }

    /** The scheme as written: {@code NTLM}, {@code Kerberos}, {@code Digest}; empty when there is none. */
    public void scheme(AsciiSlice into) {
        into.setRange(array, schemeFrom, schemeEnd);
    }

    /**
     * The value of a parameter without its quotes; backslashes inside are left in.
     *
     * @return whether it is there; if not, {@code into} is cleared. An empty value ({@code gssapi-data=""}) is there
     */
    public boolean get(AuthParam param, AsciiSlice into) {
        int from = valueFrom[param.ordinal()];
        if (param == AuthParam.OTHER || from < 0) {
            into.clear();
            return false;
        }
        into.setRange(array, from, valueEnd[param.ordinal()]);
        return true;
    }

    /** The value as text, backslashes resolved; empty when it is missing. Allocates: not for the hot path. */
    public String text(AuthParam param) {
        AsciiSlice slice = new AsciiSlice();
        get(param, slice);
        String raw = slice.utf8();
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) == '\\' && i + 1 < raw.length()) {
                i++;
            }
            text.append(raw.charAt(i));
        }
        return text.toString();
    }
}
