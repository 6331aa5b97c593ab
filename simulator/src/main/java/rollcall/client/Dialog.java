package rollcall.client;

import org.jspecify.annotations.Nullable;

/** A subscription's dialog: what a client has to remember for requests in it (RFC 3261 §12.1.2). */
final class Dialog {
    private static final long SECOND = 1_000_000_000L;

    /** What such a request asks for: where the server wants to be reached, or a proxy that cannot but have it so. */
    final byte[] requestUri;

    /** The tag in To; empty where the server gave none. */
    final byte[] toTag;

    /** Route headers, as whole lines; null: there is no proxy that wants to stay on the way. */
    final byte @Nullable [] routes;

    /** CSeq of the request that was sent last. */
    int cseq = 1;

    /** When the subscription is to be renewed. */
    long renewNanos;

    Dialog(byte[] requestUri, byte[] toTag, byte @Nullable [] routes) {
        this.requestUri = requestUri;
        this.toTag = toTag;
        this.routes = routes;
    }

    /** As pidgin-sipe does it: two minutes before the end; where there is less than four, in the middle of the time. */
    static long renewAfterNanos(long grantedSeconds) {
        return (grantedSeconds > 240 ? grantedSeconds - 120 : Math.max(1, grantedSeconds / 2)) * SECOND;
    }
}
