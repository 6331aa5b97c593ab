package rollcall.mock;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.List;
import rollcall.sip.Ascii;
import rollcall.sip.AsciiSlice;
import rollcall.sip.NameAddr;
import rollcall.sip.SipHeader;
import rollcall.sip.SipMessage;
import rollcall.sip.SipMethod;
import rollcall.sip.SipUri;

/**
 * The proxies between a client outside and its home server, and what they do to the messages that pass (RFC 3261 §16): an
 * Access Edge, and behind it the Director where there is one. One for an event loop.
 */
final class ProxyPath {
    /** What {@link #inward} says of a request that may pass. */
    static final int PASSES = 0;

    private static final byte[] CRLF = AnswerWriter.ascii("\r\n");
    private static final byte[] REMOTE_USER = AnswerWriter.ascii("ms-user-logon-data: RemoteUser\r\n");

    /** The client's side first. */
    private final List<Front> hops;

    private final SipMessage message = new SipMessage();
    private final NameAddr address = new NameAddr();
    private final SipUri uri = new SipUri();
    private final AsciiSlice value = new AsciiSlice();
    private final AsciiSlice part = new AsciiSlice();
    private byte[] copy = new byte[4096];
    private long transactions;

    ProxyPath(List<Front> hops) {
        this.hops = hops;
    }

    /**
     * Writes a request of the client as it reaches its home server.
     *
     * @param out holds it only when it passes
     * @return {@link #PASSES}, or the status it is refused with
     */
    int inward(SipMessage request, MockConnection from, ByteBuf out) {
        boolean inDialog = request.header(SipHeader.TO, value) && address.parse(value) && address.param("tag", part);
        if (!leadsHere(request, inDialog)) {
            return 481;
        }
        long forwards = request.header(SipHeader.MAX_FORWARDS, value) ? value.natural() : 70;
        if (forwards < hops.size()) {
            return 483; // RFC 3261 §16.3
        }
        byte[] a = request.array();
        int end = request.offset() + request.length();
        int line = copyLine(a, request.offset(), end, out);
        transactions++;
        for (int i = hops.size() - 1; i >= 0; i--) {
            via(hops.get(i), from, out);
        }
        if (!inDialog && (request.method() == SipMethod.SUBSCRIBE || request.method() == SipMethod.INVITE)) {
            for (int i = hops.size() - 1; i >= 0; i--) {
                recordRoute(hops.get(i), out);
            }
        }
        boolean first = true;
        for (int lineEnd = Ascii.indexOf(a, line, end, '\r');
                lineEnd > line;
                lineEnd = Ascii.indexOf(a, line, end, '\r')) {
            if (first && is(a, line, lineEnd, SipHeader.VIA)) {
                first = false;
                receivedVia(a, line, lineEnd, from, out);
            } else if (is(a, line, lineEnd, SipHeader.MAX_FORWARDS)) {
                Ascii.write(out, "Max-Forwards: ");
                Ascii.writeDecimal(out, forwards - hops.size());
                out.writeBytes(CRLF);
            } else if (!is(a, line, lineEnd, SipHeader.ROUTE)) {
                out.writeBytes(a, line, lineEnd + 2 - line);
            }
            line = lineEnd + 2;
        }
        out.writeBytes(a, line, end - line);
        return PASSES;
    }

    /**
     * Whether the Route names these proxies and nobody else. A request in a dialog has to name them, since they have
     * recorded themselves (RFC 3261 §16.4, §16.6).
     */
    private boolean leadsHere(SipMessage request, boolean inDialog) {
        int count = 0;
        for (int i = 0; request.header(SipHeader.ROUTE, i, value); i++) {
            for (boolean more = address.parse(value); more; more = address.next()) {
                address.uri(part);
                if (count == hops.size() || !uri.parse(part)) {
                    return false;
                }
                uri.host(part);
                if (!part.isIgnoreCase(hops.get(count).host())) {
                    return false;
                }
                count++;
            }
        }
        return count == hops.size() || (count == 0 && !inDialog);
    }

