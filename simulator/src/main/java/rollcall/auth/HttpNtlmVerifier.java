package rollcall.auth;

import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** NTLM as web servers speak it, the server's side of one connection, on the event loop of its kit. */
public final class HttpNtlmVerifier {
    private final AuthKit kit;
    private final NtlmServer server;
    private final NtlmVerifier.Passwords passwords;
    private final byte[] serverChallenge = new byte[8];
    private byte[] negotiate = {};
    private Credentials named = new Credentials("", "", "");

    /** @param server what it says of itself; realm and version mean nothing here */
    public HttpNtlmVerifier(AuthKit kit, NtlmServer server, NtlmVerifier.Passwords passwords) {
        this.kit = kit;
        this.server = server;
        this.passwords = passwords;
        kit.random().nextBytes(serverChallenge);
    }

    /** The token that answers a client's first; null when that is no NEGOTIATE_MESSAGE. */
    public @Nullable String challenge(String token) {
        byte[] bytes = HttpNtlm.decoded(token);
        if (bytes.length < 16 || !NtlmMessages.isMessage(bytes, NtlmMessages.NEGOTIATE)) {
            return null;
        }
        negotiate = bytes;
        int length = kit.messages().challenge(serverChallenge, server, NtlmFlags.CONNECTION_OFFERED);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(kit.messages().bytes(), length));
    }

    /** Judges the answer to {@link #challenge}; a token that cannot be read is wrong. */
    public boolean accepts(String token) {
        byte[] bytes = HttpNtlm.decoded(token);
        NtlmProof proof = kit.proof();
        if (!proof.parse(bytes, bytes.length)) {
            return false;
        }
        named = proof.account();
        String password = passwords.password(named);
        int length = kit.messages().challenge(serverChallenge, server, NtlmFlags.CONNECTION_OFFERED);
        return password != null
                && proof.isRight(
                        new Credentials(named.domain(), named.user(), password),
                        negotiate,
                        kit.messages().bytes(),
                        length);
    }

    /** Who the last answer claimed to be, without a password. */
    public Credentials named() {
        return named;
    }
}
