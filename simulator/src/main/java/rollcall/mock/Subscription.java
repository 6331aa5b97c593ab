package rollcall.mock;

import java.util.Arrays;
import rollcall.sip.AsciiSlice;

/** What a client has subscribed to, and until when. */
final class Subscription {
    final Dialog dialog;
    final EventPackage events;
    final byte[] tag;
    /** {@code Long.MAX_VALUE}: as long as the client is signed in (com.microsoft.autoextend). */
    long expiresAtMillis;

    Subscription(Dialog dialog, EventPackage events, byte[] tag) {
        this.dialog = dialog;
        this.events = events;
        this.tag = tag;
    }

    /** RFC 3261 §12: is this the dialog of a request with this Call-ID and this tag in To? */
    boolean is(AsciiSlice callId, AsciiSlice toTag) {
        return same(dialog.callId, callId) && same(tag, toTag);
    }

    private static boolean same(byte[] kept, AsciiSlice lent) {
        return Arrays.equals(kept, 0, kept.length, lent.array(), lent.offset(), lent.offset() + lent.length());
    }
}
