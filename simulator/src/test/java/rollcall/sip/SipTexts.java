package rollcall.sip;

import java.nio.charset.StandardCharsets;

/** Messages from readable text, for tests. */
public final class SipTexts {
    private SipTexts() {}

    /** The bytes of {@code text} with every line feed made CRLF. */
    public static byte[] bytes(String text) {
        return text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** A view on the message that {@code text} is, line feeds made CRLF; the empty line at its end may be missing. */
    public static SipMessage message(String text) {
        String whole = text.contains("\n\n") || text.contains("\r\n\r\n") ? text : text.stripTrailing() + "\n\n";
        byte[] bytes = bytes(whole);
        SipMessage message = new SipMessage();
        SipProblem problem = message.parse(bytes, 0, bytes.length);
        if (problem != null) {
            throw new IllegalArgumentException(problem.text() + " at " + message.problemOffset() + ": " + text);
        }
        return message;
    }

    /** The value of the first line of {@code header}, or an empty string. */
    public static String value(SipMessage message, SipHeader header) {
        return value(message, header, 0);
    }

    /** The value of the nth line of {@code header}, or an empty string. */
    public static String value(SipMessage message, SipHeader header, int nth) {
        AsciiSlice slice = new AsciiSlice();
        message.header(header, nth, slice);
        return slice.utf8();
    }
}
