package rollcall.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;
import rollcall.sip.AsciiSlice;
import rollcall.sip.SipHeader;
import rollcall.sip.SipMessage;

/** The client's answer to a request of the server: rare, so it is written plainly. */
final class Reply {
    private static final SipHeader[] ECHOED = {SipHeader.FROM, SipHeader.TO, SipHeader.CALL_ID, SipHeader.CSEQ};

    private Reply() {}

    /** 200 to what a signed-in client understands, 501 to the rest; null for what is never answered. */
    static @Nullable ByteBuf to(SipMessage request, ByteBufAllocator alloc) {
        String status = switch (request.method()) {
            case BENOTIFY, ACK -> null; // the B stands for best effort: no answer, ever
            case NOTIFY, OPTIONS -> "200 OK";
            default -> "501 Not Implemented";
        };
        if (status == null) {
            return null;
        }
        ByteBuf out = alloc.directBuffer(512);
        ByteBufUtil.writeAscii(out, "SIP/2.0 " + status + "\r\n");
        AsciiSlice value = new AsciiSlice();
        for (int i = 0; request.header(SipHeader.VIA, i, value); i++) {
            header(SipHeader.VIA, value, out); // RFC 3261 §8.2.6.2: all of them, in order
        }
        for (SipHeader header : ECHOED) {
            if (request.header(header, 0, value)) {
                header(header, value, out);
            }
        }
        ByteBufUtil.writeAscii(out, "Content-Length: 0\r\n\r\n");
        return out;
    }

    private static void header(SipHeader header, AsciiSlice value, ByteBuf out) {
        ByteBufUtil.writeAscii(out, header.header());
        ByteBufUtil.writeAscii(out, ": ");
        value.copyTo(out);
        ByteBufUtil.writeAscii(out, "\r\n");
    }
}
