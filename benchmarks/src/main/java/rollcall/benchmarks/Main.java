package rollcall.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/**
 * JMH's command line, with CPU time, bytes allocated and a JSON file of results unless told otherwise. {@code quick} as the
 * first word runs everything for a short time: enough to see an order of magnitude, and the bytes exactly.
 */
public final class Main {
    private static final List<String> USUAL = List.of("-prof", "gc", "-prof", CpuProfiler.class.getName());
    /** Kerberos is left out: its JDK asks DNS about hosts of ours that there are not, and waits. */
    private static final List<String> QUICK =
            List.of("-wi", "2", "-w", "300ms", "-i", "3", "-r", "200ms", "-e", "KerberosBenchmark");

    private Main() {}

    /** Takes all that {@code org.openjdk.jmh.Main} takes; {@code -h} tells. */
    public static void main(String[] args) throws IOException, RunnerException {
        List<String> all = new ArrayList<>(Arrays.asList(args));
        boolean quick = all.remove("quick");
        if (quick) {
            all.addAll(QUICK);
        }
        if (!all.contains("-prof")) {
            all.addAll(USUAL);
        }
        if (!all.contains("-rff")) {
            all.addAll(List.of("-rf", "json", "-rff", quick ? "quick.json" : "benchmarks.json"));
        }
        org.openjdk.jmh.Main.main(all.toArray(new String[0]));
    }
}
