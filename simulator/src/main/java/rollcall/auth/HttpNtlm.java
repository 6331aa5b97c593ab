package rollcall.auth;

import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * NTLM as web servers speak it, the client's side: it belongs to a connection, begins with a NEGOTIATE_MESSAGE (MS-NLMP
 * 2.2.1.1) unlike over SIP, and signs nothing. One for a connection, on the event loop of its kit.
 */
public final class HttpNtlm {
    private static final int MOST_CHALLENGE_BYTES = 4_096;

    private final AuthKit kit;
    private final Credentials credentials;
    private byte[] negotiate = {};

    public HttpNtlm(AuthKit kit, Credentials credentials) {
        this.kit = kit;
        this.credentials = credentials;
    }

    /** The token that asks for a challenge. */
    public String negotiate() {
        int length = kit.messages().negotiate();
        negotiate = Arrays.copyOf(kit.messages().bytes(), length);
        return Base64.getEncoder().encodeToString(negotiate);
    }

    /**
     * The token that answers the server's.
     *
     * @return null when that is no challenge that can be answered
     */
    public @Nullable String answer(String challengeToken) {
        byte[] bytes = decoded(challengeToken);
        NtlmChallenge challenge = kit.challenge();
        if (bytes.length > MOST_CHALLENGE_BYTES || !challenge.parse(bytes, bytes.length, NtlmFlags.CONNECTION_NEEDED)) {
            return null;
        }
        kit.random().nextBytes(kit.clientChallenge());
        kit.random().nextBytes(kit.sessionKey());
        NtlmMessages messages = kit.messages();
        int length = messages.authenticate(
                challenge,
                credentials,
                kit.workstation(),
                kit.fileTime(),
                kit.clientChallenge(),
                kit.sessionKey(),
                NtlmFlags.answerOnConnection(challenge.flags()),
                negotiate);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(messages.bytes(), length));
    }

    /** Empty when it is no Base64. */
    static byte[] decoded(String token) {
        try {
            return Base64.getDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
