package rollcall.mock;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import rollcall.mock.Bindings.Binding;
import rollcall.sip.Ascii;
import rollcall.sip.AsciiSlice;

/** Writes what a 200 to REGISTER says of a user's endpoints. One for an event loop. */
final class BindingWriter {
    private static final byte[] CONTACT = AnswerWriter.ascii("Contact: <");
    private static final byte[] EXPIRES_PARAM = AnswerWriter.ascii(">;expires=");
    private static final byte[] INSTANCE = AnswerWriter.ascii(";+sip.instance=\"<urn:uuid:");
    private static final byte[] GRUU = AnswerWriter.ascii(">\";gruu=\"sip:");
    private static final byte[] GRUU_EPID = AnswerWriter.ascii(";opaque=user:epid:");
    private static final byte[] GRUU_END = AnswerWriter.ascii(";gruu\"\r\n");
    private static final byte[] ADDED = AnswerWriter.ascii("presence-state: register-action=\"added\"\r\n");
    private static final byte[] REFRESHED = AnswerWriter.ascii("presence-state: register-action=\"refreshed\"\r\n");
    private static final byte[] AFTER_PRESENCE = AnswerWriter.ascii(AnswerWriter.ALLOW_EVENTS + "\r\n"
            + "Supported: adhoclist\r\n"
            + "Server: RTC/3.5\r\n"
            + "Supported: msrtc-event-categories\r\n");

    private final AnswerWriter writer;

    BindingWriter(AnswerWriter writer) {
        this.writer = writer;
    }

    /** The Contact URI of the request as the pool gives it out: bound to its connection. */
    byte[] boundContact(ByteBuf scratch, AsciiSlice uri, MockConnection connection) {
        scratch.clear();
        uri.copyTo(scratch);
        scratch.writeBytes(AnswerWriter.RECEIVED_CID);
        AnswerWriter.connectionId(scratch, connection);
        return Arrays.copyOf(scratch.array(), scratch.writerIndex());
    }

    /** @param gruu whether the client wants one (gruu-10) */
    void contact(ByteBuf out, Binding binding, AsciiSlice user, boolean gruu, long nowMillis) {
        out.writeBytes(CONTACT).writeBytes(binding.contact()).writeBytes(EXPIRES_PARAM);
        Ascii.writeDecimal(out, Math.max(0, (binding.expiresAtMillis() - nowMillis + 999) / 1000));
        out.writeBytes(INSTANCE);
        EndpointId.writeUuid(binding.instanceHigh, binding.instanceLow, out);
        if (!gruu) {
            Ascii.write(out, ">\"\r\n");
            return;
        }
        out.writeBytes(GRUU);
        user.copyTo(out);
        out.writeBytes(GRUU_EPID);
        EndpointId.writeGruuPart(binding.instanceHigh, binding.instanceLow, out);
        out.writeBytes(GRUU_END);
    }

    /** The end of a 200 to REGISTER: MS-SIPREGE 2.2.1.4 and the capture of section 6.1's shape. */
    void registered(ByteBuf out, long expiresSeconds, boolean refreshed) {
        writer.expires(out, expiresSeconds);
        out.writeBytes(refreshed ? REFRESHED : ADDED);
        out.writeBytes(AFTER_PRESENCE);
    }
}
