package rollcall.plan;

import org.jspecify.annotations.Nullable;

/** A password on its way from where it is kept to where it is used. Prints as stars, whoever prints it. */
public final class Secret {
    private final String value;
    private final @Nullable String origin;

    private Secret(String value, @Nullable String origin) {
        this.value = value;
        this.origin = origin;
    }

    public static Secret of(String value) {
        return new Secret(value, null);
    }

    /** From an environment variable; its name may be shown. */
    public static Secret fromVariable(String name, String value) {
        return new Secret(value, "env: " + name);
    }

    /** From a file; its name may be shown. */
    public static Secret fromFile(String file, String value) {
        return new Secret(value, "file: " + file);
    }

    /** Where it came from, as a scenario says it: {@code env: NAME} or {@code file: PATH}; null when it must be given anew. */
    public @Nullable String origin() {
        return origin;
    }

    /** The secret itself; for the arithmetic of {@code auth} only. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "********";
    }
}
