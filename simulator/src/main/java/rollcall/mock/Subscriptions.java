package rollcall.mock;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import rollcall.mock.Behaviour.Media;
import rollcall.mock.Behaviour.Session;
import rollcall.sip.Ascii;
import rollcall.sip.AsciiSlice;
import rollcall.sip.NameAddr;
import rollcall.sip.SipHeader;
import rollcall.sip.SipMessage;
import rollcall.sip.SipUri;
import rollcall.sip.XmlScan;

/**
 * What SUBSCRIBE does: the first notification comes in the answer (MS-SIPREGE 4.2.2), whether or not the client said that it
 * can take it there, since every client that this pool is for can. One for an event loop.
 */
final class Subscriptions {
    private static final long LIFETIME_SECONDS = 39_600;
    private static final int TAG_DIGITS = 8;
    private static final String BATCH = "application/msrtc-adrl-categorylist+xml";

    /** Contacts of one batch: a list of this length is refused by real pools, too. */
    private static final int MOST_CONTACTS = 1000;

    private final PoolState pool;
    private final AnswerWriter writer;
    private final NotifyWriter notifier;
    private final Documents documents;
    private final Asked asked;
    private final ByteBuf body = Unpooled.buffer(4096);
    private final ByteBuf parts = Unpooled.buffer(4096);
    private final XmlScan xml = new XmlScan();
    private final NameAddr address = new NameAddr();
    private final SipUri uri = new SipUri();
    private final AsciiSlice value = new AsciiSlice();
    private final AsciiSlice tag = new AsciiSlice();
    private final AsciiSlice part = new AsciiSlice();

    Subscriptions(PoolState pool, AnswerWriter writer, NotifyWriter notifier, Documents documents, Asked asked) {
        this.pool = pool;
        this.writer = writer;
        this.notifier = notifier;
        this.documents = documents;
        this.asked = asked;
    }

    /** Writes the answer and says its status. */
    int answer(MockConnection connection, SipMessage request, ByteBuf out) {
        EventPackage events = request.header(SipHeader.EVENT, value) ? EventPackage.of(value) : null;
        if (events == null) {
            return writer.refusal(out, request, connection, 489, 0);
        }
        if (asked.session == Session.NO_CONTACTS && events == EventPackage.ROAMING_CONTACTS) {
            return writer.refusal(out, request, connection, 488, 0);
        }
        if (asked.session == Session.NO_DIALOG && pool.turns().take(asked.session, asked.user, 1)) {
            return writer.refusal(out, request, connection, 481, 0);
        }
        if (events != EventPackage.PRESENCE && !asked.isAboutItself(request)) {
            return writer.refusal(out, request, connection, 403, 0);
        }
        if (events == EventPackage.PROVISIONING_V2
                && !HeaderList.has(request, SipHeader.ACCEPT, events.contentType(), value)) {
            return writer.refusal(out, request, connection, 406, 0);
        }
        request.header(SipHeader.TO, value);
        if (address.parse(value) && address.param("tag", tag)) {
            Subscription known = find(connection, request);
            return known == null
                    ? writer.refusal(out, request, connection, 481, 0)
                    : accept(connection, request, known, out);
        }
        if (connection.subscriptions.size() >= pool.limits().dialogs()) {
            return writer.refusal(out, request, connection, 503, 17000);
        }
        byte[] own = writer.tag(TAG_DIGITS);
        Subscription begun = new Subscription(Dialog.of(request, asked.user, contact(request), own), events, own);
        return accept(connection, request, begun, out);
    }

    private @Nullable Subscription find(MockConnection connection, SipMessage request) {
        request.header(SipHeader.CALL_ID, value);
        for (Subscription subscription : connection.subscriptions) {
            if (subscription.is(value, tag)) {
                return subscription;
            }
        }
        return null;
    }

    /** Where the client wants its notifications; where it gives no Contact, its address must do. */
    private byte[] contact(SipMessage request) {
        if (request.header(SipHeader.CONTACT, value) && address.parse(value)) {
            address.uri(value);
            return Dialog.bytes(value);
        }
        return AnswerWriter.ascii("sip:" + asked.sender);
    }

