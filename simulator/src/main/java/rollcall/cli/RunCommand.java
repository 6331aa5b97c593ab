package rollcall.cli;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rollcall.engine.IoTransport;
import rollcall.engine.Preflight;
import rollcall.plan.Plan;
import rollcall.plan.PlanException;
import rollcall.plan.ScenarioFile;

/** {@code rollcall run}: the load run. */
@Command(
        name = "run",
        description = "Runs a scenario: signs its clients in, holds them, signs them out, and judges the result.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Examples:",
            "  rollcall run scenarios/quickstart.yaml",
            "  rollcall run scenarios/quickstart.yaml --users 500 --rate 100/s",
            "  rollcall run my-pool.yaml --allow pool01.example.com --trace 3"
        })
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ScenarioOptions scenario = new ScenarioOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the results go (default: rollcall-out/<scenario>-<time>).")
    private @Nullable Path out;

    @Option(
            names = "--no-live",
            description =
                    "A plain line every ten seconds even on a terminal. Without it a terminal shows one screen, drawn"
                            + " again each second, and keys steer the run: + and - change the rate by 10 %%, * and / double and"
                            + " halve it, p pauses the arrivals, q stops.")
    private boolean noLive;

    @Option(
            names = "--abort-on-breach",
            description =
                    "Stops the run as soon as a threshold breaks that is an upper bound, such as \"lost == 0\": counts"
                            + " at once, shares and latencies from the tenth second on. Exit code 1. One threshold alone: write"
                            + " \"failed < 1%% abort after 30s\" in the scenario.")
    private boolean abortOnBreach;

    @Option(
            names = "--metrics",
            paramLabel = "PORT",
            description = "Serves the run to Prometheus at http://127.0.0.1:PORT/metrics while it lasts, or at"
                    + " ADDRESS:PORT.")
    private @Nullable String metrics;

    @Option(
            names = "--trace",
            paramLabel = "N",
            description = "Writes the whole SIP conversation of the first N clients, and of the first N that fail, to"
                    + " trace.txt; credentials are masked.")
    private int trace;

    @Option(
            names = "--outcomes",
            description =
                    "Writes outcomes.csv: a line for each client, as soon as it has signed in, failed or is lost.")
    private boolean outcomes;

    @Option(
            names = "--keylog",
            paramLabel = "FILE",
            description = "Writes the TLS secrets of every connection for Wireshark. Whoever has the file can read the"
                    + " traffic.")
    private @Nullable Path keyLog;

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "epoll, io_uring, kqueue or nio; auto takes the first that this machine has.")
    private String transport = "auto";

    RunCommand() {}

    @Override
    public Integer call() throws Exception {
        Console console =
                new Console(spec.commandLine().getOut(), spec.commandLine().getErr(), Ansi.AUTO.enabled(), !noLive);
        ScenarioFile.Read read = scenario.read();
        Plan plan = read.plan();
        for (String warning : read.warnings()) {
            console.warn(warning);
        }
        if (abortOnBreach) {
            plan = plan.abortingOnBreach();
        }
        LegacySwitch.apply(plan.tls(), console);
        if (keyLog != null) {
            plan = plan.at(plan.target(), plan.tls().withKeyLog(keyLog));
            console.warn("TLS secrets are written to " + keyLog + ": whoever has that file can read the traffic of this"
                    + " run. Delete it when you are done.");
        }
        if (trace < 0) {
            throw new PlanException("--trace " + trace + ": expected a number of clients, 0 or more");
        }
        IoTransport chosen = IoTransport.named(transport);
        Preflight.check(plan);
        return new Run(plan, chosen, folder(plan), new Run.Wishes(trace, outcomes, metrics, !noLive), console).call();
    }

    private Path folder(Plan plan) {
        return out != null
                ? out
                : Path.of(
                        "rollcall-out",
                        plan.name() + "-"
                                + DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss")
                                        .format(LocalDateTime.now(ZoneId.systemDefault())));
    }
}
