package rollcall.mock;

import rollcall.auth.Scheme;

/** Told each time that somebody shows credentials, on the event loop that judged them. Never told a secret. */
@FunctionalInterface
interface AttemptLog {
    /** Nobody wants to know. */
    AttemptLog NONE = (millis, host, user, scheme, verdict) -> {};

    /**
     * One attempt to authenticate.
     *
     * @param millis since 1970
     * @param host of the server that judged it
     * @param user the address in From, without {@code sip:}
     * @param verdict in a word, as {@code accepted} or {@code bad-signature}
     */
    void attempted(long millis, String host, String user, Scheme scheme, String verdict);
}
