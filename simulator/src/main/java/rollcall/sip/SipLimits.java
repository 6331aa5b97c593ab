package rollcall.sip;

/**
 * How large a message may be. What goes beyond is {@link SipProblem#TOO_LARGE} or {@link SipProblem#TOO_MANY_HEADERS}
 * as soon as it is seen, and is never collected.
 *
 * @param maxMessageBytes start line, headers and body together
 * @param maxHeaderBytes start line and headers, with the empty line that ends them
 * @param maxHeaders header lines; a folded line counts once
 * @param maxBodyBytes the body, that is the greatest Content-Length taken
 */
public record SipLimits(int maxMessageBytes, int maxHeaderBytes, int maxHeaders, int maxBodyBytes) {
    /** 64 KiB of headers, 256 of them, and bodies up to 1 MiB: a contact list of a thousand people fits. */
    public static final SipLimits DEFAULT = new SipLimits((1 << 20) + (64 << 10), 64 << 10, 256, 1 << 20);

    public SipLimits {
        if (maxMessageBytes < 1 || maxHeaderBytes < 1 || maxHeaders < 1 || maxBodyBytes < 0) {
            throw new IllegalArgumentException("SIP limits must be positive");
        }
        if (maxMessageBytes > 1 << 30) {
            throw new IllegalArgumentException("a SIP message of more than 1 GiB cannot be held");
        }
    }
}
