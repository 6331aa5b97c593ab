package rollcall.mock;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import rollcall.auth.Association;
import rollcall.auth.AuthFacts;
import rollcall.mock.Behaviour.Signature;
import rollcall.sip.Ascii;
import rollcall.sip.SipMessage;

/** Puts the pool's signature into a message that is otherwise finished. One for an event loop. */
final class Seal {
    private static final byte[] RSPAUTH = AnswerWriter.ascii("rspauth=\"");
    /** In a signature, behind the version and where none of its forms has a constant. */
    private static final int CHANGED_DIGIT = 20;

    private final SipMessage message = new SipMessage();
    private final AuthFacts facts = new AuthFacts();
    private final ByteBuf info = Unpooled.buffer(512);

    /**
     * Copies a message with its signature.
     *
     * @param draft the message without, on the heap from index 0 on
     * @param place where in it the header belongs
     */
    void sign(ByteBuf draft, int place, Association association, @Nullable Signature behaviour, ByteBuf out) {
        if (message.parse(draft.array(), 0, draft.writerIndex()) != null) {
            throw new IllegalStateException("the registrar has written something that is not SIP");
        }
        facts.read(message);
        association.sign(facts, info.clear());
        if (behaviour == Signature.BAD_SIGNATURE) {
            spoil(info);
        }
        out.writeBytes(draft, 0, place);
        Ascii.write(out, behaviour == Signature.PROXY_INFO ? "Proxy-Authentication-Info: " : "Authentication-Info: ");
        out.writeBytes(info);
        Ascii.write(out, "\r\n");
        out.writeBytes(draft, place, draft.writerIndex() - place);
    }

    private static void spoil(ByteBuf info) {
        int from = ByteBufUtil.indexOf(Unpooled.wrappedBuffer(RSPAUTH), info);
        int at = from + RSPAUTH.length + CHANGED_DIGIT;
        info.setByte(at, info.getByte(at) == '0' ? '1' : '0');
    }
}
