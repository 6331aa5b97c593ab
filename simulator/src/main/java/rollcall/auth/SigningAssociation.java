package rollcall.auth;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import rollcall.sip.Ascii;
import rollcall.sip.AsciiSlice;
import rollcall.sip.AuthParam;
import rollcall.sip.AuthParams;

/** What NTLM and Kerberos over SIP have in common at the server: signatures, counters, the handle (MS-SIPAE 3.3). */
abstract class SigningAssociation implements Association {
    private final AuthKit kit;
    private final SigningContext context;
    private final int handle;
    private final ReplayWindow window = new ReplayWindow();
    private @Nullable Credentials account;
    private long sent;

    SigningAssociation(AuthKit kit, SigningContext context) {
        this.kit = kit;
        this.context = context;
        handle = kit.random().nextInt();
    }

    /** Writes the value of a WWW-Authenticate header for a client that has said nothing yet. */
    static void offer(Scheme scheme, AsciiSlice realm, AsciiSlice targetName, int version, ByteBuf out) {
        Ascii.write(out, scheme.word());
        Ascii.write(out, " realm=\"");
        realm.copyTo(out);
        Ascii.write(out, "\", targetname=\"");
        targetName.copyTo(out);
        out.writeByte('"');
        writeVersion(version, out);
    }

    static void writeVersion(int version, ByteBuf out) {
        if (version > 2) { // MS-SIPAE 2.2.1: the second does not name itself
            Ascii.write(out, ", version=");
            Ascii.writeDecimal(out, version);
        }
    }

    void writeHandle(ByteBuf out) {
        byte[] digits = kit.bytes(8);
        Hex.writeUpper(handle, 8, digits, 0);
        out.writeBytes(digits, 0, 8);
    }

    @Override
    public Scheme scheme() {
        return context.scheme();
    }

    @Override
    public int handle() {
        return handle;
    }

    @Override
    public Verdict authenticate(AuthParams credentials, AuthFacts request) {
        account = null;
        AsciiSlice text = kit.value();
        if (!credentials.get(AuthParam.GSSAPI_DATA, text)) {
            return Verdict.MALFORMED;
        }
        byte[] bytes = kit.bytes(Base64.decodedLength(text));
        Verdict verdict = judge(bytes, Base64.decode(text, bytes));
        if (verdict != Verdict.ACCEPTED) {
            return verdict;
        }
        window.clear();
        sent = 0;
        if (context.version() == 4) { // MS-SIPAE 3.3.5.2: earlier versions sign from the next request on
            verdict = verifySigned(credentials, request);
            if (verdict != Verdict.ACCEPTED) {
                return verdict;
            }
        }
        account = judged();
        return Verdict.ACCEPTED;
    }

    /**
     * Judges the message of the mechanism itself; once it is accepted, the context has its keys.
     *
     * @param length below zero when it was not Base64
     */
    abstract Verdict judge(byte[] message, int length);

    /** Whose message {@link #judge} has accepted, without password. */
    abstract Credentials judged();

    @Override
    public Verdict verify(AuthParams credentials, AuthFacts message) {
        return account == null ? Verdict.MALFORMED : verifySigned(credentials, message);
    }

    private Verdict verifySigned(AuthParams credentials, AuthFacts message) {
        if (!kit.signer().isByClient(context, credentials, message)) {
            return Verdict.BAD_SIGNATURE;
        }
        AsciiSlice number = kit.value();
        credentials.get(AuthParam.CNUM, number);
        return window.isNew(number.natural()) ? Verdict.ACCEPTED : Verdict.REPLAYED;
    }

    @Override
    public void sign(AuthFacts message, ByteBuf out) {
        if (account == null) {
            throw new IllegalStateException("nobody has authenticated");
        }
        sent++;
        Ascii.write(out, context.scheme().word());
        out.writeByte(' ');
        kit.signer().signAsServer(context, sent, message, out);
        Ascii.write(out, ", opaque=\"");
        writeHandle(out);
        Ascii.write(out, "\", qop=\"auth\", targetname=\"");
        context.targetName().copyTo(out);
        Ascii.write(out, "\", realm=\"");
        context.realm().copyTo(out);
        out.writeByte('"');
    }

    @Override
    public @Nullable Credentials account() {
        return account;
    }
}
