package rollcall.cli;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rollcall.check.CheckMetrics;
import rollcall.check.CheckPlan;
import rollcall.check.TreeText;
import rollcall.plan.PlanException;
import rollcall.plan.Quantities;

/** {@code rollcall check}: will automatic sign-in work, and if not, what is missing? */
@Command(
        name = "check",
        description =
                "Follows automatic sign-in for one user, step by step, probes every record, server and certificate on"
                        + " the way, and says what to repair.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Exits with 0 when the user can sign in, with 1 when not, with 2 when the command line or a file is wrong.",
            "",
            "Examples:",
            "  rollcall check alice@example.com --no-logon",
            "  rollcall check alice@example.com --user EXAMPLE\\alice --password-env PASSWORD",
            "  rollcall check alice@example.com --dns 192.0.2.53 --dns 203.0.113.53 --trust company-ca.pem",
            "  rollcall check alice@example.com --server pool01.example.com --legacy-tls",
            "  rollcall check alice@example.com --no-logon --watch 60s --metrics 9464"
        })
final class CheckCommand implements Callable<Integer> {
    private static final long SHORTEST_NANOS = 1_000_000_000L;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final CheckOptions options = new CheckOptions();

    @Mixin
    private final CheckFiles files = new CheckFiles();

    @Option(
            names = "--nagios",
            description =
                    "One line for Nagios and its kin instead of the tree; exits with 0, 1 (warning) or 2 (critical).")
    private boolean nagios;

    @Option(
            names = "--watch",
            paramLabel = "TIME",
            description =
                    "Checks again and again, this far apart (as 60s), until Ctrl-C: one line each time, everything"
                            + " when something has changed. A refused password is not tried again.")
    private @Nullable String watch;

    @Option(
            names = "--metrics",
            paramLabel = "[ADDRESS:]PORT",
            description =
                    "With --watch: serves Prometheus at http://ADDRESS:PORT/metrics (default address: 127.0.0.1).")
    private @Nullable String metrics;

    CheckCommand() {}

    @Override
    public Integer call() throws Exception {
        Console console =
                new Console(spec.commandLine().getOut(), spec.commandLine().getErr(), Ansi.AUTO.enabled(), false);
        long everyNanos = everyNanos();
        LegacySwitch.apply(options.tls(), console);
        CheckPlan plan = options.plan(console);
        KerberosSettings.apply(plan.auth(), System::getenv);
        try (CheckRunner runner = new CheckRunner()) {
            return everyNanos > 0 ? watch(runner, plan, everyNanos, console) : once(runner, plan, console);
        }
    }

    /** 0 for one check. */
    private long everyNanos() throws PlanException {
        if (watch == null) {
            if (metrics != null) {
                throw new PlanException("--metrics serves what --watch finds: give --watch 60s too.");
            }
            return 0;
        }
        if (nagios) {
            throw new PlanException("--nagios ends after one check: leave --watch out.");
        }
        long nanos = Quantities.durationNanos(watch);
        if (nanos < SHORTEST_NANOS) {
            throw new PlanException("--watch " + watch + ": expected a time of 1s or more, as 60s");
        }
        return nanos;
    }

    private int once(CheckRunner runner, CheckPlan plan, Console console) throws PlanException {
        CheckRunner.Round round = runner.run(plan);
        files.write(round);
        console.out()
                .print(
                        nagios
                                ? NagiosLine.of(round.report()) + System.lineSeparator()
                                : TreeText.of(round.report(), console.outStyle()));
        console.out().flush();
        if (nagios) {
            return NagiosLine.exitCode(round.report());
        }
        return round.report().works() ? Main.OK : Main.TARGET_FAILED;
    }

    private int watch(CheckRunner runner, CheckPlan plan, long everyNanos, Console console)
            throws PlanException, InterruptedException {
        try (@Nullable MetricsServer server = metrics == null ? null : MetricsServer.start(metrics)) {
            if (server != null) {
                console.say("Prometheus finds the figures at " + server.url() + ".");
            }
            CheckWatch rounds = new CheckWatch(
                    runner::run,
                    round -> {
                        files.write(round);
                        if (server != null) {
                            MetricSnapshots figures =
                                    CheckMetrics.of(round.report(), round.startedAt(), round.durationNanos());
                            server.serve(() -> figures);
                        }
                    },
                    console);
            Interrupt interrupt = new Interrupt(
                    () -> {
                        console.say("Stopping after the check that is under way. Once more Ctrl-C ends at once.");
                        rounds.stop();
                    },
                    () -> Runtime.getRuntime().halt(Main.STOPPED));
            try {
                return rounds.run(plan, everyNanos) ? Main.OK : Main.TARGET_FAILED;
            } finally {
                interrupt.close();
            }
        }
    }
}
