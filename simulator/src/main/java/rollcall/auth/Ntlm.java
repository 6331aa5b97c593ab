package rollcall.auth;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.sip.Ascii;
import rollcall.sip.AsciiSlice;
import rollcall.sip.AuthParam;
import rollcall.sip.AuthParams;
import rollcall.sip.SipHeader;
import rollcall.sip.SipMessage;

/**
 * NTLM over SIP (MS-SIPAE, MS-NLMP in datagram mode) as Communicator speaks it, in three legs: a REGISTER without
 * credentials, one that asks for a challenge, one that answers it. From then on each message is signed, both ways.
 */
public final class Ntlm implements Mechanism {
    private enum Step {
        /** Nothing was said yet. */
        START,
        /** The server wants NTLM: ask it for a challenge. */
        ASK,
        /** Asked. */
        ASKED,
        /** There is a challenge: answer it. */
        ANSWER,
        /** Answered, keys at hand, but the server has not shown that it has them too. */
        ANSWERED,
        /** The server's signature was right. */
        ESTABLISHED
    }

    /** MS-SIPAE 2.2.1: a challenge that names no version is of the second. */
    private static final int FIRST_VERSION = 2;

    private static final int LAST_VERSION = 4;

    private final AuthKit kit;
    private final NtlmAssociation association = new NtlmAssociation();
    private final Kept opaque = new Kept();
    private final Kept challengeMessage = new Kept();
    private Credentials credentials = new Credentials("", "", "");
    private Step step = Step.START;
    private boolean versionNamed;
    private long sent;

    /** @param kit of the event loop that this mechanism lives on */
    public Ntlm(AuthKit kit) {
        this.kit = kit;
    }

    @Override
    public Scheme scheme() {
        return Scheme.NTLM;
    }

    @Override
    public void reset(Credentials credentials) {
        this.credentials = credentials;
        step = Step.START;
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
                || !challenge.get(AuthParam.TARGETNAME, value)) {
            return Fault.AUTH_BAD_CHALLENGE;
        }
        boolean carriesMessage = challenge.get(AuthParam.GSSAPI_DATA, value) && !value.isEmpty();
        if (carriesMessage ? !keepMessage(value) : step == Step.ASKED) {
            return Fault.AUTH_BAD_CHALLENGE;
        }
        keepNames(challenge, (int) Math.min(version, LAST_VERSION));
        step = carriesMessage ? Step.ANSWER : Step.ASK;
        return null;
    }

    private long version(AuthParams challenge) {
        AsciiSlice value = kit.value();
        return challenge.get(AuthParam.VERSION, value) ? value.natural() : FIRST_VERSION;
    }

    /** Keeps the CHALLENGE_MESSAGE if it can be answered. */
    private boolean keepMessage(AsciiSlice base64) {
        byte[] bytes = kit.bytes(Base64.decodedLength(base64));
        int length = Base64.decode(base64, bytes);
        if (!kit.challenge().parse(bytes, length)) {
            return false;
        }
        AsciiSlice message = kit.value();
        message.set(bytes, 0, length);
        challengeMessage.set(message);
        return true;
    }

    private void keepNames(AuthParams challenge, int version) {
        AsciiSlice realm = kit.value();
        AsciiSlice targetName = kit.otherValue();
        challenge.get(AuthParam.REALM, realm);
        challenge.get(AuthParam.TARGETNAME, targetName);
        association.set(realm, targetName, version);
        AsciiSlice value = kit.value();
        versionNamed = challenge.get(AuthParam.VERSION, value);
        challenge.get(AuthParam.OPAQUE, value);
        opaque.set(value);
    }

    @Override
    public Stage nextStage() {
        return step == Step.ASK || step == Step.ASKED ? Stage.CHALLENGE : Stage.AUTHENTICATE;
    }

    @Override
    public void authorize(AuthFacts message, ByteBuf out) {
        switch (step) {
            case START -> throw new IllegalStateException("no challenge to answer");
            case ASK, ASKED -> ask(out);
            case ANSWER -> answer(message, out);
            case ANSWERED, ESTABLISHED -> {
                names(true, out);
                sign(message, out);
            }
        }
    }

    private void ask(ByteBuf out) {
        names(false, out);
        Ascii.write(out, ", gssapi-data=\"\"");
        version(out);
        step = Step.ASKED;
    }

    private void answer(AuthFacts message, ByteBuf out) {
        names(true, out);
        version(out);
        Ascii.write(out, ", gssapi-data=\"");
        authenticateMessage(out);
        out.writeByte('"');
        sent = 0;
        step = Step.ANSWERED;
        if (association.version() == LAST_VERSION) { // MS-SIPAE 3.2.5.1: earlier versions sign from the next request on
            sign(message, out);
        }
    }

    private void authenticateMessage(ByteBuf out) {
        AsciiSlice kept = challengeMessage.slice();
        NtlmChallenge challenge = kit.challenge();
        challenge.parse(kept.array(), kept.length());
        byte[] clientChallenge = kit.clientChallenge();
        byte[] sessionKey = kit.sessionKey();
        kit.random().nextBytes(clientChallenge);
        kit.random().nextBytes(sessionKey);
        NtlmMessages messages = kit.messages();
        int length = messages.authenticate(
                challenge, credentials, kit.workstation(), kit.fileTime(), clientChallenge, sessionKey);
        association.keys().derive(kit.ntlm(), sessionKey, NtlmFlags.answer(challenge.flags()));
        Base64.encode(messages.bytes(), length, out);
    }

    private void sign(AuthFacts message, ByteBuf out) {
        Ascii.write(out, ", ");
        sent++;
        kit.signer().signAsClient(association, sent, message, out);
    }

    private void names(boolean withOpaque, ByteBuf out) {
        Ascii.write(out, "NTLM qop=\"auth\", realm=\"");
        association.realm().copyTo(out);
        if (withOpaque) {
            Ascii.write(out, "\", opaque=\"");
            opaque.slice().copyTo(out);
        }
        Ascii.write(out, "\", targetname=\"");
        association.targetName().copyTo(out);
        out.writeByte('"');
    }

    private void version(ByteBuf out) {
        if (versionNamed) {
            Ascii.write(out, ", version=");
            Ascii.writeDecimal(out, association.version());
        }
    }

    @Override
    public @Nullable Fault verify(SipMessage message) {
        if (step != Step.ANSWERED && step != Step.ESTABLISHED) {
            return null;
        }
        AuthParams info = kit.params();
        if (!find(message, SipHeader.AUTHENTICATION_INFO, info)
                && !find(message, SipHeader.PROXY_AUTHENTICATION_INFO, info)) {
            return mustBeSigned(message) ? Fault.AUTH_NOT_SIGNED : null;
        }
        AuthFacts facts = kit.facts();
        facts.read(message);
        if (!kit.signer().isByServer(association, info, facts)) {
            return Fault.AUTH_BAD_SIGNATURE;
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
            if (value.isIgnoreCase(Scheme.NTLM.word())) {
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
