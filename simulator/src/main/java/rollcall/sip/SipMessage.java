package rollcall.sip;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A view on one framed message in a byte array: made once, parsed onto message after message, allocating nothing. It
 * and the slices read from it are valid until the array holds something else.
 *
 * <p>Only the form is judged here: the start line, and that each header line has a name. A missing header is an answer
 * ({@code false}, -1), not a problem. Folded values are unfolded within the array: each line break becomes two spaces
 * (RFC 3261 §7.3.1 lets a fold stand for a space), so a value never holds CR or LF.
 */
public final class SipMessage {
    private static final String VERSION = "SIP/2.0";
    private static final byte[] NOTHING = {};
    private static final int NONE = -1;

    // The numbers of a header line: where its name and value stand, and the next line of the same header or NONE.
    private static final int LINE = 5;
    private static final int NAME_FROM = 0;
    private static final int NAME_END = 1;
    private static final int VALUE_FROM = 2;
    private static final int VALUE_END = 3;
    private static final int NEXT = 4;

    private byte[] array = NOTHING;
    private int offset;
    private int length;

    private boolean request;
    private SipMethod method = SipMethod.OTHER;
    private int methodEnd;
    private int uriEnd;
    private int status;
    private int reasonFrom;
    private int startLineEnd;
    private int bodyFrom;

    /** Header lines in their order, {@link #LINE} numbers each; grows, so that it is allocated for few messages. */
    private int[] lines = new int[64 * LINE];

    /** Behind the last header line in {@link #lines}. */
    private int linesEnd;

    /** By header: where its first and its last line stand in {@link #lines}, or NONE. */
    private final int[] firstLine = new int[SipHeader.COUNT];

    private final int[] lastLine = new int[SipHeader.COUNT];

    private int problemOffset;

    /** For messages that were not framed. */
    private final LineEnds ownLineEnds = new LineEnds();

    /**
     * Looks at the message in {@code array}, whose end {@link SipFraming} found. Unfolds in place, so the array must be
     * the caller's own.
     *
     * @return what is wrong with it, or null; when something is, nothing else may be asked but {@link #problemOffset}
     */
    public @Nullable SipProblem parse(byte[] array, int offset, int length) {
        ownLineEnds.scan(array, offset, offset + length);
        return parse(array, offset, length, ownLineEnds);
    }

    /**
     * The same for a message that was framed.
     *
     * @param ends as {@link SipFraming#next(byte[], int, int, SipLimits, LineEnds)} noted them for this message
     */
    public @Nullable SipProblem parse(byte[] array, int offset, int length, LineEnds ends) {
        this.array = array;
        this.offset = offset;
        this.length = length;
        linesEnd = 0;
        Arrays.fill(firstLine, NONE);
        if (ends.count() == 0) {
            return problem(SipProblem.BAD_START_LINE, offset);
        }
        startLineEnd = ends.get(0);
        SipProblem problem = parseStartLine(startLineEnd);
        return problem != null ? problem : parseHeaders(ends);
    }

    /** After a failed {@link #parse}: where that was noticed, in bytes from the beginning of the message. */
    public int problemOffset() {
        return problemOffset - offset;
    }

    private SipProblem problem(SipProblem problem, int at) {
        problemOffset = at;
        return problem;
    }

    private @Nullable SipProblem parseStartLine(int end) {
        byte[] a = array;
        methodEnd = Ascii.skipToken(a, offset, end);
        if (methodEnd == offset || methodEnd == end) {
            return problem(SipProblem.BAD_START_LINE, methodEnd);
        }
        request = a[methodEnd] == ' ';
        return request ? parseRequestLine(end) : parseStatusLine(end);
    }

    // RFC 3261 §7.1: Method SP Request-URI SP SIP-Version; no other space, and none at the end
    private @Nullable SipProblem parseRequestLine(int end) {
        byte[] a = array;
        int uriFrom = methodEnd + 1;
        uriEnd = uriFrom;
        while (uriEnd < end && isUriByte(a[uriEnd])) {
            uriEnd++;
        }
        if (uriEnd == uriFrom || uriEnd == end || a[uriEnd] != ' ') {
            return problem(SipProblem.BAD_START_LINE, uriEnd);
        }
        int versionFrom = uriEnd + 1;
        if (!Ascii.equalsIgnoreCase(a, versionFrom, end, VERSION)) {
            return problem(
                    isVersion(versionFrom, end) ? SipProblem.BAD_VERSION : SipProblem.BAD_START_LINE, versionFrom);
        }
        method = SipMethod.of(a, offset, methodEnd);
        return null;
    }

