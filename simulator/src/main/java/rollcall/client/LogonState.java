package rollcall.client;

import org.jspecify.annotations.Nullable;
import rollcall.outcome.Stage;

/**
 * Where a client stands, and where it may go from there. The edges are data, so that the machine's assertion, the tests
 * that walk each edge and the drawing in {@code CONTRIBUTING.md} read the same thing. A challenge is a step sideways, a
 * redirect or a failed address a step back; both are bounded by counts in {@code plan.LimitPlan}.
 */
public enum LogonState {
    /** Not alive: new, or given back to the pool. */
    IDLE(null),
    /** Walking the SRV names of the domain. */
    LOCATING(Stage.DNS),
    /** Looking up the addresses of one target. */
    RESOLVING(Stage.DNS),
    CONNECTING(Stage.CONNECT),
    SECURING(Stage.TLS),
    /** The first REGISTER of a connection, without credentials, is on its way. */
    REGISTERING(Stage.REGISTER),
    /** A REGISTER that asks for a challenge is on its way. */
    CHALLENGING(Stage.CHALLENGE),
    /** Somewhere else a ticket for the pool is being got. */
    TICKETING(Stage.TICKET),
    /** A REGISTER with credentials is on its way. */
    AUTHENTICATING(Stage.AUTHENTICATE),
    /** Told to come back later, or on the way back after a loss, and waiting. */
    WAITING(null),
    /** Signed in. */
    HOLDING(Stage.HOLD),
    /** Signed in; a REGISTER that renews the registration is on its way. */
    REFRESHING(Stage.REFRESH),
    /** Signed in, and authenticating from the beginning. */
    REAUTHENTICATING(Stage.REAUTHENTICATE),
    /** A REGISTER with Expires 0 is on its way. */
    SIGNING_OUT(Stage.SIGN_OUT),
    /** The outcome is known and told; the connection is closed or closing. */
    ENDED(null);

    private final @Nullable Stage stage;

    LogonState(@Nullable Stage stage) {
        this.stage = stage;
    }

    /** A bit for each state that may follow, by ordinal of the state before. */
    private static final int[] EDGES = new int[values().length];

    static {
        edges(IDLE, LOCATING, RESOLVING);
        edges(LOCATING, RESOLVING, WAITING, ENDED);
        edges(RESOLVING, RESOLVING, CONNECTING, WAITING, ENDED);
        edges(CONNECTING, RESOLVING, CONNECTING, SECURING, REGISTERING, WAITING, ENDED);
        edges(SECURING, RESOLVING, CONNECTING, REGISTERING, WAITING, ENDED);
        edges(REGISTERING, RESOLVING, CHALLENGING, TICKETING, AUTHENTICATING, WAITING, HOLDING, ENDED);
        edges(CHALLENGING, RESOLVING, AUTHENTICATING, WAITING, HOLDING, ENDED);
        edges(TICKETING, CHALLENGING, AUTHENTICATING, WAITING, ENDED);
        edges(AUTHENTICATING, RESOLVING, CHALLENGING, TICKETING, AUTHENTICATING, WAITING, HOLDING, ENDED);
        edges(WAITING, LOCATING, RESOLVING, ENDED);
        edges(HOLDING, REFRESHING, REAUTHENTICATING, SIGNING_OUT, WAITING, ENDED);
        edges(REFRESHING, REFRESHING, REAUTHENTICATING, HOLDING, WAITING, ENDED);
        edges(REAUTHENTICATING, REAUTHENTICATING, HOLDING, WAITING, ENDED);
        edges(SIGNING_OUT, SIGNING_OUT, ENDED);
        edges(ENDED, IDLE);
    }

    private static void edges(LogonState from, LogonState... to) {
        for (LogonState state : to) {
            EDGES[from.ordinal()] |= 1 << state.ordinal();
        }
    }

    /** Whether there is an edge from here to {@code next}. */
    public boolean mayBecome(LogonState next) {
        return (EDGES[ordinal()] & (1 << next.ordinal())) != 0;
    }

    /** The stage whose clock runs in this state; null where none does. */
    public @Nullable Stage stage() {
        return stage;
    }

    /** Whether the client is still on its way to the 200. */
    public boolean signingIn() {
        return this != IDLE && ordinal() < HOLDING.ordinal();
    }

    /** Whether the client is signed in and means to stay. */
    public boolean signedIn() {
        return this == HOLDING || this == REFRESHING || this == REAUTHENTICATING;
    }

    /** Whether an answer to a REGISTER is awaited. */
    boolean awaitsAnswer() {
        return switch (this) {
            case REGISTERING, CHALLENGING, AUTHENTICATING, REFRESHING, REAUTHENTICATING, SIGNING_OUT -> true;
            default -> false;
        };
    }
}
