package rollcall.sip;

/**
 * Why bytes are not SIP. Never an exception: it is handed to {@link SipReceiver#onMalformed} with the offset where it
 * was noticed. Every problem is final for a stream, because where the next message would begin is no longer certain.
 */
public enum SipProblem {
    /** The first line names no {@code SIP/} version: the peer speaks something else (HTTP, TLS). */
    NOT_SIP("the peer does not speak SIP"),
    /** The first line is neither a request line nor a status line (RFC 3261 §7.1, §7.2). */
    BAD_START_LINE("the first line is neither a request nor a status line"),
    /** A SIP version other than 2.0; a server answers 505 (RFC 3261 §21.5.6). */
    BAD_VERSION("the SIP version is not 2.0"),
    /** A header line without a colon, without a name, or with a name that is no token (RFC 3261 §7.3.1). */
    BAD_HEADER("a header line has no valid name"),
    /** CR without LF, or LF without CR, in the head of a message (RFC 3261 §7: lines end in CRLF). */
    BARE_LINE_BREAK("a line ends in CR or LF alone"),
    /** Content-Length is negative, no number, too long a number, or given twice with two values. */
    BAD_CONTENT_LENGTH("Content-Length is not one number"),
    /** A Content-Type announces a body, but no Content-Length says where it ends (RFC 3261 §18.3). */
    NO_CONTENT_LENGTH("a body without Content-Length on a stream"),
    /** The head, the body or the whole is larger than {@link SipLimits} allow. */
    TOO_LARGE("the message is larger than the limit"),
    /** More header lines than {@link SipLimits#maxHeaders()}. */
    TOO_MANY_HEADERS("the message has more headers than the limit");

    private static final SipProblem[] VALUES = values();

    private final String text;

    SipProblem(String text) {
        this.text = text;
    }

    /** The problem in words, for a person; without a full stop. */
    public String text() {
        return text;
    }

    static SipProblem at(int ordinal) {
        return VALUES[ordinal];
    }
}