    // RFC 3261 §7.2: SIP-Version SP Status-Code SP Reason-Phrase; the last space is forgiven when no reason follows
    private @Nullable SipProblem parseStatusLine(int end) {
        byte[] a = array;
        int versionEnd = Ascii.indexOf(a, offset, end, ' ');
        if (versionEnd < 0 || !Ascii.equalsIgnoreCase(a, offset, versionEnd, VERSION)) {
            boolean version = versionEnd >= 0 && isVersion(offset, versionEnd);
            return problem(version ? SipProblem.BAD_VERSION : SipProblem.BAD_START_LINE, offset);
        }
        int codeFrom = versionEnd + 1;
        int codeEnd = codeFrom + 3;
        if (codeEnd > end || (codeEnd < end && a[codeEnd] != ' ')) {
            return problem(SipProblem.BAD_START_LINE, codeFrom);
        }
        long code = Ascii.natural(a, codeFrom, codeEnd);
        if (code < 100 || code > 699) {
            return problem(SipProblem.BAD_START_LINE, codeFrom);
        }
        status = (int) code;
        reasonFrom = Math.min(codeEnd + 1, end);
        return null;
    }

    /** SIP, a slash, and digits with a dot: another version of the same language. */
    private boolean isVersion(int from, int end) {
        if (end - from < 5 || !Ascii.equalsIgnoreCase(array, from, from + 4, "SIP/")) {
            return false;
        }
        for (int i = from + 4; i < end; i++) {
            if (array[i] != '.' && (array[i] < '0' || array[i] > '9')) {
                return false;
            }
        }
        return true;
    }

    /** Neither a space, a control byte, nor one of those that enclose a URI elsewhere. */
    private static boolean isUriByte(byte b) {
        return (b > ' ' || b < 0) && b != '<' && b != '>' && b != '"' && b != 0x7F;
    }

    private @Nullable SipProblem parseHeaders(LineEnds ends) {
        byte[] a = array;
        int line = startLineEnd + 2;
        for (int i = 1; i < ends.count(); i++) {
            int lineEnd = ends.get(i);
            if (lineEnd == line) {
                bodyFrom = line + 2;
                return null;
            }
            if (Ascii.isBlank(a[line])) {
                if (linesEnd == 0) {
                    return problem(SipProblem.BAD_HEADER, line);
                }
                unfold(line, lineEnd);
            } else if (!addHeader(line, lineEnd)) {
                return problem(SipProblem.BAD_HEADER, line);
            }
            line = lineEnd + 2;
        }
        return problem(SipProblem.BAD_HEADER, line); // not framed: there is no empty line
    }

    private boolean addHeader(int line, int lineEnd) {
        byte[] a = array;
        int colon = Ascii.indexOf(a, line, lineEnd, ':');
        SipHeader header = colon < 0 ? SipHeader.OTHER : SipHeader.of(a, line, colon);
        if (header != SipHeader.OTHER) {
            // What is known is well formed.
            addLine(header, line, colon, Ascii.skipSpace(a, colon + 1, lineEnd), lineEnd);
            return true;
        }
        int name = Ascii.skipToken(a, line, lineEnd);
        colon = name;
        // RFC 3261 §25.1: HCOLON = *( SP / HTAB ) ":" SWS
        while (colon < lineEnd && Ascii.isBlank(a[colon])) {
            colon++;
        }
        if (name == line || colon == lineEnd || a[colon] != ':') {
            return false;
        }
        addLine(SipHeader.of(a, line, name), line, name, Ascii.skipSpace(a, colon + 1, lineEnd), lineEnd);
        return true;
    }

    private void addLine(SipHeader known, int name, int nameEnd, int value, int lineEnd) {
        int at = linesEnd;
        linesEnd += LINE;
        if (linesEnd > lines.length) {
            lines = Arrays.copyOf(lines, lines.length * 2);
        }
        lines[at + NAME_FROM] = name;
        lines[at + NAME_END] = nameEnd;
        lines[at + VALUE_FROM] = value;
        lines[at + VALUE_END] = Ascii.trimEnd(array, value, lineEnd);
        lines[at + NEXT] = NONE;
        int header = known.ordinal();
        if (firstLine[header] == NONE) {
            firstLine[header] = at;
        } else {
            lines[lastLine[header] + NEXT] = at;
        }
        lastLine[header] = at;
    }

