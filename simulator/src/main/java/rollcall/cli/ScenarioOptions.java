package rollcall.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rollcall.plan.Overrides;
import rollcall.plan.PlanException;
import rollcall.plan.ScenarioFile;

/** The scenario and what the command line changes about it: the same for every verb that takes one. */
final class ScenarioOptions {
    @Parameters(paramLabel = "SCENARIO", description = "Scenario file (YAML), e.g. scenarios/quickstart.yaml.")
    private Path file = Path.of("");

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Overrides any key of the scenario: --set session.stay=1m --set load[0].hold.rate=50/s.")
    private List<String> set = new ArrayList<>();

    @Option(names = "--users", paramLabel = "N", description = "How many users sign in.")
    private @Nullable String users;

    @Option(names = "--rate", paramLabel = "N/s", description = "Replaces the load by a constant rate.")
    private @Nullable String rate;

    @Option(names = "--duration", paramLabel = "TIME", description = "For how long clients arrive, e.g. 60s.")
    private @Nullable String duration;

    @Option(
            names = "--allow",
            paramLabel = "HOST",
            description = "Permits a target that is not on this machine: name, address or range. May be given again.")
    private List<String> allow = new ArrayList<>();

    ScenarioFile.Read read() throws PlanException {
        return ScenarioFile.read(file, new Overrides(set, users, rate, duration, allow));
    }
}
