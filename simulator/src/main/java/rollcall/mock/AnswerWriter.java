package rollcall.mock;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rollcall.plan.Transport;
import rollcall.sip.Ascii;
import rollcall.sip.AsciiSlice;
import rollcall.sip.NameAddr;
import rollcall.sip.SipHeader;
import rollcall.sip.SipMessage;
import rollcall.sip.SipMethod;

/** Writes the registrar's messages in the shape of a real pool's, header by header. One for an event loop. */
final class AnswerWriter {
    private static final byte[] VERSION = ascii("SIP/2.0 ");
    private static final byte[] CRLF = ascii("\r\n");
    private static final byte[] FROM = ascii("From: ");
    private static final byte[] TO = ascii("To: ");
    private static final byte[] TAG = ascii(";tag=");
    private static final byte[] CALL_ID = ascii("Call-ID: ");
    private static final byte[] CSEQ = ascii("CSeq: ");
    private static final byte[] VIA = ascii("Via: ");
    private static final byte[] RECEIVED_PORT = ascii(";ms-received-port=");
    static final byte[] RECEIVED_CID = ascii(";ms-received-cid=");
    private static final byte[] EXPIRES = ascii("Expires: ");
    private static final byte[] DATE = ascii("Date: ");
    static final String ALLOW_EVENTS =
            "Allow-Events: vnd-microsoft-provisioning,vnd-microsoft-roaming-contacts,vnd-microsoft-roaming-ACL,"
                    + "presence,presence.wpending,vnd-microsoft-roaming-self,vnd-microsoft-provisioning-v2";
    private static final byte[] SERVER = ascii("Server: RTC/3.5\r\n");
    private static final byte[] REMOTE_USER = ascii("ms-user-logon-data: RemoteUser\r\n");
    private static final byte[] END = ascii("Content-Length: 0\r\n\r\n");
    static final String ALLOW = "Allow: REGISTER, SUBSCRIBE, SERVICE, OPTIONS, ACK, CANCEL";
    private static final int RETRY_AFTER_SECONDS = 30;
    private static final byte[] UPPER_HEX = ascii("0123456789ABCDEF");

    /** RFC 3261 §20.17: the day has two digits. */
    private static final DateTimeFormatter DATE_FORMAT =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private final RandomGenerator random;
    private final Front front;
    private final Users users;
    private final AsciiSlice value = new AsciiSlice();
    private final AsciiSlice param = new AsciiSlice();
    private final NameAddr address = new NameAddr();
    private final byte[] host;
    private final byte[] keepAlive;
    private byte[] date = {};
    private long dateSecond = -1;
    private long second;
    private int signaturePlace;

    AnswerWriter(Front front, Users users, int keepAliveSeconds, RandomGenerator random) {
        this.front = front;
        this.users = users;
        this.random = random;
        this.host = ascii(front.host());
        // MS-CONMGMT 2.2.1
        this.keepAlive =
                ascii("ms-keep-alive: UAS; tcp=no; hop-hop=yes; end-end=no; timeout=" + keepAliveSeconds + "\r\n");
    }

    static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    void statusLine(ByteBuf out, int status) {
        out.writeBytes(VERSION);
        Ascii.writeDecimal(out, status);
        out.writeByte(' ');
        Ascii.write(out, Words.reason(status));
        out.writeBytes(CRLF);
        signaturePlace = out.writerIndex();
    }

    /** Where in the answer begun last its signature belongs. */
    int signaturePlace() {
        return signaturePlace;
    }

    void keepAlive(ByteBuf out) {
        out.writeBytes(keepAlive);
        signaturePlace = out.writerIndex();
    }

    /** Where in-dialog requests go: this server, and the signature behind it (MS-SIPREGE 4.2.2). */
    void ownContact(ByteBuf out, MockConnection connection) {
        Ascii.write(out, "Contact: <sip:");
        out.writeBytes(host);
        out.writeByte(':');
        Ascii.writeDecimal(out, front.port());
        Ascii.write(out, front.transport() == Transport.TLS ? ";transport=tls>\r\n" : ";transport=tcp>\r\n");
        signaturePlace = out.writerIndex();
    }

