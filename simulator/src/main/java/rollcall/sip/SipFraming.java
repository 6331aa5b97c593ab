package rollcall.sip;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of the next message in a run of bytes, and nothing else. Pure: nothing is kept between two calls and
 * nothing is written. The answer is a packed long with three readings: complete, incomplete, malformed.
 *
 * <p>What counts as a message on a stream:
 *
 * <ul>
 *   <li>Lines end in CRLF; a CR or LF alone within the head is malformed. Any other byte is left to the reader of the
 *       value, NUL included: quoted strings may hold it (RFC 3261 §25.1, RFC 4475 §3.1.1.2).
 *   <li>The body is as long as Content-Length says. No Content-Length means no body, but a Content-Type without a
 *       Content-Length is malformed (RFC 3261 §18.3).
 *   <li>Content-Length may be repeated only with the same value.
 * </ul>
 */
public final class SipFraming {
    private static final int COMPLETE = 0;
    private static final int INCOMPLETE = 1;
    private static final int MALFORMED = 2;

    private static final byte[] SIP = "SIP/2.0 ".getBytes(StandardCharsets.US_ASCII);

    private SipFraming() {}

    /** The first index that holds neither CR nor LF, or {@code to}: keep-alives stand before a message. */
    // RFC 3261 §7.5, MS-CONMGMT 2.2.1
    public static int skipKeepAlive(byte[] a, int from, int to) {
        int i = from;
        while (i < to && Ascii.isLineBreak(a[i])) {
            i++;
        }
        return i;
    }

    /** Looks at the message that begins at {@code from}, of which the bytes up to {@code to} have arrived. */
    public static long next(byte[] a, int from, int to, SipLimits limits) {
        return next(a, from, to, limits, null);
    }

    /**
     * The same, for a message that is to be read.
     *
     * @param ends takes the line ends; of use when the answer is complete
     */
    public static long next(byte[] a, int from, int to, SipLimits limits, @Nullable LineEnds ends) {
        if (ends != null) {
            ends.clear();
        }
        if (from >= to) {
            return incomplete(1);
        }
        if (!Ascii.isToken(a[from])) {
            return malformed(SipProblem.NOT_SIP, from);
        }
        int headLimit = to - from < limits.maxHeaderBytes() ? to : from + limits.maxHeaderBytes();
        int headers = -1; // the start line is not counted
        int lengthFrom = -1; // where the value of an open Content-Length begins
        long contentLength = -1;
        boolean hasType = false;
        int line = from;
        while (true) {
            int end = Ascii.indexOfLineBreak(a, line, headLimit);
            if (end < 0 || end + 1 >= headLimit) {
                return to - from < limits.maxHeaderBytes()
                        ? incomplete(to - from + 1)
                        : malformed(SipProblem.TOO_LARGE, headLimit);
            }
            if (a[end] != Ascii.CR || a[end + 1] != Ascii.LF) {
                return malformed(SipProblem.BARE_LINE_BREAK, end);
            }
            if (ends != null) {
                ends.add(end);
            }
            byte first = a[line];
            // RFC 3261 §7.3.1: a line that begins with a blank goes on with the value before it
            if (lengthFrom >= 0 && !Ascii.isBlank(first)) {
                long length = lengthOf(a, lengthFrom, line);
                if (length < 0 || (contentLength >= 0 && contentLength != length)) {
                    return malformed(SipProblem.BAD_CONTENT_LENGTH, lengthFrom);
                }
                contentLength = length;
                lengthFrom = -1;
            }
            if (end == line) {
                line += 2;
                break;
            }
            if (headers < 0 && !namesSip(a, line, end)) {
                return malformed(SipProblem.NOT_SIP, line);
            }
            if (!Ascii.isBlank(first) && ++headers > limits.maxHeaders()) {
                return malformed(SipProblem.TOO_MANY_HEADERS, line);
            }
            if (headers > 0 && mayTellOfBody(a, line)) {
                int nameEnd = Ascii.skipToken(a, line, end);
                SipHeader header = SipHeader.of(a, line, nameEnd);
                if (header == SipHeader.CONTENT_LENGTH) {
                    lengthFrom = nameEnd;
                } else if (header == SipHeader.CONTENT_TYPE) {
                    hasType = true;
                }
            }
            line = end + 2;
        }
        return body(from, line, to, contentLength, hasType, limits);
    }

    /** A cheap sieve in front of the name look-up: {@code c}, {@code l}, or a hyphen where {@code Content-} has it. */
    private static boolean mayTellOfBody(byte[] a, int line) {
        int first = a[line] | 0x20;
        return (first == 'c' || first == 'l')
                && (!Ascii.isToken(a[line + 1]) || a[Math.min(line + 7, a.length - 1)] == '-');
    }

    private static long body(int from, int headEnd, int to, long contentLength, boolean hasType, SipLimits limits) {
        // RFC 3261 §18.3: over a stream the body ends where Content-Length says
        if (contentLength < 0 && hasType) {
            return malformed(SipProblem.NO_CONTENT_LENGTH, headEnd);
        }
        long bodyBytes = Math.max(0, contentLength);
        long messageBytes = headEnd - from + bodyBytes;
        if (bodyBytes > limits.maxBodyBytes() || messageBytes > limits.maxMessageBytes()) {
            return malformed(SipProblem.TOO_LARGE, headEnd);
        }
        return messageBytes <= to - from ? complete(from + (int) messageBytes) : incomplete((int) messageBytes);
    }

    /** The number behind the colon, folds and blanks aside, or -1. */
    private static long lengthOf(byte[] a, int nameEnd, int to) {
        int colon = Ascii.skipSpace(a, nameEnd, to);
        if (colon == to || a[colon] != ':') {
            return -1;
        }
        int from = Ascii.skipSpace(a, colon + 1, to);
        return Ascii.natural(a, from, Ascii.trimEnd(a, from, to));
    }

    private static boolean namesSip(byte[] a, int from, int to) {
        if (to - from >= SIP.length && Ascii.startsWith(a, from, SIP)) {
            return true; // an answer
        }
        for (int i = from; i + 3 < to; i++) {
            if (a[i + 3] == '/' && Ascii.equalsIgnoreCase(a, i, i + 3, "SIP")) {
                return true;
            }
        }
        return false;
    }

    /** Is the message there to its last byte? {@link #end} says where that is. */
    public static boolean isComplete(long result) {
        return kind(result) == COMPLETE;
    }

    /** Is it too early to tell? {@link #bytesNeeded} says when to look again. */
    public static boolean isIncomplete(long result) {
        return kind(result) == INCOMPLETE;
    }

    /** Of a complete message: the index behind its last byte. */
    public static int end(long result) {
        return (int) result;
    }

    /** Of an incomplete message: it cannot be complete before this many bytes have arrived since its first. */
    public static int bytesNeeded(long result) {
        return (int) result;
    }

    /** Of malformed bytes: what is wrong. */
    public static SipProblem problem(long result) {
        return SipProblem.at(kind(result) - MALFORMED);
    }

    /** Of malformed bytes: the index where that was noticed. */
    public static int problemOffset(long result) {
        return (int) result;
    }

    private static int kind(long result) {
        return (int) (result >>> 32);
    }

    private static long complete(int end) {
        return pack(COMPLETE, end);
    }

    private static long incomplete(int bytesNeeded) {
        return pack(INCOMPLETE, bytesNeeded);
    }

    private static long malformed(SipProblem problem, int offset) {
        return pack(MALFORMED + problem.ordinal(), offset);
    }

    private static long pack(int kind, int value) {
        return (long) kind << 32 | value;
    }
}
