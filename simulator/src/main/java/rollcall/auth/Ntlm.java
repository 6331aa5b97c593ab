package rollcall.auth;

import io.netty.buffer.ByteBuf;
import rollcall.outcome.Stage;
import rollcall.sip.Ascii;
import rollcall.sip.AsciiSlice;
import rollcall.sip.AuthParam;
import rollcall.sip.AuthParams;

/**
 * NTLM over SIP (MS-SIPAE, MS-NLMP in datagram mode) as Communicator speaks it, in three legs: a REGISTER without
 * credentials, one that asks for a challenge, one that answers it. From then on each message is signed, both ways.
 */
public final class Ntlm extends SigningMechanism {
    private enum Leg {
        /** Nothing is to be said. */
        NONE,
        /** The server wants NTLM: ask it for a challenge. */
        ASK,
        /** Asked. */
        ASKED,
        /** There is a challenge: answer it. */
        ANSWER
    }

    private final AuthKit kit;
    private final NtlmKeys keys;
    private final Kept challengeMessage = new Kept();
    private Credentials credentials = new Credentials("", "", "");
    private Leg leg = Leg.NONE;

    /** @param kit of the event loop that this mechanism lives on */
    public Ntlm(AuthKit kit) {
        this(kit, new NtlmKeys());
    }

    private Ntlm(AuthKit kit, NtlmKeys keys) {
        super(kit, new SigningContext(Scheme.NTLM, keys));
        this.kit = kit;
        this.keys = keys;
    }

    @Override
    public void reset(Credentials credentials) {
        super.reset(credentials);
        this.credentials = credentials;
        leg = Leg.NONE;
    }

    @Override
    boolean take(AuthParams challenge) {
        AsciiSlice value = kit.value();
        boolean carriesMessage = challenge.get(AuthParam.GSSAPI_DATA, value) && !value.isEmpty();
        if (carriesMessage ? !keepMessage(value) : leg == Leg.ASKED) {
            return false;
        }
        leg = carriesMessage ? Leg.ANSWER : Leg.ASK;
        return true;
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

    @Override
    public Stage nextStage() {
        return leg == Leg.ASK || leg == Leg.ASKED ? Stage.CHALLENGE : Stage.AUTHENTICATE;
    }

    @Override
    void open(AuthFacts message, ByteBuf out) {
        switch (leg) {
            case NONE -> throw new IllegalStateException("no challenge to answer");
            case ASK, ASKED -> ask(out);
            case ANSWER -> {
                leg = Leg.NONE;
                answer(message, out);
            }
        }
    }

    private void ask(ByteBuf out) {
        names(out);
        Ascii.write(out, ", gssapi-data=\"\"");
        version(out);
        leg = Leg.ASKED;
    }

    @Override
    void writeToken(ByteBuf out) {
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
        keys.derive(kit.ntlm(), sessionKey, NtlmFlags.answer(challenge.flags()));
        Base64.encode(messages.bytes(), length, out);
    }
}
