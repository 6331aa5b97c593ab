package rollcall.check;

/** How bad something is, from good to bad. */
public enum Severity {
    /** As it should be. */
    GOOD,
    /** Worth knowing; nothing fails because of it. */
    NOTE,
    /** Works for the client that was asked for, and fails for others, or later, or only sometimes. */
    WARNING,
    /** The client cannot sign in this way. */
    FAILURE
}
