package rollcall.sip;

import java.util.Locale;

/** The parameters that stand in challenges, credentials and Authentication-Info; the name on the wire is lower case. */
public enum AuthParam {
    REALM,
    NONCE,
    OPAQUE,
    ALGORITHM,
    QOP,
    STALE,
    DOMAIN,
    USERNAME,
    URI,
    RESPONSE,
    CNONCE,
    NC,
    NEXTNONCE,
    RSPAUTH,
    // MS-SIPAE 2.2
    TARGETNAME,
    VERSION,
    GSSAPI_DATA,
    CRAND,
    CNUM,
    SRAND,
    SNUM,
    STS_URI,
    /** Any other: not kept. */
    OTHER;

    static final int COUNT = values().length;

    private static final AuthParam[] VALUES = values();
    private static final NameTable NAMES = new NameTable();

    static {
        for (AuthParam param : VALUES) {
            NAMES.add(param.text, param.ordinal());
        }
    }

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name as it is written on the wire. */
    public String text() {
        return text;
    }

    static AuthParam of(byte[] a, int from, int to) {
        return VALUES[NAMES.find(a, from, to, OTHER.ordinal())];
    }
}
