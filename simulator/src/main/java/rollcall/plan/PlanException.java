package rollcall.plan;

/** A user's mistake in a scenario or on the command line: one or more complete sentences, no stack. Exit code 2. */
public final class PlanException extends Exception {
    private static final long serialVersionUID = 1;

    public PlanException(String message) {
        super(message, null, false, false);
    }
}