    private void unfold(int line, int lineEnd) {
        array[line - 2] = ' ';
        array[line - 1] = ' ';
        int last = linesEnd - LINE;
        int value = Ascii.skipSpace(array, lines[last + VALUE_FROM], lineEnd);
        lines[last + VALUE_FROM] = value;
        lines[last + VALUE_END] = Ascii.trimEnd(array, value, lineEnd);
    }

    /** A request, or else a response. */
    public boolean isRequest() {
        return request;
    }

    /** Of a request: its method. Of a response: {@link SipMethod#OTHER}; ask {@link #cseqMethod}. */
    public SipMethod method() {
        return request ? method : SipMethod.OTHER;
    }

    /** Of a request: the method as written; of a response nothing. */
    public void methodText(AsciiSlice into) {
        into.setRange(array, offset, request ? methodEnd : offset);
    }

    /** Of a request: the Request-URI; of a response nothing. */
    public void requestUri(AsciiSlice into) {
        into.setRange(array, methodEnd + 1, request ? uriEnd : methodEnd + 1);
    }

    /** Of a response: its code, 100 to 699; of a request 0. */
    public int status() {
        return request ? 0 : status;
    }

    /** Of a response: the reason phrase, in UTF-8, maybe empty; of a request nothing. */
    public void reason(AsciiSlice into) {
        into.setRange(array, startLineEnd, startLineEnd);
        if (!request) {
            into.setRange(array, reasonFrom, startLineEnd);
        }
    }

    /** How many lines of this header there are; a line may hold a list. */
    public int count(SipHeader header) {
        int count = 0;
        for (int at = firstLine[header.ordinal()]; at != NONE; at = lines[at + NEXT]) {
            count++;
        }
        return count;
    }

    /**
     * The value of one line of this header, without the spaces around it.
     *
     * @param nth which line of this name, from 0 on
     * @return whether there is such a line; if not, {@code into} is cleared
     */
    public boolean header(SipHeader header, int nth, AsciiSlice into) {
        int at = firstLine[header.ordinal()];
        for (int left = nth; left > 0 && at != NONE; left--) {
            at = lines[at + NEXT];
        }
        return value(at, into);
    }

    /** The value of the first line of this header: see {@link #header(SipHeader, int, AsciiSlice)}. */
    public boolean header(SipHeader header, AsciiSlice into) {
        return value(firstLine[header.ordinal()], into);
    }

    /** The value of the first header of this name, in any case, as written: for names that {@link SipHeader} lacks. */
    public boolean header(String name, AsciiSlice into) {
        for (int at = 0; at < linesEnd; at += LINE) {
            if (Ascii.equalsIgnoreCase(array, lines[at + NAME_FROM], lines[at + NAME_END], name)) {
                return value(at, into);
            }
        }
        return value(NONE, into);
    }

    private boolean value(int at, AsciiSlice into) {
        if (at == NONE) {
            into.clear();
            return false;
        }
        into.setRange(array, lines[at + VALUE_FROM], lines[at + VALUE_END]);
        return true;
    }

    /** The number in CSeq, below 2^31; -1 when there is none (RFC 3261 §8.1.1.5). */
    public long cseq() {
        int at = firstLine[SipHeader.CSEQ.ordinal()];
        if (at == NONE) {
            return -1;
        }
        int end = Ascii.skipToken(array, lines[at + VALUE_FROM], lines[at + VALUE_END]);
        long number = Ascii.natural(array, lines[at + VALUE_FROM], end);
        return number <= Integer.MAX_VALUE ? number : -1;
    }

    /** The method in CSeq; {@link SipMethod#OTHER} when it is another or there is none. */
    public SipMethod cseqMethod() {
        int at = firstLine[SipHeader.CSEQ.ordinal()];
        if (at == NONE) {
            return SipMethod.OTHER;
        }
        int numberEnd = Ascii.skipToken(array, lines[at + VALUE_FROM], lines[at + VALUE_END]);
        return SipMethod.of(array, Ascii.skipSpace(array, numberEnd, lines[at + VALUE_END]), lines[at + VALUE_END]);
    }

    /** The body, maybe empty. */
    public void body(AsciiSlice into) {
        into.setRange(array, bodyFrom, offset + length);
    }

    /** The array the message stands in, from {@link #offset} on, {@link #length} bytes: for traces. */
    public byte[] array() {
        return array;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }
}
