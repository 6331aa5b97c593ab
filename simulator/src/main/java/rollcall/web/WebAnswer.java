package rollcall.web;

import java.nio.charset.StandardCharsets;

/** What a web server answered. */
public final class WebAnswer {
    private final int status;
    private final byte[] head;
    private final long bytes;

    /**
     * An answer.
     *
     * @param head of the body: as much as the errand wanted to see, or all of it; not copied
     * @param bytes of the whole body
     */
    public WebAnswer(int status, byte[] head, long bytes) {
        this.status = status;
        this.head = head;
        this.bytes = bytes;
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

    /** The body, as far as it was kept. */
    public String text() {
        return new String(head, StandardCharsets.UTF_8);
    }
}
