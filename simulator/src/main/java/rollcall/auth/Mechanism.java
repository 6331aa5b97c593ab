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
     * Work to be done on another thread, because it waits for a third party, before {@link #authorize} may answer the
     * last challenge. It touches nothing that the event loop uses, throws nothing, and may be left running when the
     * session has gone on to another life.
     *
     * @return null when there is nothing to be done, as with most mechanisms
     */
    default @Nullable Runnable preparation() {
        return null;
    }

    /**
     * What became of {@link #preparation}; asked on the event loop, once it has run.
     *
     * @return null when {@link #authorize} may be called, else why it may not: {@link Fault#AUTH_NO_TICKET}, {@link
     *     Fault#AUTH_CLOCK_SKEW}, or {@link Fault#AUTH_REFUSED} when the third party refused the password, after which
     *     it must not be tried anywhere
     */
    default @Nullable Fault prepared() {
        return null;
    }

    /** Why {@link #prepared} said no: for people, without secrets. */
    default String unprepared() {
        return "";
    }

    /**
     * How long from now on the association can last, in seconds, before it must be made anew because what vouches for it
     * expires. Asked after {@link #prepared}; {@link Long#MAX_VALUE} when nothing expires.
     */
    default long lifeSeconds() {
        return Long.MAX_VALUE;
    }

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
