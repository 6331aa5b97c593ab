package rollcall.auth;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import rollcall.sip.Ascii;

/** The server's side of an NTLM association over SIP: challenges first, then as {@link Association} says. */
public final class NtlmVerifier extends SigningAssociation {
    /** Knows the passwords. */
    @FunctionalInterface
    public interface Passwords {
        /** The password of an account as the client named it ({@code DOMAIN\\user} or a UPN); null: unknown. */
        @Nullable
        String password(Credentials account);
    }

    private final AuthKit kit;
    private final NtlmServer server;
    private final Passwords passwords;
    private final byte[] serverChallenge = new byte[8];
    private final NtlmKeys keys;
    private Credentials judged = new Credentials("", "", "");

    /** @param kit of the event loop that the registrar's connection lives on */
    public NtlmVerifier(AuthKit kit, NtlmServer server, Passwords passwords) {
        this(kit, server, passwords, new NtlmKeys());
    }

    private NtlmVerifier(AuthKit kit, NtlmServer server, Passwords passwords, NtlmKeys keys) {
        super(kit, new SigningContext(Scheme.NTLM, keys, server.realm(), server.targetName(), server.version()));
        this.kit = kit;
        this.server = server;
        this.passwords = passwords;
        this.keys = keys;
        kit.random().nextBytes(serverChallenge);
    }

    /** Writes the value of a WWW-Authenticate header for a client that has said nothing yet. */
    public static void offer(NtlmServer server, ByteBuf out) {
        offer(Scheme.NTLM, server.realm(), server.targetName(), server.version(), out);
    }

    /** Writes the value of the WWW-Authenticate header that carries this association's challenge. */
    public void challenge(ByteBuf out) {
        int length = kit.messages().challenge(serverChallenge, server);
        Ascii.write(out, "NTLM opaque=\"");
        writeHandle(out);
        Ascii.write(out, "\", gssapi-data=\"");
        Base64.encode(kit.messages().bytes(), length, out);
        Ascii.write(out, "\", targetname=\"");
        server.targetName().copyTo(out);
        Ascii.write(out, "\", realm=\"");
        server.realm().copyTo(out);
        out.writeByte('"');
        writeVersion(server.version(), out);
    }

    /** Judges the answer to {@link #challenge}. */
    @Override
    Verdict judge(byte[] message, int length) {
        NtlmProof proof = kit.proof();
        if (!proof.parse(message, length)) {
            return Verdict.MALFORMED;
        }
        Credentials named = proof.account();
        String password = passwords.password(named);
        int challengeLength = kit.messages().challenge(serverChallenge, server);
        if (password == null
                || !proof.isRight(
                        new Credentials(named.domain(), named.user(), password),
                        kit.messages().bytes(),
                        challengeLength)) {
            return Verdict.REFUSED;
        }
        keys.derive(kit.ntlm(), proof.exportedSessionKey(), proof.flags());
        judged = named;
        return Verdict.ACCEPTED;
    }

    @Override
    Credentials judged() {
        return judged;
    }
}
