package rollcall.mock;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import rollcall.sip.AsciiSlice;
import rollcall.sip.NameAddr;
import rollcall.sip.SipHeader;
import rollcall.sip.SipMessage;

/** What the pool needs of a client's request to send one of its own later, in the same dialog or about the same call. */
final class Dialog {
    final int user;
    /** Request-URI of the pool's requests. */
    final byte[] target;

    final byte[] callId;
    /** Value of From in the pool's requests: who was To, with our tag. */
    final byte[] local;
    /** Value of To in the pool's requests: who was From, with its tag and epid. */
    final byte[] remote;

    /** Of the last request that the pool has sent, or of what counts as one. */
    long cseq;

    private Dialog(int user, byte[] target, byte[] callId, byte[] local, byte[] remote) {
        this.user = user;
        this.target = target;
        this.callId = callId;
        this.local = local;
        this.remote = remote;
    }

    /**
     * Of a whole request.
     *
     * @param target where the client wants to be reached
     * @param tag of ours
     */
    static Dialog of(SipMessage request, int user, byte[] target, byte[] tag) {
        AsciiSlice value = new AsciiSlice();
        NameAddr address = new NameAddr();
        request.header(SipHeader.CALL_ID, value);
        byte[] callId = bytes(value);
        request.header(SipHeader.FROM, value);
        byte[] remote = bytes(value);
        request.header(SipHeader.TO, value);
        address.parse(value);
        address.uri(value);
        ByteBuf local = Unpooled.buffer(value.length() + tag.length + 7);
        local.writeByte('<');
        value.copyTo(local);
        local.writeBytes(AnswerWriter.ascii(">;tag=")).writeBytes(tag);
        byte[] from = new byte[local.readableBytes()];
        local.readBytes(from);
        return new Dialog(user, target, callId, from, remote);
    }

    static byte[] bytes(AsciiSlice lent) {
        byte[] copy = new byte[lent.length()];
        System.arraycopy(lent.array(), lent.offset(), copy, 0, copy.length);
        return copy;
    }
}
