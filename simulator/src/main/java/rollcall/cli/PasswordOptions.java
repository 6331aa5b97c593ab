package rollcall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import rollcall.plan.PlanException;
import rollcall.plan.Secret;

/** Where a verb takes a password from. Never from the command line, which everybody on the machine can read. */
final class PasswordOptions {
    @Option(
            names = "--password-env",
            paramLabel = "VARIABLE",
            description = "The environment variable with the password.")
    private @Nullable String variable;

    @Option(names = "--password-stdin", description = "The password is the first line of the input.")
    private boolean fromInput;

    PasswordOptions() {}

    /**
     * The password that the options lead to; null when neither was given.
     *
     * @throws PlanException when both were given, or there is no password where the one points
     */
    @Nullable
    Secret read() throws PlanException, IOException {
        if (variable != null && fromInput) {
            throw new PlanException("--password-env and --password-stdin were both given: leave one of them out.");
        }
        if (fromInput) {
            String line = new BufferedReader(new InputStreamReader(System.in, UTF_8)).readLine();
            if (line == null || line.isEmpty()) {
                throw new PlanException("--password-stdin was given, but the input has no line with a password.");
            }
            return Secret.of(line);
        }
        if (variable == null) {
            return null;
        }
        String value = System.getenv(variable);
        if (value == null || value.isEmpty()) {
            throw new PlanException("The environment variable " + variable + " (--password-env) is not set.");
        }
        return Secret.of(value);
    }

    /** The variable that the password comes from; null when it comes another way. */
    @Nullable
    String variable() {
        return variable;
    }
}
