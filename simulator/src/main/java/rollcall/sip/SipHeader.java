package rollcall.sip;

import org.jspecify.annotations.Nullable;

/**
 * The headers this tool reads or writes by name. {@link SipMessage} finds these through an index; any other header is
 * {@link #OTHER} and found by its text.
 */
public enum SipHeader {
    VIA("Via", "v"),
    FROM("From", "f"),
    TO("To", "t"),
    CALL_ID("Call-ID", "i"),
    CSEQ("CSeq"),
    CONTACT("Contact", "m"),
    CONTENT_LENGTH("Content-Length", "l"),
    CONTENT_TYPE("Content-Type", "c"),
    CONTENT_ENCODING("Content-Encoding", "e"),
    CONTENT_DISPOSITION("Content-Disposition"),
    MIME_VERSION("MIME-Version"),
    EXPIRES("Expires"),
    MIN_EXPIRES("Min-Expires"),
    MAX_FORWARDS("Max-Forwards"),
    ROUTE("Route"),
    RECORD_ROUTE("Record-Route"),
    PATH("Path"),
    SERVICE_ROUTE("Service-Route"),
    SUPPORTED("Supported", "k"),
    REQUIRE("Require"),
    PROXY_REQUIRE("Proxy-Require"),
    UNSUPPORTED("Unsupported"),
    ALLOW("Allow"),
    ALLOW_EVENTS("Allow-Events", "u"),
    EVENT("Event", "o"),
    SUBSCRIPTION_STATE("Subscription-State"),
    ACCEPT("Accept"),
    ACCEPT_ENCODING("Accept-Encoding"),
    ACCEPT_LANGUAGE("Accept-Language"),
    SUBJECT("Subject", "s"),
    PRIORITY("Priority"),
    USER_AGENT("User-Agent"),
    SERVER("Server"),
    DATE("Date"),
    TIMESTAMP("Timestamp"),
    RETRY_AFTER("Retry-After"),
    WARNING("Warning"),
    REASON("Reason"),
    REFER_TO("Refer-To", "r"),
    REFERRED_BY("Referred-By", "b"),
    REPLACES("Replaces"),
    SESSION_EXPIRES("Session-Expires", "x"),
    WWW_AUTHENTICATE("WWW-Authenticate"),
    AUTHORIZATION("Authorization"),
    AUTHENTICATION_INFO("Authentication-Info"),
    PROXY_AUTHENTICATE("Proxy-Authenticate"),
    PROXY_AUTHORIZATION("Proxy-Authorization"),
    PROXY_AUTHENTICATION_INFO("Proxy-Authentication-Info"),
    P_ASSERTED_IDENTITY("P-Asserted-Identity"),
    P_PREFERRED_IDENTITY("P-Preferred-Identity"),
    /** MS-CONMGMT 2.2.1 */
    MS_KEEP_ALIVE("ms-keep-alive"),
    /** MS-OCER */
    MS_DIAGNOSTICS("ms-diagnostics"),
    MS_DIAGNOSTICS_PUBLIC("ms-diagnostics-public"),
    /** MS-SIPRE 4.10 */
    MS_USER_LOGON_DATA("ms-user-logon-data"),
    MS_SUBNET("ms-subnet"),
    /** MS-SIPREGE 2.2.1.4 */
    PRESENCE_STATE("presence-state"),
    /** MS-SIPCOMP */
    COMPRESSION("Compression"),
    /** Any other: {@link SipMessage#header(String, AsciiSlice)} finds it by its text. */
    OTHER("");

    static final int COUNT = values().length;

    private static final SipHeader[] VALUES = values();
    private static final NameTable NAMES = new NameTable();

    static {
        for (SipHeader header : VALUES) {
            if (header != OTHER) {
                NAMES.add(header.header, header.ordinal());
            }
            if (header.compact != null) {
                NAMES.add(header.compact, header.ordinal());
            }
        }
    }

    private final String header;
    private final @Nullable String compact;

    SipHeader(String header) {
        this(header, null);
    }

    SipHeader(String header, @Nullable String compact) {
        this.header = header;
        this.compact = compact;
    }

    /** The name as it is written on the wire, in its usual case; empty for {@link #OTHER}. */
    public String header() {
        return header;
    }

    /** The one-letter form (RFC 3261 §7.3.3), or null when the header has none. */
    public @Nullable String compact() {
        return compact;
    }

    /** The header that the range names, in any case, long or compact; {@link #OTHER} when it is none of these. */
    static SipHeader of(byte[] a, int from, int to) {
        return VALUES[NAMES.find(a, from, to, OTHER.ordinal())];
    }
}