    void contentLength(ByteBuf out, int bytes) {
        Ascii.write(out, "Content-Length: ");
        Ascii.writeDecimal(out, bytes);
        out.writeBytes(CRLF);
    }

    void subscriptionState(ByteBuf out, long seconds) {
        Ascii.write(
                out, seconds > 0 ? "subscription-state: active;expires=" : "subscription-state: terminated;expires=");
        Ascii.writeDecimal(out, seconds);
        out.writeBytes(CRLF);
    }

    void header(ByteBuf out, String name, String value) {
        Ascii.write(out, name);
        Ascii.write(out, value);
        out.writeBytes(CRLF);
    }

    /** The end of the headers, where a body follows. */
    void blank(ByteBuf out) {
        out.writeBytes(CRLF);
    }

    void line(ByteBuf out, String text) {
        Ascii.write(out, text);
        out.writeBytes(CRLF);
    }

    /** What {@link #date(ByteBuf)} writes from now on, in seconds since 1970. */
    void date(long second) {
        this.second = second;
    }

    /** RFC 3261 §20.17; formatted once a second. */
    void date(ByteBuf out) {
        if (second != dateSecond) {
            dateSecond = second;
            date = ascii(DATE_FORMAT.format(Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC)));
        }
        out.writeBytes(DATE).writeBytes(date).writeBytes(CRLF);
    }

    /** MS-OCER 2.2.1: why. */
    void diagnostics(ByteBuf out, int id) {
        boolean isPublic = front.isEdge() || Words.isPublic(id);
        Ascii.write(out, isPublic ? "ms-diagnostics-public: " : "ms-diagnostics: ");
        Ascii.writeDecimal(out, id);
        Ascii.write(out, ";reason=\"");
        Ascii.write(out, Words.diagnostics(id));
        out.writeByte('"');
        if (!isPublic) {
            Ascii.write(out, ";source=\"");
            out.writeBytes(host);
            out.writeByte('"');
        }
        out.writeBytes(CRLF);
    }

    /**
     * A final refusal, complete, with the headers that its status calls for.
     *
     * @param diagnostics an ErrorId, or 0 for none
     * @return the status
     */
    int refusal(ByteBuf out, SipMessage request, MockConnection connection, int status, int diagnostics) {
        return refusal(out, request, connection, status, diagnostics, RETRY_AFTER_SECONDS);
    }

    /** 503, with the time after which to try again. */
    int busy(ByteBuf out, SipMessage request, MockConnection connection, int retryAfterSeconds) {
        return refusal(out, request, connection, 503, 17000, retryAfterSeconds);
    }

    private int refusal(
            ByteBuf out,
            SipMessage request,
            MockConnection connection,
            int status,
            int diagnostics,
            int retryAfterSeconds) {
        statusLine(out, status);
        if (status == 401) {
            date(out);
        }
        if (diagnostics > 0) {
            diagnostics(out, diagnostics);
        }
        echo(out, request, connection);
        switch (status) {
            case 405 -> line(out, ALLOW);
            case 421 -> line(out, "Require: gruu-10");
            case 489 ->
                line(out, request.method() == SipMethod.SUBSCRIBE ? ALLOW_EVENTS : "Allow-Events: registration");
            case 503 -> line(out, "Retry-After: " + retryAfterSeconds);
            default -> {}
        }
        server(out);
        end(out);
        return status;
    }

    /** From, To, Call-ID, CSeq and every Via of the request, as RFC 3261 §8.2.6.2 wants them back. */
    void echo(ByteBuf out, SipMessage request, MockConnection connection) {
        copy(out, FROM, request, SipHeader.FROM);
        echoRest(out, request, connection, null);
    }

    /**
     * As {@link #echo}, with the name that people call the user by (as captured from OCS 2007 R2).
     *
     * @param tag of ours, where To has none; null for a new one
     */
    void echoNamed(ByteBuf out, SipMessage request, MockConnection connection, int user, byte @Nullable [] tag) {
        request.header(SipHeader.FROM, value);
        int bracket = Ascii.indexOf(value.array(), value.offset(), value.offset() + value.length(), '<');
        out.writeBytes(FROM);
        if (bracket >= 0) {
            out.writeByte('"');
            users.writeDisplayName(user, out);
            out.writeByte('"');
            value.set(value.array(), bracket, value.offset() + value.length() - bracket);
        }
        value.copyTo(out);
        out.writeBytes(CRLF);
        echoRest(out, request, connection, tag);
    }

    private void echoRest(ByteBuf out, SipMessage request, MockConnection connection, byte @Nullable [] tag) {
        if (request.header(SipHeader.TO, value)) {
            out.writeBytes(TO);
            value.copyTo(out);
            if (!address.parse(value) || !address.param("tag", param)) {
                out.writeBytes(TAG);
                if (tag == null) {
                    tag(out);
                } else {
                    out.writeBytes(tag);
                }
            }
            out.writeBytes(CRLF);
        }
        copy(out, CALL_ID, request, SipHeader.CALL_ID);
        copy(out, CSEQ, request, SipHeader.CSEQ);
        for (int i = 0; request.header(SipHeader.VIA, i, value); i++) {
            out.writeBytes(VIA);
            if (i == 0) {
                receivedVia(out, connection);
            } else {
                value.copyTo(out);
            }
            out.writeBytes(CRLF);
        }
        if (front.isEdge()) {
            // MS-SIPRE 4.10: on what the Edge says itself, too.
            out.writeBytes(REMOTE_USER);
        }
    }

    /** RFC 3261 §12.1.1: the proxies that want to stay on the way, as they stand in the request. */
    void recordRoute(ByteBuf out, SipMessage request) {
        for (int i = 0; request.header(SipHeader.RECORD_ROUTE, i, value); i++) {
            Ascii.write(out, "Record-Route: ");
            value.copyTo(out);
            out.writeBytes(CRLF);
        }
    }

    /** The topmost Via, in front of others that may share its line, gains the connection it came on. */
    private void receivedVia(ByteBuf out, MockConnection connection) {
        int from = value.offset();
        int end = from + value.length();
        int comma = Ascii.indexOf(value.array(), from, end, (byte) ',');
        int top = comma < 0 ? end : comma;
        out.writeBytes(value.array(), from, top - from);
        out.writeBytes(RECEIVED_PORT);
        Ascii.writeDecimal(out, connection.remotePort);
        out.writeBytes(RECEIVED_CID);
        connectionId(out, connection);
        out.writeBytes(value.array(), top, end - top);
    }

    void expires(ByteBuf out, long seconds) {
        out.writeBytes(EXPIRES);
        Ascii.writeDecimal(out, seconds);
        out.writeBytes(CRLF);
    }

    void server(ByteBuf out) {
        out.writeBytes(SERVER);
    }

    void end(ByteBuf out) {
        out.writeBytes(END);
    }

    /** A tag of ours as a value: so many hex digits, 16 at most. */
    byte[] tag(int digits) {
        byte[] tag = new byte[digits];
        long bits = random.nextLong();
        for (int i = 0; i < digits; i++) {
            tag[i] = UPPER_HEX[(int) (bits >>> (60 - 4 * i)) & 15];
        }
        return tag;
    }

    /** A tag, branch or Call-ID of ours: 32 hex digits. */
    void tag(ByteBuf out) {
        for (int half = 0; half < 2; half++) {
            long bits = random.nextLong();
            for (int shift = 60; shift >= 0; shift -= 4) {
                out.writeByte(UPPER_HEX[(int) (bits >>> shift) & 15]);
            }
        }
    }

    /** The Via of a request of our own. */
    void ownVia(ByteBuf out, MockConnection connection) {
        Ascii.write(out, "Via: SIP/2.0/");
        Ascii.write(out, connection.transport);
        out.writeByte(' ');
        out.writeBytes(host);
        Ascii.write(out, ";branch=z9hG4bK");
        tag(out);
        out.writeBytes(CRLF);
    }

    private void copy(ByteBuf out, byte[] name, SipMessage request, SipHeader header) {
        if (request.header(header, value)) {
            out.writeBytes(name);
            value.copyTo(out);
            out.writeBytes(CRLF);
        }
    }

    /** What stands in ms-received-cid. */
    static void connectionId(ByteBuf out, MockConnection connection) {
        Ascii.writeHex(out, connection.id, connection.id < 0x10000 ? 4 : 8);
    }
}
