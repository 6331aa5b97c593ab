package rollcall.mock;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.mock.Behaviour.Media;
import rollcall.mock.Behaviour.MediaReason;
import rollcall.mock.Behaviour.MediaStatus;
import rollcall.mock.Behaviour.Session;
import rollcall.mock.Publications.Publication;
import rollcall.mock.Publications.Verdict;
import rollcall.sip.Ascii;
import rollcall.sip.AsciiSlice;
import rollcall.sip.SipHeader;
import rollcall.sip.SipMessage;
import rollcall.sip.XmlScan;

/**
 * What SERVICE does: publication of presence (MS-PRES), and credentials for the media relay, for which the pool's Edge
 * would be asked (MS-AVEDGEA). One for an event loop.
 */
final class Publishing {
    private static final String PUBLISH = "application/msrtc-category-publish+xml";

    private static final String MEDIA_RELAY = "application/msrtc-media-relay-auth+xml";

    /** A category's name or an expireType; the longest that clients use have 16 letters. */
    private static final int MAX_WORD = 32;

    private final PoolState pool;
    private final AnswerWriter writer;
    private final Documents documents;
    private final Asked asked;
    private final ByteBuf body = Unpooled.buffer(2048);
    private final XmlScan xml = new XmlScan();
    private final AsciiSlice value = new AsciiSlice();

    Publishing(PoolState pool, AnswerWriter writer, Documents documents, Asked asked) {
        this.pool = pool;
        this.writer = writer;
        this.documents = documents;
        this.asked = asked;
    }

    /** Writes the answer and says its status; 200 means that there is news. */
    int answer(MockConnection connection, SipMessage request, ByteBuf out) {
        if (HeaderList.has(request, SipHeader.CONTENT_TYPE, MEDIA_RELAY, value)) {
            return mediaRelay(connection, request, out);
        }
        if (!isPublication(request)) {
            return writer.refusal(out, request, connection, 405, 0);
        }
        List<Publication> offered = new ArrayList<>(5);
        request.body(value);
        xml.parse(value);
        while (xml.next("publication")) {
            Publication offer = offer();
            if (offer == null) {
                return writer.refusal(out, request, connection, 400, 4001);
            }
            if (offered.size() == Publications.MOST) {
                return writer.refusal(out, request, connection, 403, 4008);
            }
            offered.add(offer);
        }
        if (offered.isEmpty()) {
            return writer.refusal(out, request, connection, 400, 4001);
        }
        if (asked.session == Session.VERSION_CONFLICT && pool.turns().take(asked.session, asked.user, 1)) {
            pool.publications().overtake(asked.user, offered);
        }
        Verdict verdict = pool.publications().publish(asked.user, offered);
        return switch (verdict) {
            case PUBLISHED -> {
                documents.published(body.clear(), asked.user, asked.nowMillis);
                yield answer(connection, request, 200, EventPackage.ROAMING_SELF.contentType(), out);
            }
            case CONFLICT -> {
                documents.conflict(body.clear(), offered);
                yield answer(connection, request, 409, "application/msrtc-fault+xml", out);
            }
            case TOO_MUCH -> writer.refusal(out, request, connection, 403, 4008);
        };
    }

    /** Whether a SERVICE publishes presence. */
    boolean isPublication(SipMessage request) {
        return HeaderList.has(request, SipHeader.CONTENT_TYPE, PUBLISH, value);
    }

    /** The credentials open nothing: no media flows here. */
    private int mediaRelay(MockConnection connection, SipMessage request, ByteBuf out) {
        request.body(value);
        xml.parse(value);
        if (!xml.next("credentialsRequest")) {
            return writer.refusal(out, request, connection, 400, 4001);
        }
        if (pool.media().authentication() == null) {
            return writer.refusal(out, request, connection, 404, 0);
        }
        if (asked.media instanceof MediaStatus refusal) {
            return writer.refusal(out, request, connection, refusal.status(), refusal.diagnostics());
        }
        xml.next("location");
        xml.text(value);
        String location = value.isIgnoreCase("internet") ? "internet" : "intranet";
        Ascii.write(
                body.clear(),
                "<?xml version=\"1.0\"?><response xmlns=\"http://schemas.microsoft.com/2006/09/sip/mrasp\" requestID=\"1\""
                        + " version=\"1.0\" serverVersion=\"1.0\" reasonPhrase=\"");
        if (asked.media instanceof MediaReason why) {
            Ascii.write(body, why.phrase() + "\"/>");
        } else {
            Ascii.write(
                    body,
                    "OK\"><credentialsResponse credentialsRequestID=\"1\"><credentials><username>bm9ib2R5</username>"
                            + "<password>bm90aGluZw==</password><duration>480</duration></credentials><mediaRelayList>"
                            + relay(location) + "</mediaRelayList></credentialsResponse></response>");
        }
        return answer(connection, request, 200, MEDIA_RELAY, out);
    }

    /** As a list of one has it. */
    private String relay(String location) {
        if (asked.media == Media.NO_RELAY) {
            return "";
        }
        Front relay = pool.media().relay(location.equals("internet"));
        return "<mediaRelay><location>" + location + "</location><hostName>" + relay.host()
                + "</hostName><udpPort>3478</udpPort><tcpPort>" + relay.port() + "</tcpPort></mediaRelay>";
    }

    /** The publication that the scan stands on; null when it is none. */
    private @Nullable Publication offer() {
        String category = word("categoryName");
        long instance = number("instance");
        long container = number("container");
        long version = number("version");
        String expireType = word("expireType");
        return category.isEmpty() || instance < 0 || container < 0 || version < 0
                ? null
                : new Publication(category, instance, container, expireType, version);
    }

    /** An attribute of letters and digits; empty for anything else, which is not to come back in our own documents. */
    private String word(String name) {
        if (!xml.attribute(name, value) || value.length() > MAX_WORD) {
            return "";
        }
        for (int i = 0; i < value.length(); i++) {
            if (!Character.isLetterOrDigit(value.charAt(i))) {
                return "";
            }
        }
        return value.toString();
    }

    private long number(String name) {
        return xml.attribute(name, value) ? value.natural() : -1;
    }

    private int answer(MockConnection connection, SipMessage request, int status, String contentType, ByteBuf out) {
        writer.statusLine(out, status);
        writer.echoNamed(out, request, connection, asked.user, null);
        writer.header(out, "Content-Type: ", contentType);
        writer.server(out);
        writer.contentLength(out, body.readableBytes());
        writer.blank(out);
        out.writeBytes(body);
        return status;
    }
}
