package rollcall.auth;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import rollcall.sip.Ascii;
import rollcall.sip.AsciiSlice;
import rollcall.sip.AuthParam;
import rollcall.sip.AuthParams;

/** The server's side of an NTLM association over SIP: challenges first, then as {@link Association} says. */
public final class NtlmVerifier implements Association {
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
    private final int handle;
    private final byte[] serverChallenge = new byte[8];
    private final NtlmAssociation association = new NtlmAssociation();
    private final ReplayWindow window = new ReplayWindow();
    private @Nullable Credentials account;
    private long sent;

    /** @param kit of the event loop that the registrar's connection lives on */
    public NtlmVerifier(AuthKit kit, NtlmServer server, Passwords passwords) {
        this.kit = kit;
        this.server = server;
        this.passwords = passwords;
        this.handle = kit.random().nextInt();
        kit.random().nextBytes(serverChallenge);
        association.set(server.realm(), server.targetName(), server.version());
    }

    @Override
    public Scheme scheme() {
        return Scheme.NTLM;
    }

    @Override
    public int handle() {
        return handle;
    }

    /** Writes the value of a WWW-Authenticate header for a client that has said nothing yet. */
    public static void offer(NtlmServer server, ByteBuf out) {
        Ascii.write(out, "NTLM realm=\"");
        server.realm().copyTo(out);
        Ascii.write(out, "\", targetname=\"");
        server.targetName().copyTo(out);
        out.writeByte('"');
        writeVersion(server, out);
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
        writeVersion(server, out);
    }

    private static void writeVersion(NtlmServer server, ByteBuf out) {
        if (server.version() > 2) {
            Ascii.write(out, ", version=");
            Ascii.writeDecimal(out, server.version());
        }
    }

    private void writeHandle(ByteBuf out) {
        byte[] digits = kit.bytes(8);
        Hex.writeUpper(handle, 8, digits, 0);
        out.writeBytes(digits, 0, 8);
    }

    /** Judges the answer to {@link #challenge}: the proof, and in version 4 the signature of the request that brings it. */
    @Override
    public Verdict authenticate(AuthParams credentials, AuthFacts request) {
        account = null;
        AsciiSlice text = kit.value();
        if (!credentials.get(AuthParam.GSSAPI_DATA, text)) {
            return Verdict.MALFORMED;
        }
        byte[] bytes = kit.bytes(Base64.decodedLength(text));
        NtlmProof proof = kit.proof();
        if (!proof.parse(bytes, Base64.decode(text, bytes))) {
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
        association.keys().derive(kit.ntlm(), proof.exportedSessionKey(), proof.flags());
        window.clear();
        sent = 0;
        if (server.version() == 4) { // MS-SIPAE 3.3.5.2: earlier versions sign from the next request on
            Verdict verdict = verifySigned(credentials, request);
            if (verdict != Verdict.ACCEPTED) {
                return verdict;
            }
        }
        account = named;
        return Verdict.ACCEPTED;
    }

    @Override
    public Verdict verify(AuthParams credentials, AuthFacts message) {
        return account == null ? Verdict.MALFORMED : verifySigned(credentials, message);
    }

    private Verdict verifySigned(AuthParams credentials, AuthFacts message) {
        if (!kit.signer().isByClient(association, credentials, message)) {
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
        Ascii.write(out, "NTLM ");
        kit.signer().signAsServer(association, sent, message, out);
        Ascii.write(out, ", opaque=\"");
        writeHandle(out);
        Ascii.write(out, "\", qop=\"auth\", targetname=\"");
        server.targetName().copyTo(out);
        Ascii.write(out, "\", realm=\"");
        server.realm().copyTo(out);
        out.writeByte('"');
    }

    @Override
    public @Nullable Credentials account() {
        return account;
    }
}
