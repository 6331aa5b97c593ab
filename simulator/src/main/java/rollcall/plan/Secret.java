package rollcall.plan;

/** A password on its way from where it is kept to where it is used. Prints as stars, whoever prints it. */
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    public static Secret of(String value) {
        return new Secret(value);
    }

    /** The secret itself; for the arithmetic of {@code auth} only. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "********";
    }
}