    private int accept(MockConnection connection, SipMessage request, Subscription subscription, ByteBuf out) {
        long seconds = request.header(SipHeader.EXPIRES, value) ? value.natural() : LIFETIME_SECONDS;
        seconds = seconds < 0 ? LIFETIME_SECONDS : Math.min(seconds, LIFETIME_SECONDS);
        boolean known = connection.subscriptions.contains(subscription);
        if (seconds == 0) {
            connection.subscriptions.remove(subscription);
        } else {
            boolean extended = HeaderList.has(request, SipHeader.SUPPORTED, "com.microsoft.autoextend", value);
            subscription.expiresAtMillis = extended ? Long.MAX_VALUE : asked.nowMillis + seconds * 1000;
            if (!known) {
                connection.subscriptions.add(subscription);
            }
        }
        body.clear();
        String contentType = subscription.events.contentType();
        if (subscription.events == EventPackage.PRESENCE) {
            contentType = presence(request);
        } else {
            documents.write(body, subscription.events, asked.user, asked.media != Media.NOT_NAMED, asked.nowMillis);
        }
        writer.statusLine(out, 200);
        writer.ownContact(out, connection);
        writer.contentLength(out, body.readableBytes());
        writer.echoNamed(out, request, connection, asked.user, subscription.tag);
        writer.recordRoute(out, request);
        writer.expires(out, seconds);
        writer.header(out, "Content-Type: ", contentType);
        writer.header(out, "Event: ", subscription.events.event());
        writer.subscriptionState(out, seconds);
        Ascii.write(out, "ms-piggyback-cseq: ");
        Ascii.writeDecimal(out, ++subscription.dialog.cseq);
        Ascii.write(out, "\r\nSupported: ms-benotify, ms-piggyback-first-notify\r\n\r\n");
        out.writeBytes(body);
        return 200;
    }

    /** Writes what a presence subscription begins with, and returns its Content-Type. */
    private String presence(SipMessage request) {
        boolean batch = HeaderList.has(request, SipHeader.CONTENT_TYPE, BATCH, value);
        if (!batch) {
            request.header(SipHeader.TO, value);
            address.parse(value);
            address.uri(value);
            int user = user(value);
            if (user >= 0) {
                documents.presence(body, user, asked.nowMillis);
            }
            return EventPackage.PRESENCE.contentType();
        }
        String boundary = new String(writer.tag(TAG_DIGITS), US_ASCII);
        openPart(body, boundary, "application/rlmi+xml");
        Ascii.write(body, "resourceList\r\n\r\n");
        documents.openList(body, asked.sender);
        parts.clear();
        request.body(value);
        xml.parse(value);
        for (int i = 0; i < MOST_CONTACTS && xml.next("resource"); i++) {
            if (xml.attribute("uri", value)) {
                int user = user(value);
                documents.listed(body, value, user >= 0);
                if (user >= 0) {
                    openPart(parts, boundary, EventPackage.PRESENCE.contentType());
                    value.copyTo(parts);
                    Ascii.write(parts, "\r\n\r\n");
                    documents.presence(parts, user, asked.nowMillis);
                    Ascii.write(parts, "\r\n");
                }
            }
        }
        documents.closeList(body);
        Ascii.write(body, "\r\n");
        body.writeBytes(parts);
        Ascii.write(body, "--" + boundary + "--\r\n");
        return "multipart/related;type=\"application/rlmi+xml\";start=resourceList;boundary=" + boundary;
    }

    private static void openPart(ByteBuf out, String boundary, String contentType) {
        Ascii.write(out, "--");
        Ascii.write(out, boundary);
        Ascii.write(out, "\r\nContent-Transfer-Encoding: binary\r\nContent-Type: ");
        Ascii.write(out, contentType);
        Ascii.write(out, "\r\nContent-ID: ");
    }

    /** The user with this address; -1: none of this pool. */
    private int user(AsciiSlice address) {
        if (!uri.parse(address)) {
            return -1;
        }
        uri.host(part);
        if (!part.isIgnoreCase(pool.plan().domain())) {
            return -1;
        }
        uri.user(part);
        return pool.users().number(part.array(), part.offset(), part.offset() + part.length());
    }

    /** Tells the client on this connection what its user has published. */
    void published(MockConnection connection) {
        for (Subscription subscription : connection.subscriptions) {
            if (subscription.events == EventPackage.ROAMING_SELF && subscription.dialog.user == asked.user) {
                documents.published(body.clear(), asked.user, asked.nowMillis);
                ByteBuf out = connection.channel.alloc().buffer(body.readableBytes() + 1024);
                String method = asked.session == Session.NOTIFY ? "NOTIFY" : "BENOTIFY";
                notifier.notification(out, connection, subscription, method, body, asked.held, asked.signature);
                connection.send(out, null, pool.plan().latencyNanos());
            }
        }
    }

    /** The user has signed out: nobody is told any more. */
    static void end(MockConnection connection, int user) {
        connection.subscriptions.removeIf(subscription -> subscription.dialog.user == user);
    }
}
