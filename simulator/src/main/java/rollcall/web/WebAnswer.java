package rollcall.web;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a web server answered. */
public final class WebAnswer {
    private final int status;
    private final byte[] head;
    private final long bytes;
    private final String contentRange;

    /** An answer that does not say that it is a part of something. */
    public WebAnswer(int status, byte[] head, long bytes) {
        this(status, head, bytes, "");
    }

    /**
     * An answer.
     *
     * @param head of the body: as much as the errand wanted to see, or all of it; not copied
     * @param bytes of the whole body
     * @param contentRange the value of that header; empty without it
     */
    WebAnswer(int status, byte[] head, long bytes, String contentRange) {
        this.status = status;
        this.head = head;
        this.bytes = bytes;
        this.contentRange = contentRange;
    }

    /** Of HTTP (RFC 9110 §15). */
    public int status() {
        return status;
    }

    byte[] head() {
        return head;
    }

    /** How many bytes the whole body has. */
    public long bytes() {
        return bytes;
    }

    /** Which part of the file the body is; null where it does not say so, or not in one piece. */
    @Nullable
    ContentRange part() {
        return ContentRange.parse(contentRange);
    }

    /** The body, as far as it was kept. */
    public String text() {
        return new String(head, StandardCharsets.UTF_8);
    }
}
