package rollcall.outcome;

/**
 * Where records go. Called on the event loop that owns the session, so an implementation has a single writer and must
 * not block. For each client: {@code started}, then exactly one of {@code signedIn} and {@code failed}, then for a
 * signed-in client any number of {@code dropped} and {@code returned} in turn and at most one {@code lost}, and at the
 * very end exactly one {@code ended}. Therefore at any moment started = signedIn + failed + open.
 */
public interface OutcomeSink {
    /** A client has begun. */
    void started(LogonRecord logon);

    /** The 200 came: the logon's stages and latencies are final. */
    void signedIn(LogonRecord logon);

    /** The client could not sign in; the record says in which stage and why. */
    void failed(LogonRecord logon);

    /**
     * A signed-in client lost its connection or its registration without having asked for it, and does not come back, or
     * has tried in vain: then the record {@linkplain LogonRecord#isAway is away} and has the fault of the last try.
     */
    void lost(LogonRecord logon);

    /** A signed-in client lost its connection or its registration, and means to come back: a fault that it survives. */
    void dropped(LogonRecord logon, Stage stage, Fault fault, String detail);

    /** A client that was dropped is signed in again; the record still says when it was dropped. */
    void returned(LogonRecord logon);

    /** A fault that the client survived: it went on with the next address, target or try. */
    void setback(LogonRecord logon, Stage stage, Fault fault, String detail);

    /** A request after the sign-in got its answer (refresh, sign-out): one latency. */
    void answered(LogonRecord logon, Stage stage, long nanos);

    /**
     * A signed-in client is done with something that it fetched from the web; whether that went well, {@link #answered} or
     * {@link #setback} tells.
     *
     * @param begunNanos when it began
     * @param bytes of what came, 0 when it did not go well
     */
    default void fetched(LogonRecord logon, Stage stage, long begunNanos, long bytes) {}

    /** This life is over; the record may be used again as soon as the call returns. */
    void ended(LogonRecord logon);
}
