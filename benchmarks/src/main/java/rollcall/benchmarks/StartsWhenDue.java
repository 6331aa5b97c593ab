package rollcall.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import rollcall.cli.MockProcess;
import rollcall.engine.Engine;
import rollcall.engine.IoTransport;
import rollcall.plan.Overrides;
import rollcall.plan.Plan;
import rollcall.plan.PlanException;
import rollcall.plan.ScenarioFile;
import rollcall.plan.TargetPlan;

/**
 * How late clients start at 80 % of what this machine can carry. First the rate of sign-ins rises by a quarter until
 * generator and mock pool, a process of its own on the same processors, no longer keep pace. Then so many run as make four
 * fifths of the last rate that went well. At the same time a third process does nothing but sleep until each due time: what
 * it is late by is the machine's part, and nobody can be more punctual than that.
 */
public final class StartsWhenDue {
    private static final int FIRST_PER_SECOND = 200;
    private static final int WARM_UP_RUNS = 4;
    private static final double STEP = 1.25;
    private static final int STEP_SECONDS = 4;
    /** A neighbour may come between, but not each time. */
    private static final int TRIES = 2;

    /** Half of the sign-ins take less, from when they are due; where somebody falls behind, the queue grows and they take more. */
    private static final long PACE_NANOS = 100_000_000L;

    private static final double SHARE = 0.8;
    private static final int USERS = 90_000;
    private static final String SLEEP = "sleep";

    private final Path folder;
    private final MockProcess pool;

    private StartsWhenDue(Path folder, MockProcess pool) {
        this.folder = folder;
        this.pool = pool;
    }

    /** How late clients started, and how long they took from when they were due. */
    private record Done(Histogram late, Histogram fromDue, boolean all) {
        boolean keptPace() {
            return all && fromDue.getValueAtPercentile(50) < PACE_NANOS;
        }
    }

    private static Plan plan(Path folder, int perSecond, int seconds) throws IOException, PlanException {
        Path file = Files.writeString(folder.resolve("due.yaml"), """
                name: due
                target: {mock: {users: %d}}
                auth: {scheme: none}
                tls: {protocols: [TLSv1.2]}
                dns: {cache: shared}
                load: [{hold: {rate: %d/s, for: %ds}}]
                session: {stay: 0s, signOut: false}
                sources: ["127.0.0.0/28"]
                """.formatted(USERS, perSecond, seconds));
        return ScenarioFile.read(file, Overrides.NONE).plan();
    }

    private Done run(int perSecond, int seconds) throws IOException, PlanException, InterruptedException {
        Plan plan = plan(folder, perSecond, seconds);
        TargetPlan.Mock target = (TargetPlan.Mock) plan.target();
        Plan there = plan.at(
                new TargetPlan.Automatic(target.mock().domain(), List.of(pool.dns())),
                plan.tls().withTrust(pool.caPem()));
        try (Engine engine = Engine.start(
                there, IoTransport.best(), Runtime.getRuntime().availableProcessors(), null, System::nanoTime)) {
            if (!engine.await(Duration.ofMinutes(2))) {
                throw new IllegalStateException("no end after two minutes");
            }
            engine.tallies().sample();
            return new Done(
                    engine.tallies().latencies().startLag(),
                    engine.tallies().latencies().logonFromDue(),
                    engine.tallies().totals().signedIn() == (long) perSecond * seconds);
        }
    }

    /** The highest rate of those tried that went well. */
    private int capacity() throws IOException, PlanException, InterruptedException {
        int best = 0;
        for (int perSecond = FIRST_PER_SECOND; perSecond * STEP_SECONDS < USERS; perSecond = (int) (perSecond * STEP)) {
            boolean kept = false;
            for (int i = 0; i < TRIES && !kept; i++) {
                kept = run(perSecond, STEP_SECONDS).keptPace();
            }
            System.out.printf(Locale.ROOT, "%,6d a second: %s%n", perSecond, kept ? "kept pace" : "too many");
            if (!kept) {
                break;
            }
            best = perSecond;
        }
        if (best == 0) {
            throw new IllegalStateException("this machine does not carry " + FIRST_PER_SECOND + " a second");
        }
        return best;
    }

    private static void tell(String what, double p50, double p99, double p999, double max) {
        System.out.printf(Locale.ROOT, "%-28s %8.2f %8.2f %8.2f %8.2f%n", what, p50, p99, p999, max);
    }

    private void beside(int perSecond, int seconds) throws IOException, PlanException, InterruptedException {
        Process sleeper = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartsWhenDue.class.getName(),
                        SLEEP,
                        String.valueOf(perSecond),
                        String.valueOf(seconds))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Done done = run(perSecond, seconds);
        String said = new String(sleeper.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        sleeper.waitFor();
        double[] slept = Arrays.stream(said.strip().split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
        System.out.printf(
                Locale.ROOT,
                "%n%-28s %8s %8s %8s %8s%n",
                perSecond + " a second, ms late",
                "p50",
                "p99",
                "p99.9",
                "max");
        tell(
                "a client starts",
                done.late.getValueAtPercentile(50) / 1e6,
                done.late.getValueAtPercentile(99) / 1e6,
                done.late.getValueAtPercentile(99.9) / 1e6,
                done.late.getMaxValue() / 1e6);
        tell("a thread that only sleeps", slept[0], slept[1], slept[2], slept[3]);
        if (!done.keptPace()) {
            System.out.println("The machine got slower meanwhile: this rate is more than it carries now.");
        }
    }

    /** Sleeps until each due time, and prints how late it woke, in milliseconds: p50, p99, p99.9 and the longest. */
    private static void sleep(int perSecond, int seconds) {
        long[] late = new long[perSecond * seconds];
        long first = System.nanoTime();
        for (int i = 0; i < late.length; i++) {
            long due = first + i * 1_000_000_000L / perSecond;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            late[i] = System.nanoTime() - due;
        }
        Arrays.sort(late);
        System.out.printf(
                Locale.ROOT,
                "%.3f %.3f %.3f %.3f%n",
                late[late.length / 2] / 1e6,
                late[late.length * 99 / 100] / 1e6,
                late[(int) (late.length * 999L / 1_000)] / 1e6,
                late[late.length - 1] / 1e6);
    }

    /**
     * Measures.
     *
     * @param args seconds at 80 %, and how often; nothing means 20 and 3
     */
    public static void main(String[] args) throws IOException, PlanException, InterruptedException {
        if (args.length == 3 && args[0].equals(SLEEP)) {
            sleep(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
            return;
        }
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        int times = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        Path folder = Files.createTempDirectory("rollcall-due");
        TargetPlan.Mock target =
                (TargetPlan.Mock) plan(folder, FIRST_PER_SECOND, STEP_SECONDS).target();
        MockProcess pool = MockProcess.start(target.mock(), folder);
        try {
            StartsWhenDue due = new StartsWhenDue(folder, pool);
            for (int i = 0; i < WARM_UP_RUNS; i++) {
                due.run(FIRST_PER_SECOND, STEP_SECONDS);
            }
            int capacity = due.capacity();
            for (int i = 0; i < times; i++) {
                due.beside((int) (SHARE * capacity), seconds);
            }
        } finally {
            pool.close();
        }
    }
}
