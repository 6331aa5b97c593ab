package rollcall.benchmarks;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** No operation allocates more than {@code allocation-budget.tsv} allows it. */
class AllocationGate {
    private static final TimeValue MEASUREMENT = TimeValue.milliseconds(200);

    record Budget(String benchmark, long bytes, String why) {
        static Budget read(String line) {
            String[] columns = line.split("\t", -1);
            return new Budget(columns[0], Long.parseLong(columns[1]), columns[2]);
        }

        String pattern() {
            return "\\." + Pattern.quote(benchmark) + "$";
        }

        @Override
        public String toString() {
            return benchmark + ": " + bytes;
        }
    }

    @ParameterizedTest
    @MethodSource
    void allocatesNoMoreThanItsBudget(Budget budget) throws RunnerException {
        long bytes = measure(budget, TimeValue.milliseconds(500));
        if (bytes > budget.bytes()) {
            // What is not compiled yet allocates more: on a busy machine the compiler may have come to nothing so far.
            bytes = Math.min(bytes, measure(budget, TimeValue.seconds(5)));
        }
        assertThat(bytes)
                .withFailMessage(
                        """
                        %s allocates %d bytes an operation; its budget is %d (%s).
                        Measure it again:  java -jar benchmarks/target/benchmarks.jar %s -prof gc
                        See who allocates: java -jar benchmarks/target/benchmarks.jar %s -prof jfr:dir=benchmarks/target/jfr
                                           jfr print --events ObjectAllocationSample $(find benchmarks/target/jfr -name '*.jfr')
                        """,
                        budget.benchmark(), bytes, budget.bytes(), budget.why(), budget.benchmark(), budget.benchmark())
                .isLessThanOrEqualTo(budget.bytes());
    }

    static Stream<Budget> allocatesNoMoreThanItsBudget() {
        try (InputStream in = AllocationGate.class.getResourceAsStream("/allocation-budget.tsv")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.startsWith("#")).map(Budget::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In whole bytes; of a benchmark with parameters the most that one of them takes. */
    private static long measure(Budget budget, TimeValue warmUp) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(budget.pattern())
                        .addProfiler(GCProfiler.class)
                        .forks(1)
                        .jvmArgs("-Xmx512m", "-XX:+UseSerialGC")
                        .warmupIterations(2)
                        .warmupTime(warmUp)
                        .measurementIterations(1)
                        .measurementTime(MEASUREMENT)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        return Math.round(results.stream()
                .map(result -> result.getSecondaryResults().get("gc.alloc.rate.norm"))
                .mapToDouble(bytes -> requireNonNull(bytes).getScore())
                .max()
                .orElseThrow());
    }
}
