package rollcall.auth;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.sip.AuthParams;
import rollcall.sip.SipMessage;

/**
 * The client's side of one authentication exchange, and of the security association that comes out of it. Belongs to a
 * session, is {@linkplain #reset reset} and used again for its next life; not thread-safe. {@link Mechanisms} picks one
 * and hands it the challenges.
 */
public interface Mechanism {
    Scheme scheme();

    /** Forgets everything of the last life, and takes the credentials of the next one. */
    void reset(Credentials credentials);

    /**
     * Takes a challenge, which is lent.
     *
     * @return null when the next REGISTER can answer it; else why it cannot: {@link Fault#AUTH_REFUSED} when the server
     *     asks again after it has seen credentials, {@link Fault#AUTH_NO_COMMON_SCHEME} when it demands an algorithm
     *     or a protection that this client has not, {@link Fault#AUTH_BAD_CHALLENGE} when it makes no sense. After the
     *     latter two nothing has changed, and another challenge of the same message may be tried.
     */
    @Nullable
    Fault challenged(AuthParams challenge);

    /**
     * What the next REGISTER does: {@link Stage#CHALLENGE} when it asks for a challenge, {@link Stage#AUTHENTICATE} when
     * it carries credentials.
     */
    Stage nextStage();

    /**
     * Writes the value of the Authorization header of this message, without name and line end, to the writer index.
     * Called once for each message sent, since counters go on: for the REGISTER that answers a challenge, and for every
     * later request (and, where messages are signed, for every answer to a server's request).
     */
    void authorize(AuthFacts message, ByteBuf out);

    /**
     * Takes any message of the server other than a challenge, once credentials were sent, and checks what the server
     * says about itself in Authentication-Info or Proxy-Authentication-Info.
     *
     * @return null when it is right, or when a message of this kind needs no signature; else {@link
     *     Fault#AUTH_BAD_SIGNATURE} or {@link Fault#AUTH_NOT_SIGNED}
     */
    @Nullable
    Fault verify(SipMessage message);

    /** Has the server accepted the credentials, so that later requests go through without a new challenge? */
    boolean established();
}
