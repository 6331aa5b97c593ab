package rollcall.auth;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;
import rollcall.sip.Ascii;
import rollcall.sip.AsciiSlice;
import rollcall.sip.AuthParam;
import rollcall.sip.AuthParams;
import rollcall.sip.SipHeader;
import rollcall.sip.SipMessage;

/**
 * What NTLM and Kerberos over SIP have in common at the client: names, signatures, counters (MS-SIPAE 3.2). From the
 * answer to the challenge on each message is signed, both ways.
 */
abstract class SigningMechanism implements Mechanism {
    private enum Step {
        /** Nothing was answered yet. */
        OPEN,
        /** Answered, keys at hand, but the server has not shown that it has them too. */
        ANSWERED,
        /** The server's signature was right. */
        ESTABLISHED
    }

    /** MS-SIPAE 2.2.1: a challenge that names no version is of the second. */
    private static final int FIRST_VERSION = 2;

    private static final int LAST_VERSION = 4;

    private final AuthKit kit;
    private final SigningContext context;
    private final Kept opaque = new Kept();
    private Step step = Step.OPEN;
    private boolean versionNamed;
    private long sent;

    SigningMechanism(AuthKit kit, SigningContext context) {
        this.kit = kit;
        this.context = context;
    }

    @Override
    public Scheme scheme() {
        return context.scheme();
    }

    @Override
    public void reset(Credentials credentials) {
        step = Step.OPEN;
    }

    @Override
    public @Nullable Fault challenged(AuthParams challenge) {
        if (step == Step.ANSWERED) {
            return Fault.AUTH_REFUSED; // and never tried again: repeated refusals lock accounts
        }
        long version = version(challenge);
        AsciiSlice value = kit.value();
        if (version < FIRST_VERSION
                || !challenge.get(AuthParam.REALM, value)
                || !challenge.get(AuthParam.TARGETNAME, value)
                || !take(challenge)) {
            return Fault.AUTH_BAD_CHALLENGE;
        }
        AsciiSlice realm = kit.value();
        AsciiSlice targetName = kit.otherValue();
        challenge.get(AuthParam.REALM, realm);
        challenge.get(AuthParam.TARGETNAME, targetName);
        context.set(realm, targetName, (int) Math.min(version, LAST_VERSION));
        versionNamed = challenge.get(AuthParam.VERSION, value);
        keepOpaque(challenge);
        step = Step.OPEN;
        return null;
    }

    private long version(AuthParams challenge) {
        AsciiSlice value = kit.value();
        return challenge.get(AuthParam.VERSION, value) ? value.natural() : FIRST_VERSION;
    }

    private void keepOpaque(AuthParams params) {
        AsciiSlice value = kit.value();
        params.get(AuthParam.OPAQUE, value);
        opaque.set(value);
    }

    /**
     * Takes what is the mechanism's own in a challenge that has realm, target name and a version; lent. Whether it can be
     * answered; if not, nothing has changed.
     */
    abstract boolean take(AuthParams challenge);

    @Override
    public void authorize(AuthFacts message, ByteBuf out) {
        if (step == Step.OPEN) {
            open(message, out);
        } else {
            names(out);
            sign(message, out);
        }
    }

    /** Writes what comes before the association has keys: {@link #answer}, or what leads there. */
    abstract void open(AuthFacts message, ByteBuf out);

    /** Writes the answer to the challenge. */
    final void answer(AuthFacts message, ByteBuf out) {
        names(out);
        version(out);
        Ascii.write(out, ", gssapi-data=\"");
        writeToken(out);
        out.writeByte('"');
        sent = 0;
        step = Step.ANSWERED;
        if (context.version() == LAST_VERSION) { // MS-SIPAE 3.2.5.1: earlier versions sign from the next request on
            sign(message, out);
        }
    }

    /** Writes the mechanism's own message in Base64; from then on the context has its keys. */
    abstract void writeToken(ByteBuf out);

    final void names(ByteBuf out) {
        Ascii.write(out, context.scheme().word());
        Ascii.write(out, " qop=\"auth\", realm=\"");
        context.realm().copyTo(out);
        if (!opaque.slice().isEmpty()) {
            Ascii.write(out, "\", opaque=\"");
            opaque.slice().copyTo(out);
        }
        Ascii.write(out, "\", targetname=\"");
        context.targetName().copyTo(out);
        out.writeByte('"');
    }

    final void version(ByteBuf out) {
        if (versionNamed) {
            Ascii.write(out, ", version=");
            Ascii.writeDecimal(out, context.version());
        }
    }

    private void sign(AuthFacts message, ByteBuf out) {
        Ascii.write(out, ", ");
        sent++;
        kit.signer().signAsClient(context, sent, message, out);
    }

    @Override
    public @Nullable Fault verify(SipMessage message) {
        if (step == Step.OPEN) {
            return null;
        }
        AuthParams info = kit.params();
        if (!find(message, SipHeader.AUTHENTICATION_INFO, info)
                && !find(message, SipHeader.PROXY_AUTHENTICATION_INFO, info)) {
            return mustBeSigned(message) ? Fault.AUTH_NOT_SIGNED : null;
        }
        AuthFacts facts = kit.facts();
        facts.read(message);
        if (!kit.signer().isByServer(context, info, facts)) {
            return Fault.AUTH_BAD_SIGNATURE;
        }
        if (opaque.slice().isEmpty()) { // where the challenge had none, the first signed answer has the server's handle
            keepOpaque(info);
        }
        step = Step.ESTABLISHED;
        return null;
    }

    /** Servers on the way make provisional answers and errors of their own, which they cannot sign. */
    private static boolean mustBeSigned(SipMessage message) {
        return message.isRequest() || (message.status() >= 200 && message.status() < 400);
    }

    private boolean find(SipMessage message, SipHeader header, AuthParams info) {
        AsciiSlice value = kit.value();
        for (int nth = 0; message.header(header, nth, value); nth++) {
            info.parse(value);
            info.scheme(value);
            if (value.isIgnoreCase(context.scheme().word())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean established() {
        return step == Step.ESTABLISHED;
    }
}
