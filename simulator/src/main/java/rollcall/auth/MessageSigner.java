package rollcall.auth;

import io.netty.buffer.ByteBuf;
import rollcall.sip.Ascii;
import rollcall.sip.AsciiSlice;
import rollcall.sip.AuthParam;
import rollcall.sip.AuthParams;

/** Makes and checks the signatures of SIP messages; shared by the associations of an event loop. */
final class MessageSigner {
    private static final int RANDOM_DIGITS = 8;

    private final AuthKit kit;
    private final SigningBuffer buffer = new SigningBuffer();
    private final byte[] signature = new byte[SigningKeys.MAX_SIGNATURE];
    private final byte[] randomDigits = new byte[RANDOM_DIGITS];
    private final byte[] numberDigits = new byte[20];
    private final AsciiSlice random = new AsciiSlice();
    private final AsciiSlice number = new AsciiSlice();
    private final AsciiSlice value = new AsciiSlice();

    MessageSigner(AuthKit kit) {
        this.kit = kit;
    }

    /** Writes {@code crand="…", cnum="…", response="…"}: MS-SIPAE 3.2.5.1. */
    void signAsClient(SigningContext context, long count, AuthFacts message, ByteBuf out) {
        Hex.write(kit.random().nextInt(), RANDOM_DIGITS, randomDigits, 0);
        prepare(context, count, message);
        int length = context.keys().sign(kit, true, buffer.bytes(), buffer.length(), signature);
        quoted("crand=\"", random, out);
        quoted("\", cnum=\"", number, out);
        Ascii.write(out, "\", response=\"");
        Ascii.writeHex(out, signature, 0, length);
        out.writeByte('"');
    }

    /** Writes {@code rspauth="…", srand="…", snum="…"}: MS-SIPAE 3.3.5.1. */
    void signAsServer(SigningContext context, long count, AuthFacts message, ByteBuf out) {
        Hex.writeUpper(kit.random().nextInt(), RANDOM_DIGITS, randomDigits, 0); // as pools write it
        prepare(context, count, message);
        int length = context.keys().sign(kit, false, buffer.bytes(), buffer.length(), signature);
        Ascii.write(out, "rspauth=\"");
        Ascii.writeHex(out, signature, 0, length);
        quoted("\", srand=\"", random, out);
        quoted("\", snum=\"", number, out);
        out.writeByte('"');
    }

    private void prepare(SigningContext context, long count, AuthFacts message) {
        random.set(randomDigits, 0, RANDOM_DIGITS);
        int at = numberDigits.length;
        for (long rest = count; rest > 0 || at == numberDigits.length; rest /= 10) {
            numberDigits[--at] = (byte) ('0' + rest % 10);
        }
        number.set(numberDigits, at, numberDigits.length - at);
        buffer(context, message);
    }

    private void buffer(SigningContext context, AuthFacts message) {
        buffer.set(context.scheme(), context.version(), random, number, context.realm(), context.targetName(), message);
    }

    /** Is this message of the client signed by who holds the keys? */
    boolean isByClient(SigningContext context, AuthParams credentials, AuthFacts message) {
        if (!read(credentials, AuthParam.CRAND, AuthParam.CNUM, AuthParam.RESPONSE)) {
            return false;
        }
        buffer(context, message);
        return context.keys().isRight(kit, true, buffer.bytes(), buffer.length(), value, signature);
    }

    /** Is this message of the server signed by who holds the keys? */
    boolean isByServer(SigningContext context, AuthParams info, AuthFacts message) {
        if (!read(info, AuthParam.SRAND, AuthParam.SNUM, AuthParam.RSPAUTH)) {
            return false;
        }
        buffer(context, message);
        return context.keys().isRight(kit, false, buffer.bytes(), buffer.length(), value, signature);
    }

    private boolean read(AuthParams params, AuthParam randomName, AuthParam numberName, AuthParam signatureName) {
        return params.get(randomName, random) && params.get(numberName, number) && params.get(signatureName, value);
    }

    private static void quoted(String before, AsciiSlice text, ByteBuf out) {
        Ascii.write(out, before);
        text.copyTo(out);
    }
}
