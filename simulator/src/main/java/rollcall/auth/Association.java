package rollcall.auth;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import rollcall.sip.AsciiSlice;
import rollcall.sip.AuthParam;
import rollcall.sip.AuthParams;

/**
 * The server's side of one security association over SIP: judges the credentials that found it, and from then on checks
 * each message of the client and signs its own (MS-SIPAE 3.3). A registrar keeps one for each client, found by its {@link
 * #handle()}; not thread-safe.
 */
public interface Association {
    /** What became of a message of the client. */
    enum Verdict {
        /** The proof or the signature is right, and new. */
        ACCEPTED,
        /** Wrong user or password. */
        REFUSED,
        /** The signature is missing or wrong. */
        BAD_SIGNATURE,
        /** A right signature that was seen before, or so long ago that nobody remembers. */
        REPLAYED,
        /** The client's clock and the server's are too far apart. */
        CLOCK_SKEW,
        /** Not an answer to this challenge. */
        MALFORMED
    }

    Scheme scheme();

    /** What stands in {@code opaque}, as a number: by it the client's later messages find this association. */
    int handle();

    /**
     * Judges credentials with {@code gssapi-data} in them: the proof or ticket, and where the version demands it the
     * signature of the request that brings it.
     */
    Verdict authenticate(AuthParams credentials, AuthFacts request);

    /** Judges the signature of a later message of the client. */
    Verdict verify(AuthParams credentials, AuthFacts message);

    /**
     * Writes the value of the Authentication-Info header of an answer or a request of the server; each carries a higher
     * number than the one before. Only for an {@linkplain #established() established} association.
     */
    void sign(AuthFacts message, ByteBuf out);

    /** Who has authenticated, without password, a Kerberos principal as a UPN ({@code user@REALM}); null: nobody yet. */
    @Nullable
    Credentials account();

    /** Has somebody authenticated? */
    default boolean established() {
        return account() != null;
    }

    /** The handle that a client's credentials name; -1 when they name none. */
    static long handle(AuthParams credentials) {
        AsciiSlice text = new AsciiSlice();
        return credentials.get(AuthParam.OPAQUE, text) && text.length() <= 8 ? Hex.read(text) : -1;
    }

    /** Does the client ask for a challenge: an empty {@code gssapi-data}? */
    static boolean asksForChallenge(AuthParams credentials) {
        AsciiSlice text = new AsciiSlice();
        return credentials.get(AuthParam.GSSAPI_DATA, text) && text.isEmpty();
    }

    /** Does the client show who it is: {@code gssapi-data} with something in it? */
    static boolean answersChallenge(AuthParams credentials) {
        AsciiSlice text = new AsciiSlice();
        return credentials.get(AuthParam.GSSAPI_DATA, text) && !text.isEmpty();
    }
}
