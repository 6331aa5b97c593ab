package rollcall.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Java's second compiler costs as much as 100,000 sign-ins and more save by it (benchmarks/README.md), so the launcher
 * leaves it out. Whoever starts more of them is told.
 */
final class LongRun {
    private static final long CLIENTS = 100_000;
    private static final String OPTION = "-XX:TieredStopAtLevel=";

    private LongRun() {}

    /**
     * What to do about it, or null.
     *
     * @param javaArguments those that this Java was started with, the last of a kind counting
     */
    static @Nullable String advice(long clients, List<String> javaArguments) {
        String last = "";
        for (String each : javaArguments) {
            last = each.startsWith(OPTION) ? each : last;
        }
        return clients < CLIENTS || !last.equals(OPTION + "1")
                ? null
                : "A run as long as this takes less of the processor when started with ROLLCALL_JAVA_OPTS=" + OPTION
                        + "4.";
    }
}
