package rollcall.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import rollcall.sip.AsciiSlice;
import rollcall.sip.NameAddr;
import rollcall.sip.SipHeader;
import rollcall.sip.SipMessage;
import rollcall.sip.SipUri;

/**
 * Reads from the 200 to a SUBSCRIBE what requests in its dialog need. All clients of a pool are told nearly the same, so
 * that they share what they keep: only the tag is each one's own. One for an event loop.
 */
final class DialogReader {
    /** More proxies than these are a loop. */
    static final int MOST_ROUTES = 16;

    /** Room for the Route headers of one dialog. */
    static final int MOST_ROUTE_BYTES = 2048;

    private static final byte[] NOTHING = {};

    private final AsciiSlice value = new AsciiSlice();
    private final AsciiSlice part = new AsciiSlice();
    private final NameAddr address = new NameAddr();
    private final SipUri uri = new SipUri();
    private final AsciiSlice[] hops = new AsciiSlice[MOST_ROUTES];
    private final ByteBuf lines = Unpooled.buffer(256);
    private byte[] lastRequestUri = NOTHING;
    private byte[] lastRoutes = NOTHING;

    DialogReader() {
        Arrays.setAll(hops, i -> new AsciiSlice());
    }

    /**
     * The dialog that this answer has begun.
     *
     * @param ownUri where requests go when the server names no Contact
     * @return null when its Record-Route is longer than anybody's who means it well
     */
    @Nullable
    Dialog read(SipMessage response, byte[] ownUri) {
        int count = readHops(response);
        if (count < 0) {
            return null;
        }
        byte[] toTag = toTag(response);
        if (response.header(SipHeader.CONTACT, value) && address.parse(value)) {
            address.uri(value);
        } else {
            value.set(ownUri, 0, ownUri.length);
        }
        if (count == 0) {
            return new Dialog(requestUri(value), toTag, null);
        }
        // RFC 3261 §12.1.2: the route set is Record-Route in reverse order. §12.2.1.1: where its first hop is a strict
        // router, that becomes the Request-URI, and the server's own address the last Route.
        int first = count - 1;
        boolean loose = isLoose(hops[first]);
        lines.clear();
        for (int i = loose ? first : first - 1; i >= 0; i--) {
            ByteBufUtil.writeAscii(lines, "Route: ");
            hops[i].copyTo(lines);
            ByteBufUtil.writeAscii(lines, "\r\n");
        }
        if (!loose) {
            ByteBufUtil.writeAscii(lines, "Route: <");
            value.copyTo(lines);
            ByteBufUtil.writeAscii(lines, ">\r\n");
            address.parse(hops[first]);
            address.uri(value);
        }
        return lines.readableBytes() > MOST_ROUTE_BYTES ? null : new Dialog(requestUri(value), toTag, routes());
    }

    /** How many hops there are, in the order of the answer; -1: too many. */
    private int readHops(SipMessage response) {
        int count = 0;
        for (int i = 0; response.header(SipHeader.RECORD_ROUTE, i, value); i++) {
            for (boolean more = address.parse(value); more; more = address.next()) {
                if (count == MOST_ROUTES) {
                    return -1;
                }
                address.element(hops[count]);
                count++;
            }
        }
        return count;
    }

    private boolean isLoose(AsciiSlice hop) {
        address.parse(hop);
        address.uri(part);
        return uri.parse(part) && uri.param("lr", part);
    }

    private byte[] toTag(SipMessage response) {
        return response.header(SipHeader.TO, value) && address.parse(value) && address.param("tag", part)
                ? Arrays.copyOfRange(part.array(), part.offset(), part.offset() + part.length())
                : NOTHING;
    }

    private byte[] requestUri(AsciiSlice text) {
        int from = text.offset();
        int to = from + text.length();
        if (!Arrays.equals(lastRequestUri, 0, lastRequestUri.length, text.array(), from, to)) {
            lastRequestUri = Arrays.copyOfRange(text.array(), from, to);
        }
        return lastRequestUri;
    }

    private byte[] routes() {
        int to = lines.readableBytes();
        if (!Arrays.equals(lastRoutes, 0, lastRoutes.length, lines.array(), 0, to)) {
            lastRoutes = Arrays.copyOf(lines.array(), to);
        }
        return lastRoutes;
    }
}
