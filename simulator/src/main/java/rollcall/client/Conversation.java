package rollcall.client;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Everything one client said and heard, as text for a person, with credentials masked. Only traced clients have one, so
 * it may take its time; its length has a limit.
 */
public final class Conversation {
    private static final int MAX_CHARACTERS = 64 * 1024;

    /** Parameters whose value lets somebody else answer in the user's name, or guess the password off line. */
    private static final Pattern SECRET =
            Pattern.compile("\\b(response|gssapi-data|rspauth)=(\"[^\"]*\"|[^\\s,]+)", Pattern.CASE_INSENSITIVE);

    /** What opens the media relay to anybody who has it. */
    private static final Pattern SECRET_ELEMENT =
            Pattern.compile("<(username|password)>[^<]*", Pattern.CASE_INSENSITIVE);

    private final StringBuilder text = new StringBuilder(2048);
    private final int arrival;
    private final long startNanos;

    Conversation(int arrival, String user, long startNanos) {
        this.arrival = arrival;
        this.startNanos = startNanos;
        text.append("=== client ").append(arrival).append(", ").append(user).append('\n');
    }

    /** The number of this client's arrival. */
    public int arrival() {
        return arrival;
    }

    void event(String what, long nowNanos) {
        line(nowNanos, "---", what);
    }

    void sent(ByteBuf message, long nowNanos) {
        line(nowNanos, ">>>", "");
        body(message.toString(StandardCharsets.UTF_8));
    }

    void received(byte[] bytes, int offset, int length, long nowNanos) {
        line(nowNanos, "<<<", "");
        body(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }

    private void line(long nowNanos, String arrow, String what) {
        if (text.length() < MAX_CHARACTERS) {
            text.append(String.format(Locale.ROOT, "%s %+.3f ms %s%n", arrow, (nowNanos - startNanos) / 1e6, what));
        }
    }

    private void body(String message) {
        if (text.length() < MAX_CHARACTERS) {
            text.append(mask(message).replace("\r\n", "\n").stripTrailing()).append("\n\n");
            if (text.length() >= MAX_CHARACTERS) {
                text.append("(the rest of this conversation is not kept)\n");
            }
        }
    }

    static String mask(String message) {
        String masked = SECRET.matcher(message).replaceAll(m -> Matcher.quoteReplacement(m.group(1) + "=\"***\""));
        return SECRET_ELEMENT.matcher(masked).replaceAll(m -> Matcher.quoteReplacement("<" + m.group(1) + ">***"));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
