package rollcall.report;

/** A folder that holds no run which could be told again. */
public final class UnreadableRun extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    UnreadableRun(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** The message, without a full stop. */
    public String reason() {
        return reason;
    }
}