    /** An answer or a request of the home server as it reaches the client; written in the place of what is there. */
    void outward(MockConnection to, ByteBuf there) {
        int length = there.readableBytes();
        if (length > copy.length) {
            copy = new byte[2 * length];
        }
        byte[] a = copy;
        there.readBytes(a, 0, length).clear();
        if (message.parse(a, 0, length) != null) {
            throw new IllegalStateException("the registrar has written something that is not SIP");
        }
        int line = copyLine(a, 0, length, there);
        int ours = message.isRequest() ? 0 : hops.size();
        if (message.isRequest()) {
            transactions++;
            hops.forEach(hop -> via(hop, to, there));
        }
        for (int lineEnd = Ascii.indexOf(a, line, length, '\r');
                lineEnd > line;
                lineEnd = Ascii.indexOf(a, line, length, '\r')) {
            if (ours > 0 && is(a, line, lineEnd, SipHeader.VIA)) {
                ours--; // RFC 3261 §16.7: each takes its own off again
            } else {
                there.writeBytes(a, line, lineEnd + 2 - line);
            }
            line = lineEnd + 2;
        }
        if (!message.isRequest()) {
            there.writeBytes(REMOTE_USER); // MS-SIPRE 4.10: on every answer, a refusal too
        }
        there.writeBytes(a, line, length - line);
    }

    /** Copies the line that begins at {@code from}, and says where the next begins. */
    private static int copyLine(byte[] a, int from, int end, ByteBuf out) {
        int next = Ascii.indexOf(a, from, end, '\r') + 2;
        out.writeBytes(a, from, next - from);
        return next;
    }

    private static boolean is(byte[] a, int from, int to, SipHeader header) {
        int nameEnd = Ascii.indexOf(a, from, to, ':');
        while (nameEnd > from && a[nameEnd - 1] <= ' ') {
            nameEnd--;
        }
        String compact = header.compact();
        return Ascii.equalsIgnoreCase(a, from, nameEnd, header.header())
                || (compact != null && Ascii.equalsIgnoreCase(a, from, nameEnd, compact));
    }

    private void via(Front hop, MockConnection of, ByteBuf out) {
        Ascii.write(out, "Via: SIP/2.0/TLS ");
        Ascii.write(out, hop.host());
        out.writeByte(':');
        Ascii.writeDecimal(out, hop.port());
        Ascii.write(out, ";branch=z9hG4bK");
        AnswerWriter.connectionId(out, of);
        out.writeByte('.');
        Ascii.writeDecimal(out, transactions);
        out.writeBytes(CRLF);
    }

    private static void recordRoute(Front hop, ByteBuf out) {
        Ascii.write(out, "Record-Route: <sip:");
        Ascii.write(out, hop.host());
        out.writeByte(':');
        Ascii.writeDecimal(out, hop.port());
        Ascii.write(out, ";transport=tls;lr>\r\n");
    }

    /** The client's own address is of no use behind a NAT: the Edge notes the connection (RFC 3261 §18.2.1, MS-SIPRE). */
    private static void receivedVia(byte[] a, int from, int to, MockConnection connection, ByteBuf out) {
        int comma = Ascii.indexOf(a, from, to, ',');
        int top = comma < 0 ? to : comma;
        out.writeBytes(a, from, top - from);
        if (connection.channel.remoteAddress() instanceof InetSocketAddress remote) {
            Ascii.write(out, ";received=");
            Ascii.write(out, remote.getAddress().getHostAddress());
        }
        Ascii.write(out, ";ms-received-port=");
        Ascii.writeDecimal(out, connection.remotePort);
        out.writeBytes(AnswerWriter.RECEIVED_CID);
        AnswerWriter.connectionId(out, connection);
        out.writeBytes(a, top, to + 2 - top);
    }
}
