package rollcall.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import rollcall.plan.PlanException;
import rollcall.plan.PlanText;
import rollcall.plan.PlanYaml;
import rollcall.plan.ScenarioFile;

/** {@code rollcall plan}: what a run would do, with every default resolved, and nothing of it done. */
@Command(
        name = "plan",
        description = "Prints the plan with every default resolved and what it will send to whom, and exits.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class PlanCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ScenarioOptions scenario = new ScenarioOptions();

    PlanCommand() {}

    @Override
    public Integer call() throws PlanException {
        ScenarioFile.Read read = scenario.read();
        PrintWriter out = spec.commandLine().getOut();
        read.warnings().forEach(warning -> spec.commandLine().getErr().println("Warning: " + warning));
        out.println(PlanText.describe(read.plan()));
        out.print(PlanYaml.write(read.plan()));
        out.flush();
        return Main.OK;
    }
}
