package rollcall.mock;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import rollcall.mock.Associations.Held;
import rollcall.mock.Behaviour.Signature;
import rollcall.sip.Ascii;

/** Writes the requests that the pool sends of its own accord, signed where there is an association. One for an event loop. */
final class NotifyWriter {
    /** What subscriptions have left: they are extended as long as their client is signed in. */
    private static final long LEFT_SECONDS = 39_600;

    private final AnswerWriter writer;
    private final Seal seal;
    private final ByteBuf draft = Unpooled.buffer(2048);

    NotifyWriter(AnswerWriter writer, Seal seal) {
        this.writer = writer;
        this.seal = seal;
    }

    /**
     * MS-SIPREGE 4.1.3: the pool signs the user out.
     *
     * @param dialog of the registration, whose Call-ID it has
     * @param event unregistered, rejected or deactivated
     */
    void deregistered(
            ByteBuf out,
            MockConnection connection,
            Dialog dialog,
            String event,
            @Nullable Held held,
            @Nullable Signature signature) {
        int id = event.equals("unregistered") ? 4140 : event.equals("rejected") ? 4141 : 4142;
        String body = "deregistered;event=" + event;
        int place = head("NOTIFY", connection, dialog, body.length());
        writer.line(draft, "Content-Type: text/registration-event");
        writer.line(draft, "Event: registration-notify");
        writer.line(draft, "subscription-state: terminated;expires=0");
        writer.diagnostics(draft, id);
        writer.blank(draft);
        Ascii.write(draft, body);
        finish(out, place, held, signature);
        connection.outward(out);
    }

    /** News in a subscription's dialog. */
    void notification(
            ByteBuf out,
            MockConnection connection,
            Subscription subscription,
            String method,
            ByteBuf body,
            @Nullable Held held,
            @Nullable Signature signature) {
        int place = head(method, connection, subscription.dialog, body.readableBytes());
        writer.header(draft, "Content-Type: ", subscription.events.contentType());
        writer.header(draft, "Event: ", subscription.events.event());
        writer.subscriptionState(draft, LEFT_SECONDS);
        writer.blank(draft);
        draft.writeBytes(body);
        finish(out, place, held, signature);
        connection.outward(out);
    }

    /** A message that wants no answer (MS-SIP: BENOTIFY) and says nothing. */
    void benotify(
            ByteBuf out, MockConnection connection, Dialog dialog, @Nullable Held held, @Nullable Signature signature) {
        int place = head("BENOTIFY", connection, dialog, 0);
        writer.line(draft, "Event: vnd-microsoft-provisioning-v2");
        writer.subscriptionState(draft, LEFT_SECONDS);
        writer.blank(draft);
        finish(out, place, held, signature);
    }

    /** Begins a draft, up to CSeq; the order of MS-SIPREGE 4.1.3. Returns the signature's place. */
    private int head(String method, MockConnection connection, Dialog dialog, int bodyLength) {
        draft.clear();
        Ascii.write(draft, method);
        draft.writeByte(' ').writeBytes(dialog.target);
        writer.line(draft, " SIP/2.0");
        writer.ownVia(draft, connection);
        int place = draft.writerIndex();
        writer.line(draft, "Max-Forwards: 70");
        writer.contentLength(draft, bodyLength);
        Ascii.write(draft, "From: ");
        draft.writeBytes(dialog.local);
        Ascii.write(draft, "\r\nTo: ");
        draft.writeBytes(dialog.remote);
        Ascii.write(draft, "\r\nCall-ID: ");
        draft.writeBytes(dialog.callId);
        Ascii.write(draft, "\r\nCSeq: ");
        Ascii.writeDecimal(draft, ++dialog.cseq);
        draft.writeByte(' ');
        writer.line(draft, method);
        return place;
    }

    private void finish(ByteBuf out, int place, @Nullable Held held, @Nullable Signature signature) {
        if (held == null || signature == Signature.UNSIGNED || signature == Signature.UNSIGNED_BENOTIFY) {
            out.writeBytes(draft);
        } else {
            seal.sign(draft, place, held.association, signature, out);
        }
    }
}
