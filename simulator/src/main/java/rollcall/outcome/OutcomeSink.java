package rollcall.outcome;

/**
 * Where records go. Called on the event loop that owns the session, so an implementation has a single writer and must
 * not block. For each client: {@code started}, then exactly one of {@code signedIn} and {@code failed}, then for a
 * signed-in client at most one {@code lost}, and at the very end exactly one {@code ended}. Therefore at any moment
 * started = signedIn + failed + open.
 */
public interface OutcomeSink {
    /** A client has begun. */
    void started(LogonRecord logon);

    /** The 200 came: the logon's stages and latencies are final. */
    void signedIn(LogonRecord logon);

    /** The client could not sign in; the record says in which stage and why. */
    void failed(LogonRecord logon);

    /** A signed-in client lost its connection or its registration without having asked for it. */
    void lost(LogonRecord logon);

    /** A fault that the client survived: it went on with the next address, target or try. */
    void setback(LogonRecord logon, Stage stage, Fault fault, String detail);

    /** A request after the sign-in got its answer (refresh, sign-out): one latency. */
    void answered(LogonRecord logon, Stage stage, long nanos);

    /** This life is over; the record may be used again as soon as the call returns. */
    void ended(LogonRecord logon);
}
