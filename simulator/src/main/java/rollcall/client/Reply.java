package rollcall.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;
import rollcall.auth.AuthFacts;
import rollcall.sip.AsciiSlice;
import rollcall.sip.SipHeader;
import rollcall.sip.SipMessage;

/** The client's answer to a request of the server: rare, so it is written plainly. */
final class Reply {
    private static final SipHeader[] ECHOED = {SipHeader.FROM, SipHeader.TO, SipHeader.CALL_ID, SipHeader.CSEQ};

    private Reply() {}

    /** 200 to what a signed-in client understands, 501 to the rest; null for what is never answered. */
    static @Nullable ByteBuf to(
            SipMessage request, Authenticator authenticator, AuthFacts facts, ByteBufAllocator alloc) {
        int code = switch (request.method()) {
            case BENOTIFY, ACK -> 0; // the B stands for best effort: no answer, ever
            case NOTIFY, OPTIONS -> 200;
            default -> 501;
        };
        if (code == 0) {
            return null;
        }
        String status = code == 200 ? "200 OK" : "501 Not Implemented";
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
        // MS-SIPAE 3.2.5.2: answers are signed as well; of the request they repeat all but Expires and who is asserted
        facts.read(request);
        facts.status(code);
        facts.expires().clear();
        facts.assertedSipUri().clear();
        facts.assertedTelUri().clear();
        authenticator.write(facts, out);
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
